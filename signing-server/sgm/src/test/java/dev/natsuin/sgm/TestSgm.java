package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.OutcomeCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.device.TemporaryShare;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.ExportedLog;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.activation.WorkRules;
import dev.natsuin.sgm.ceremony.FirstAdministrator;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.token.TokenAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real SGM in a folder, asked through its door as the SAP asks. */
public final class TestSgm implements AutoCloseable {
    private static final String START = "2026-11-22T12:00:00Z";

    public final TestClock clock = new TestClock(START);
    public Path folder;
    private int level;
    public final EnrolmentCode firstCode;
    public final VerifyingKey identity;
    private Identity believed;
    private final SecureRandom random = new SecureRandom();
    private final WorkRules rules;
    private final Optional<TokenAccess> token;
    private ImportRule importRule = ImportRule.ALLOWED;
    private boolean twoPersons;
    private Set<KeyAlgorithm> experimental = Set.of();
    private Optional<Path> credentials = Optional.empty();
    private Sgm sgm;
    private @Nullable TestDevice administrator;
    private @Nullable TestDevice officer;

    /** Made once for all tests of a process: making a certification authority takes a second. */
    private static final class Template {
        private static final AtomicReference<Secret> CODE = new AtomicReference<>();
        private static final Path FOLDER = make();

        private static Path make() {
            try {
                var folder = Files.createTempDirectory("natsuin-sgm-test");
                var settings = new Sgm.Settings(
                        folder, "http://127.0.0.1:8080/pki", 1, new TestClock(START), new SecureRandom());
                try (var made = Sgm.init(settings, "https://127.0.0.1:8443")) {
                    CODE.set(made.write());
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static EnrolmentCode copyTo(Path target) {
            try (var files = Files.list(FOLDER)) {
                for (var file : files.toList()) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return EnrolmentCode.read(Objects.requireNonNull(CODE.get()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Malformed e) {
                throw new AssertionError(e);
            }
        }
    }

    public TestSgm(Path folder) {
        this(folder, 1);
    }

    /** One that declares this level. */
    public TestSgm(Path folder, int level) {
        this(folder, level, WorkRules.ofThisMachine());
    }

    /** One with these rules for long work. */
    public TestSgm(Path folder, WorkRules rules) {
        this(folder, 1, rules);
    }

    private TestSgm(Path folder, int level, WorkRules rules) {
        this(folder, level, rules, Optional.empty());
    }

    /** One with its keys in a token. */
    public TestSgm(Path folder, TokenAccess token) {
        this(folder, 1, WorkRules.ofThisMachine(), Optional.of(token));
    }

    private TestSgm(Path folder, int level, WorkRules rules, Optional<TokenAccess> token) {
        this.folder = folder;
        this.level = level;
        this.rules = rules;
        this.token = token;
        this.firstCode = token.isPresent() ? Sgm.init(settings(), "https://127.0.0.1:8443") : Template.copyTo(folder);
        this.sgm = Sgm.open(settings());
        this.identity = identityKey();
        this.believed = Identity.founding(identity);
    }

    public Sgm.Settings settings() {
        return new Sgm.Settings(
                folder,
                "http://127.0.0.1:8080/pki",
                level,
                clock,
                random,
                rules,
                token,
                importRule,
                twoPersons,
                experimental,
                credentials);
    }

    /** As with a service to which systemd gives what is in this folder; counts from the next opening. */
    public void given(Path folderOfCredentials) {
        credentials = Optional.of(folderOfCredentials);
    }

    /** What is done each minute although nobody asks. */
    public void aMinutePasses() {
        sgm.erasePassed();
    }

    /** As after a restart of the process. */
    public void reopen() {
        sgm.close();
        sgm = Sgm.open(settings());
    }

    /** A backup of it, taken while it is as it is, in a new folder within that one. */
    Path backup(Path within) throws IOException {
        var temporary = Files.createTempDirectory(within, "tmp");
        var target = temporary.resolve("backup");
        var ceremony = new SgmBackup(settings());
        ceremony.copy(temporary);
        ceremony.backup(target, Bytes.utf8("{}"), Optional.empty(), temporary);
        return target;
    }

    /**
     * Goes on from a backup, five minutes later, in a new folder.
     *
     * @param root what vault.key holds
     * @param log a newer log; nothing: what is newer is given up
     */
    void restore(Path backup, byte[] root, Optional<Path> log, Path within) throws IOException {
        var s = settings();
        var to = Files.createTempDirectory(within, "found");
        var found = new Sgm.Settings(to, s.pkiUrl(), s.level(), s.clock(), s.random());
        clock.move(Duration.ofMinutes(5));
        try (var vault = Secret.taking(root)) {
            new SgmBackup(found)
                    .restore(
                            backup,
                            vault,
                            new SgmBackup.Newest(Optional.empty(), log, log.isEmpty(), Optional.empty()),
                            to.resolve("sap.db"));
        }
        moveTo(to);
    }

    /** Goes on from another folder, as after a restore on another machine. */
    public void moveTo(Path other) {
        sgm.close();
        folder = other;
        sgm = Sgm.open(settings());
    }

    /** The same for one that a test closed. */
    public void moveClosedTo(Path other) {
        folder = other;
        sgm = Sgm.open(settings());
    }

    /** Opens again what a test closed. */
    public void reopenClosed() {
        sgm = Sgm.open(settings());
    }

    /** As after a restart by an operator who declares another level. */
    public void reopenAtLevel(int declared) {
        level = declared;
        reopen();
    }

    /** As after a restart by an operator who wants two persons, or does not any more. */
    public void reopenWithTwoPersons(boolean wanted) {
        twoPersons = wanted;
        reopen();
    }

    /** As after a restart by an operator who wants keys of these experimental kinds made. */
    public void reopenWithExperimental(Set<KeyAlgorithm> kinds) {
        experimental = kinds;
        reopen();
    }

    /** As after a restart by an operator who takes no keys in that were made elsewhere. */
    public void reopenWithoutImports() {
        importRule = ImportRule.FORBIDDEN;
        reopen();
    }

    /** Lets a test touch the files while nothing has them open. */
    public void whileClosed(Runnable work) {
        sgm.close();
        work.run();
        sgm = Sgm.open(settings());
    }

    /** What the SAP may ask, for a link of its own. */
    public dev.natsuin.link.LinkHandler door() {
        return sgm.door();
    }

    public Instant now() {
        return clock.instant();
    }

    private VerifyingKey identityKey() {
        try {
            var call = new DescriptorCall("https://127.0.0.1:8443", List.of(TestDevice.random(32)));
            var token = ask(LinkOperation.DESCRIPTOR, call.toBytes()).toUtf8();
            return Descriptor.open(token, firstCode.identityHash()).identityKey();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** Two administrators order a new identity key; it is believed from then on. The statement of the second. */
    public Answer renewIdentity(TestDevice first, TestDevice second) {
        var order = new Statement.RenewIdentity(first.head(now()), believed.keyHash());
        done(send(first.seal(order, this)));
        var approval = new Statement.Approve(second.head(now()), StatementText.write(order));
        var answer = send(second.seal(approval, this));
        done(answer);
        followSuccessions();
        return answer;
    }

    /** Believes the identity key to which the log's entries lead. */
    public void followSuccessions() {
        try {
            var receipt = ask(LinkOperation.HELLO, TestDevice.random(16)).toUtf8();
            var hello = JsonObject.strict(Token.unverifiedPayload(Token.Purpose.HELLO, receipt))
                    .reader();
            var logKey = VerifyingKey.of(hello.bytes("logKey"));
            var origin = Checkpoint.originOf(firstCode.identityHash());
            var checkpoint =
                    Checkpoint.open(hello.text("checkpoint"), origin, logKey).orElseThrow();
            var call = new EpochsCall(checkpoint.size()).toBytes();
            for (var entry : EpochsCall.readEntries(ask(LinkOperation.SUCCESSIONS, call))) {
                var next = LoggedSuccession.proven(entry, checkpoint).succession();
                if (next.number() > believed.number()) {
                    believed = believed.then(next);
                }
            }
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The identity that is believed from now on. */
    public void believe(Identity other) {
        believed = other;
    }

    /** The identity that was believed last. */
    public Identity believed() {
        return believed;
    }

    /** Why the SAP may name nobody to a device. */
    public Optional<ProblemCode> peopleRefusal(String user, String device) {
        try {
            return SeesPeopleCall.readAnswer(
                    ask(LinkOperation.SEES_PEOPLE, new SeesPeopleCall(user, device).toBytes()));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** Who ended so many days ago, as the SAP is told at this time of its own. */
    public List<String> peopleLeft(Instant sapTime, int days) {
        try {
            return PeopleLeftCall.readAnswer(
                    ask(LinkOperation.PEOPLE_LEFT, new PeopleLeftCall(sapTime, days, Optional.empty()).toBytes()));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public Bytes ask(LinkOperation operation, Bytes body) {
        var answer = sgm.door().handle(operation, body);
        assertThat(answer.status()).isEqualTo(LinkAnswer.Status.OK);
        return answer.body();
    }

    public LinkAnswer askRaw(LinkOperation operation, Bytes body) {
        return sgm.door().handle(operation, body);
    }

    public Hello hello() {
        try {
            var nonce = TestDevice.random(16);
            return Hello.open(ask(LinkOperation.HELLO, nonce).toUtf8(), believed, nonce);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public SealingKey sealingKey() {
        try {
            return SealingKey.open(hello().sealingKey(), believed);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public Answer send(Bytes sealed) {
        return send(sealed, Optional.empty());
    }

    public Answer send(Bytes sealed, Optional<StatementCall.SigningRequest> request) {
        try {
            return Answer.open(sendRaw(sealed, request), believed, sealed);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** Sends, and asks again as long as the SGM says that it is working on it. */
    public String sendRaw(Bytes sealed, Optional<StatementCall.SigningRequest> request) {
        return ended(begin(sealed, request), sealed);
    }

    /** Sends, and gives what the SGM says to that: possibly that it is working on it. */
    public LinkAnswer begin(Bytes sealed, Optional<StatementCall.SigningRequest> request) {
        return askRaw(LinkOperation.STATEMENT, new StatementCall(sealed, request).toBytes());
    }

    /** What the SGM says of these octets now. */
    public LinkAnswer outcome(Bytes sealed) {
        return askRaw(LinkOperation.OUTCOME, new OutcomeCall(sealed.sha256()).toBytes());
    }

    private String ended(LinkAnswer first, Bytes sealed) {
        var answer = first;
        while (answer.status() == LinkAnswer.Status.WORKING) {
            LockSupport.parkNanos(5_000_000); // as the SAP does: it asks again after a moment
            answer = outcome(sealed);
        }
        assertThat(answer.status()).isEqualTo(LinkAnswer.Status.OK);
        return answer.body().toUtf8();
    }

    /** Sends a signing order with the request that belongs to it. */
    public Answer send(Bytes sealed, Statement.Sign order) {
        return send(sealed, Optional.of(requestOf(order)));
    }

    public static StatementCall.SigningRequest requestOf(Statement.Sign order) {
        return new StatementCall.SigningRequest(
                order.keyId(),
                order.algorithm().oid(),
                Optional.of(order.hashAlgorithm().oid()),
                order.hashes());
    }

    public static Problem problem(Answer answer) {
        assertThat(answer.body()).isInstanceOf(Answer.Body.Refused.class);
        return ((Answer.Body.Refused) answer.body()).problem();
    }

    public static dev.natsuin.protocol.json.JsonObject done(Answer answer) {
        assertThat(answer.body()).isInstanceOf(Answer.Body.Done.class);
        return ((Answer.Body.Done) answer.body()).content();
    }

    /** Every receipt must hold; the checkpoint it is proven under. */
    public Checkpoint receiptHolds(Answer answer) {
        try {
            var receipt = answer.receipt().orElseThrow();
            var origin = Checkpoint.originOf(firstCode.identityHash());
            var checkpoint = Checkpoint.open(receipt.checkpoint(), origin, hello().logKey())
                    .orElseThrow();
            receipt.entry().proven(checkpoint);
            return checkpoint;
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public TestDevice enrol(EnrolmentCode code) {
        var device = new TestDevice(code.identityHash(), code.user());
        var answer = send(device.seal(device.enrolment(code, now()), this));
        done(answer);
        return device;
    }

    public EnrolmentCode invite(TestDevice staff, Role role) {
        var forSigner = role == Role.SIGNER;
        return invite(
                staff,
                role,
                forSigner ? Optional.of("CN=山田 太郎,O=見本株式会社,C=JP") : Optional.empty(),
                forSigner ? Optional.of(KeyAlgorithm.P_256) : Optional.empty());
    }

    public EnrolmentCode invite(
            TestDevice staff, Role role, Optional<String> subject, Optional<KeyAlgorithm> algorithm) {
        var secret = TestDevice.random(16);
        Bytes hash;
        try (var s = Secret.taking(secret.toArray())) {
            hash = EnrolmentSecretHash.of(s);
        }
        var statement =
                new Statement.Invite(staff.head(now()), role, hash, now().plus(Duration.ofDays(7)), subject, algorithm);
        try {
            var invited = Results.Invited.read(done(send(staff.seal(statement, this))));
            return code(invited.user(), invited.invitation(), secret);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The one officer, enrolled by the one administrator. */
    public TestDevice officer() {
        if (officer == null) {
            administrator = enrol(firstCode);
            if (level > 1) {
                confirmAtConsole(fingerprint(administrator));
            }
            officer = enrol(invite(administrator, Role.OFFICER));
            if (level > 1) {
                done(confirm(administrator, officer, fingerprint(officer)));
            }
        }
        return officer;
    }

    /** Somebody who may write to the database does so while the SGM is closed. */
    public void inDatabase(String... commands) {
        whileClosed(() -> {
            try (var connection = DriverManager.getConnection(
                            "jdbc:sqlite:" + settings().folder().resolve("sgm.db"));
                    var statement = connection.createStatement()) {
                for (var command : commands) {
                    statement.execute(command);
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** What staff is told of a person, as an order about them holds it. */
    public Statement.Whom whom(TestDevice staff, String user) {
        return people(staff).stream()
                .filter(p -> p.user().equals(user))
                .map(p -> new Statement.Whom(p.user(), p.role(), p.subject()))
                .findFirst()
                .orElseThrow();
    }

    /** All people as staff is told of them. */
    public List<Results.Person> people(TestDevice staff) {
        try {
            return Results.People.read(done(send(staff.seal(new Statement.ListPeople(staff.head(now())), this))))
                    .people();
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The order of staff that begins anew with a person, and the code if it is obeyed. */
    public EnrolmentCode reEnrol(TestDevice staff, String user) {
        return reEnrol(staff, user, Optional.empty());
    }

    /** The same, saying why. */
    public EnrolmentCode reEnrol(TestDevice staff, String user, Optional<Reason> reason) {
        var secret = TestDevice.random(16);
        try (var s = Secret.taking(secret.toArray())) {
            var order = new Statement.ReEnrol(
                    staff.head(now()),
                    whom(staff, user),
                    EnrolmentSecretHash.of(s),
                    now().plus(Duration.ofDays(7)),
                    reason);
            var anew = Results.EnrolledAnew.read(done(send(staff.seal(order, this))));
            return code(anew.user(), anew.invitation(), secret);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** A further device of the person of this one, enrolled by a code of it. */
    public TestDevice furtherDevice(TestDevice device) {
        return enrol(inviteDevice(device));
    }

    /** A code for a further device. */
    public EnrolmentCode inviteDevice(TestDevice device) {
        var secret = TestDevice.random(16);
        try (var s = Secret.taking(secret.toArray());
                var share = TemporaryShare.of(s, firstCode.identityHash(), device.user)) {
            var order = new Statement.InviteDevice(
                    device.head(now()), EnrolmentSecretHash.of(s), now().plus(Duration.ofMinutes(10)));
            var draft = device.draft(order);
            draft.secrets.put(Envelope.Field.NEW_SEAL_SHARE, share.use(Bytes::of));
            var invited = Results.Invited.read(done(send(device.seal(draft, this))));
            return code(invited.user(), invited.invitation(), secret);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The code with this secret for an invitation. */
    public EnrolmentCode code(String user, String invitation, Bytes secret) {
        return new EnrolmentCode(
                firstCode.identityHash(), invitation, user, "https://127.0.0.1:8443", Secret.taking(secret.toArray()));
    }

    /** The whole log as an auditor's desk exports it, line by line. */
    public List<String> exportedLog(TestDevice auditor) {
        try {
            var origin = Checkpoint.originOf(firstCode.identityHash());
            var lines = new ArrayList<>(List.of(ExportedLog.head(origin)));
            for (var next = 0L; ; ) {
                var asked = new Statement.AuditLog(auditor.head(now()), next, Optional.empty());
                var page = Results.LogPage.read(done(send(auditor.seal(asked, this))));
                page.entries().forEach(entry -> lines.add(ExportedLog.line(entry)));
                next += page.entries().size();
                if (!page.more()) {
                    lines.add(ExportedLog.end(page.checkpoint(), now()));
                    return lines.stream().map(line -> line.toBytes().toUtf8()).toList();
                }
            }
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** As the device shows it to its person. */
    public String fingerprint(TestDevice device) {
        return Fingerprint.of(firstCode.identityHash(), device.deviceKey.publicKey());
    }

    /** The console's word, while the SGM is closed. */
    public FirstAdministrator.Outcome confirmAtConsole(String fingerprint) {
        var outcome = new AtomicReference<FirstAdministrator.Outcome>();
        whileClosed(() -> outcome.set(Sgm.confirmAdministrator(settings(), fingerprint)));
        return Objects.requireNonNull(outcome.get());
    }

    /** Staff confirms a device with the fingerprint it heard. */
    public Answer confirm(TestDevice staff, TestDevice device, String fingerprint) {
        return send(staff.seal(
                new Statement.ConfirmDevice(staff.head(now()), device.user, device.id(), fingerprint), this));
    }

    public Results.Standing standing(TestDevice device) {
        try {
            return Results.Standing.read(done(send(device.seal(new Statement.Standing(device.head(now())), this))));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The one administrator. */
    public TestDevice administrator() {
        officer();
        return Objects.requireNonNull(administrator);
    }

    /** Administrator → officer → signer, enrolled. */
    public TestDevice newSigner() {
        return enrol(invite(officer(), Role.SIGNER));
    }

    public Results.KeyInfo createKey(TestDevice device, KeyAlgorithm algorithm) {
        var statement = new Statement.CreateKey(device.head(now()), algorithm, List.of("device"));
        try {
            return Results.KeyInfo.read(done(send(device.seal(statement, this))));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public Results.Transport transportKey(TestDevice device, KeyAlgorithm algorithm) {
        try {
            return Results.Transport.read(
                    done(send(device.seal(new Statement.TransportKey(device.head(now()), algorithm), this))));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** A key that was made elsewhere, with these certificates. */
    public Results.KeyInfo importKey(TestDevice device, KeyAlgorithm algorithm, Bytes pkcs8, List<Bytes> certificates) {
        var to = transportKey(device, algorithm);
        var binding = new KeyTransport.Binding(firstCode.identityHash(), to.user(), to.device(), to.transportKey());
        try (var key = Secret.taking(pkcs8.toArray())) {
            var encrypted = KeyTransport.encrypt(to.suite(), to.publicKey(), binding, key, random);
            var draft = device.draft(new Statement.ImportKey(
                    device.head(now()),
                    to.transportKey(),
                    encrypted.sha256(),
                    algorithm,
                    List.of("device"),
                    certificates));
            draft.secrets.put(Envelope.Field.ENCRYPTED_KEY, encrypted);
            return Results.KeyInfo.read(done(send(device.seal(draft, this))));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    public Statement.Sign order(TestDevice device, Results.KeyInfo key, Bytes... hashes) {
        var algorithm = key.algorithm().defaultSignAlgorithm();
        return new Statement.Sign(
                device.head(now()), key.keyId(), key.certificateSha256(), algorithm, algorithm.hash(), List.of(hashes));
    }

    public static Bytes hash(String text) {
        return Bytes.of(
                HashAlgorithm.SHA_256.newDigest().digest(Bytes.utf8(text).toArray()));
    }

    @Override
    public void close() {
        sgm.close();
    }
}
