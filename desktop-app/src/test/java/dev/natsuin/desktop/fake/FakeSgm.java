package dev.natsuin.desktop.fake;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.jspecify.annotations.Nullable;

/** An SGM in memory: honest unless a knob is turned. */
public final class FakeSgm {
    /** An invitation that was not used yet. */
    private record Invitation(
            String user, Role role, Bytes secretHash, Optional<String> subject, Optional<KeyAlgorithm> algorithm) {}

    /** An enrolled device. */
    public static final class Device {
        final String user;
        final VerifyingKey deviceKey;
        final VerifyingKey activationKey;
        final Secret share;
        public int failures;

        Device(String user, VerifyingKey deviceKey, VerifyingKey activationKey, Secret share) {
            this.user = user;
            this.deviceKey = deviceKey;
            this.activationKey = activationKey;
            this.share = share;
        }
    }

    private record Person(Role role, String state, Optional<String> subject, Optional<Bytes> displayHash) {
        Person(Role role, String state, Optional<String> subject) {
            this(role, state, subject, Optional.empty());
        }
    }

    private record Key(Results.KeyInfo info, KeyPair pair) {}

    private static final String TRANSPORT_KEY = "8899aabbccddeeff0011223344556677";
    private static final Bytes FIRST_SEALING_KEY_ID = Bytes.hex("0000000000000001");

    /** Whom staff invited last. */
    public String lastInvited = "";

    /** What it signs with. */
    public SigningSeed identity;

    private final Bytes name;

    /** What leads to the identity key of now, as it is shown: an SGM or SAP that lies shows another list. */
    public List<JsonObject> successions = List.of();

    private final List<Long> successionEntries = new ArrayList<>();
    public final FakeLog log;
    public FakeCa ca = new FakeCa();

    /** What comes behind a certificate that it issues, as somebody may want it to be. */
    public UnaryOperator<List<Bytes>> issuersLie = UnaryOperator.identity();

    private List<Bytes> withIssuers(Bytes certificate) {
        return Stream.concat(Stream.of(certificate), issuersLie.apply(ca.issuers()).stream())
                .toList();
    }

    private final SecureRandom random;
    private Sealing.OpeningKey opening;
    private Bytes openingId = FIRST_SEALING_KEY_ID;
    private final Map<String, Invitation> invitations = new HashMap<>();
    private final Map<String, Person> people = new LinkedHashMap<>();
    public final Map<String, Device> devices = new HashMap<>();

    /** What it says to devices that are none any more. */
    public final Map<String, ProblemCode> ended = new HashMap<>();

    private final Map<String, Key> keys = new LinkedHashMap<>();

    /** What staff handed over with an invitation. */
    private record Handed(Statement.Invite order, Bytes sealed, String user, long index) {}

    private final Map<String, Handed> handed = new LinkedHashMap<>();
    private final Map<String, String> handedTo = new HashMap<>();
    private final Map<String, Instant> enrolledAt = new HashMap<>();
    private final Sealing.OpeningKey transport;

    /** What it tells of a handed key: an SGM that lies. */
    public UnaryOperator<Results.Handed> handedLie = UnaryOperator.identity();

    /** The keys that were imported, opened. */
    public final List<Bytes> taken = new ArrayList<>();

    private final Map<Bytes, String> answers = new HashMap<>();
    private final Set<String> spent = new HashSet<>();

    /** SGM time. */
    public Instant now = Instant.parse("2026-11-22T12:00:00Z");

    /** Statements that were obeyed, by type. */
    public final List<String> obeyed = new ArrayList<>();

    /** Statements of a changing kind that were opened, by type, each delivery of new octets once. */
    public final List<Statement> opened = new ArrayList<>();

    /** Turns a result before it is signed: an SGM that lies. */
    public UnaryOperator<JsonObject> resultLie = UnaryOperator.identity();

    /** Changes the record that is logged: an SGM that logs something else. */
    public UnaryOperator<JsonObject> recordLie = UnaryOperator.identity();

    /** The level it declares. */
    public int level = 1;

    /** False for one from before people were told page by page. */
    public boolean knowsPages = true;

    /** False for one from before anybody was told when a key was used. */
    public boolean knowsUse = true;

    private Results.KeyInfo used(Results.KeyInfo info) {
        var times = new ArrayList<Instant>();
        var last = Optional.<Instant>empty();
        for (var index = 0; index < log.size(); index++) {
            var leaf = leaf(index);
            if (leaf.chain().equals(info.keyId())) {
                times.add(leaf.time());
                last = leaf.type() == Leaf.Type.SIGN ? Optional.of(leaf.time()) : last;
            }
        }
        return info.used(new Results.KeyInfo.Use(times.get(0), last));
    }

    private Leaf leaf(long index) {
        try {
            return Leaf.read(log.entry(index).leaf());
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** False for one from before people were told what staff did about them. */
    public boolean tellsOfOneself = true;

    /** Changes an entry that tells what staff did about somebody: an SGM, or whoever is between, that lies. */
    public UnaryOperator<LogEntry> actLie = UnaryOperator.identity();

    /** False for one from before orders of staff could say why. */
    public boolean knowsReasons = true;

    /** False for one from before signers got another name. */
    public boolean knowsAmend = true;

    /** So many people are told at once, if not fewer were asked for. */
    public int perPage = Statement.ListPeople.MOST_ON_A_PAGE;

    /** Devices whose fingerprint was confirmed. */
    public final Set<String> confirmed = new HashSet<>();

    /** Whether staff is admitted, and people begin anew, by two. */
    public boolean twoPersons;

    /** What waits for a second person. */
    private record Waiting(Statement order, Bytes text, String user, String invitation, long index) {}

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** Tells of another statement than the one that waits: an SGM, or a log, that lies. */
    public UnaryOperator<Results.Requests.Request> requestLie = UnaryOperator.identity();

    /** Leaves the receipt out. */
    public boolean hidesReceipt;

    /** How long sealing keys live. */
    public Duration sealingLife = Duration.ofDays(1);

    public FakeSgm(SecureRandom random) {
        this.random = random;
        this.identity = SigningSeed.random(random);
        this.name = Identity.hashOf(identity.publicKey());
        this.log = new FakeLog(identityHash(), random);
        this.opening = Sealing.OpeningKey.random(random);
        this.transport = Sealing.OpeningKey.random(random);
        log.append(
                Leaf.Type.INIT,
                now,
                Leaf.CONSOLE,
                Leaf.CONSOLE,
                "",
                JsonObject.with("type", "init").and("user", "0123456789abcdef").build());
    }

    public Bytes identityHash() {
        return name;
    }

    /** Name and key of now. */
    Identity identityNow() {
        return new Identity(name, identity.publicKey(), successions.size());
    }

    /** A new identity key, as two administrators order it. */
    public void renewIdentity() {
        logSuccession(succeed());
    }

    /** A new identity key that the present one signed; nothing of it is in the log. */
    public Succeeded succeed() {
        var number = successions.size() + 1;
        var request = StatementText.write(new Statement.RenewIdentity(
                head("aaaaaaaaaaaaaaaa", "a" + number), Identity.hashOf(identity.publicKey())));
        var approval = StatementText.write(new Statement.Approve(head("bbbbbbbbbbbbbbbb", "b" + number), request));
        var next = SigningSeed.random(random);
        var signed = new Succession(
                        name, number, identity.publicKey(), next.publicKey(), now, request.sha256(), approval.sha256())
                .sign(identity, next);
        identity = next;
        successions = Stream.concat(successions.stream(), Stream.of(signed)).toList();
        return new Succeeded(signed, approval);
    }

    /** A new identity key: what both keys signed, and the statement of the second administrator. */
    public record Succeeded(JsonObject signed, Bytes approval) {}

    /** Writes it into the log. */
    public void logSuccession(Succeeded succeeded) {
        successionEntries.add(log.append(
                Leaf.Type.RENEW_IDENTITY,
                now,
                "1".repeat(32),
                "1".repeat(32),
                "bbbbbbbbbbbbbbbb",
                JsonObject.with("type", "renew-identity")
                        .and("user", "bbbbbbbbbbbbbbbb")
                        .and("statement", succeeded.approval())
                        .and("succession", succeeded.signed())
                        .build()));
    }

    private StatementHead head(String user, String id) {
        return new StatementHead(name, user, "1".repeat(32), id.repeat(32).substring(0, 32), now, now.plusSeconds(60));
    }

    /** The log's entries of new identity keys. */
    public List<LogEntry> successionEntries() {
        return successionEntries.stream().map(log::entry).toList();
    }

    public String descriptor(String url, List<Bytes> tlsKeys) {
        return new Descriptor(identity.publicKey(), url, tlsKeys, now.minusSeconds(60), now.plus(Duration.ofDays(7)))
                .sign(identity);
    }

    /** A new sealing key; the old one is gone. */
    public void rotateSealingKey() {
        opening.close();
        opening = Sealing.OpeningKey.random(random);
        openingId = Bytes.hex(Ids.newPersonId(random));
    }

    private String sealingKey() {
        return new SealingKey(
                        identityHash(), openingId, opening.publicKey(), now.minusSeconds(1), now.plus(sealingLife))
                .sign(identity);
    }

    public String hello(Bytes nonce) {
        return new Hello(identityHash(), nonce, now, sealingKey(), log.key(), log.checkpoint()).sign(identity);
    }

    /** Admits a person without any statement, as the console would. */
    public EnrolmentCode invite(String url, Role role, Optional<String> subject, Optional<KeyAlgorithm> algorithm) {
        return invite(Ids.newPersonId(random), url, role, subject, algorithm);
    }

    /** A code for somebody who may be here already. */
    public EnrolmentCode invite(
            String user, String url, Role role, Optional<String> subject, Optional<KeyAlgorithm> algorithm) {
        var secret = new byte[EnrolmentSecretHash.SECRET_SIZE_BYTES];
        random.nextBytes(secret);
        var invitation = Ids.newPersonId(random);
        var kept = Secret.taking(secret);
        invitations.put(invitation, new Invitation(user, role, EnrolmentSecretHash.of(kept), subject, algorithm));
        people.put(user, new Person(role, "invited", subject));
        return new EnrolmentCode(Identity.hashOf(identity.publicKey()), invitation, user, url, kept);
    }

    private Answer.Body refused(ProblemCode code) {
        return new Answer.Body.Refused(Problem.of(code));
    }

    /** The answer to sealed octets, the stored one if they came before. */
    public synchronized String statement(Bytes sealed, Optional<JsonObject> request) {
        var key = sealed.sha256();
        var stored = answers.get(key);
        if (stored == null) {
            stored = fresh(sealed, request);
            answers.put(key, stored);
        }
        return stored;
    }

    private String sign(Bytes sealed, Optional<Bytes> statement, Optional<Integer> failures, Outcome outcome) {
        return new Answer(
                        identityHash(),
                        sealed.sha256(),
                        statement.map(Bytes::sha256),
                        now,
                        sealingKey(),
                        failures,
                        outcome.body(),
                        outcome.logged() < 0 || hidesReceipt
                                ? Optional.empty()
                                : Optional.of(new Receipt(log.entry(outcome.logged()), log.checkpoint())))
                .sign(identity);
    }

    private boolean waits(String device) {
        return level > 1 && !confirmed.contains(device);
    }

    private record Outcome(Answer.Body body, long logged) {}

    private String fresh(Bytes sealed, Optional<JsonObject> request) {
        try {
            var read = SealedStatement.read(sealed);
            var plain = read.sealingKeyId().equals(openingId)
                    ? opening.open(read.encapsulated(), read.ciphertext(), identityHash())
                    : Optional.<Secret>empty();
            if (plain.isEmpty()) {
                return sign(
                        sealed,
                        Optional.empty(),
                        Optional.empty(),
                        new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1));
            }
            try (var octets = plain.get();
                    var envelope = Envelope.read(octets)) {
                return checked(sealed, envelope, request);
            }
        } catch (Malformed e) {
            return sign(
                    sealed,
                    Optional.empty(),
                    Optional.empty(),
                    new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1));
        }
    }

    private String checked(Bytes sealed, Envelope envelope, Optional<JsonObject> request) throws Malformed {
        var text = envelope.statement();
        var statement = StatementText.read(text);
        if (!knowsReasons
                && statement instanceof Statement.Reasoned reasoned
                && reasoned.reason().isPresent()) {
            throw new Malformed("a member that is not known");
        }
        if (!knowsAmend && statement instanceof Statement.Amend) {
            throw new Malformed("a type that is not known");
        }
        var head = statement.head();
        var known = devices.get(head.device());
        var deviceKey = statement instanceof Statement.Enrol e
                ? VerifyingKey.of(e.deviceKey())
                : known == null ? null : known.deviceKey;
        if (deviceKey == null
                || !deviceKey.verifies(
                        Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text), envelope.deviceSignature())) {
            return sign(
                    sealed,
                    Optional.empty(),
                    Optional.empty(),
                    new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1));
        }
        var failures = known == null ? 0 : known.failures;
        var outcome = outcome(statement, text, envelope, request);
        return sign(sealed, Optional.of(text), Optional.of(failures), outcome);
    }

    private Outcome outcome(Statement statement, Bytes text, Envelope envelope, Optional<JsonObject> request)
            throws Malformed {
        var head = statement.head();
        if (!spent.add(head.id())) {
            return new Outcome(refused(ProblemCode.STATEMENT_REPLAYED), -1);
        }
        if (!head.audience().equals(identityHash())) {
            return new Outcome(refused(ProblemCode.AUDIENCE_WRONG), -1);
        }
        if (head.issued().isAfter(now) || !now.isBefore(head.expires())) {
            return new Outcome(refused(ProblemCode.STATEMENT_EXPIRED), -1);
        }
        if (ended.containsKey(head.device())) {
            return new Outcome(refused(ended.get(head.device())), -1);
        }
        opened.add(statement);
        if (statement instanceof Statement.Standing) {
            return done(new Results.Standing(head.user(), head.device(), level, waits(head.device())), -1);
        }
        var restricted = statement.changes() || statement instanceof Statement.ListPeople;
        if (restricted && !(statement instanceof Statement.Enrol) && waits(head.device())) {
            return new Outcome(refused(ProblemCode.DEVICE_NOT_CONFIRMED), -1);
        }
        var record = JsonObject.with("type", statement.type())
                .and("user", head.user())
                .and("statement", text)
                .and("deviceSignature", envelope.deviceSignature());
        if (statement instanceof Statement.Enrol enrol) {
            return enrol(enrol, text, envelope, record);
        }
        var device = Objects.requireNonNull(devices.get(head.device()));
        if (statement.changes()) {
            if (device.failures >= 5) {
                return new Outcome(refused(ProblemCode.DEVICE_LOCKED), -1);
            }
            var activation = envelope.secret(Envelope.Field.ACTIVATION_SIGNATURE)
                    .orElseThrow(() -> new Malformed("no activation signature"));
            var holds = device.activationKey.verifies(
                    Token.signingInput(Token.Purpose.ACTIVATION, text), activation.use(Bytes::of));
            if (!holds) {
                device.failures++;
                var logged = log.append(
                        Leaf.Type.PIN_FAILURE,
                        now,
                        head.device(),
                        head.device(),
                        head.user(),
                        recordLie.apply(record.and("failures", device.failures).build()));
                return new Outcome(new Answer.Body.Refused(Problem.pinWrong(5 - device.failures)), logged);
            }
            device.failures = 0;
        }
        return obey(statement, envelope, record, device, request);
    }

    private Outcome enrol(Statement.Enrol enrol, Bytes text, Envelope envelope, JsonObject.Builder record)
            throws Malformed {
        var head = enrol.head();
        var invitation = invitations.get(enrol.invitation());
        var secret = envelope.secret(Envelope.Field.ENROLMENT_SECRET).orElseThrow();
        if (invitation == null
                || !invitation.user().equals(head.user())
                || !invitation.secretHash().equals(EnrolmentSecretHash.of(secret))) {
            return new Outcome(refused(ProblemCode.INVITATION_NOT_ACCEPTED), -1);
        }
        var activationKey =
                envelope.secret(Envelope.Field.ACTIVATION_KEY).orElseThrow().use(Bytes::of);
        if (!VerifyingKey.of(activationKey)
                .verifies(
                        Token.signingInput(Token.Purpose.ACTIVATION, text),
                        envelope.secret(Envelope.Field.ACTIVATION_SIGNATURE)
                                .orElseThrow()
                                .use(Bytes::of))) {
            return new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1);
        }
        invitations.remove(enrol.invitation());
        handedTo.put(head.device(), enrol.invitation());
        enrolledAt.put(head.device(), now);
        people.compute(
                head.user(),
                (user, was) -> new Person(
                        invitation.role(),
                        "active",
                        invitation.subject(),
                        was == null ? Optional.empty() : was.displayHash()));
        devices.put(
                head.device(),
                new Device(
                        head.user(),
                        VerifyingKey.of(enrol.deviceKey()),
                        VerifyingKey.of(activationKey),
                        envelope.secret(Envelope.Field.SEAL_SHARE).orElseThrow().copy()));
        var logged = log.append(
                Leaf.Type.ENROL,
                now,
                head.device(),
                head.device(),
                head.user(),
                recordLie.apply(record.and("device", head.device()).build()));
        obeyed.add("enrol");
        var result = new Results.Enrolled(
                head.user(),
                head.device(),
                enrol.loginKey(),
                invitation.role(),
                invitation.subject(),
                invitation.algorithm());
        return done(result, logged);
    }

    private Outcome done(Results.Result result, long logged) {
        return new Outcome(new Answer.Body.Done(resultLie.apply(result.toJson())), logged);
    }

    private Outcome obey(
            Statement statement,
            Envelope envelope,
            JsonObject.Builder record,
            @Nullable Device device,
            Optional<JsonObject> request)
            throws Malformed {
        var head = statement.head();
        if (statement instanceof Statement.CreateKey create) {
            return createKey(create, record);
        } else if (statement instanceof Statement.Sign sign) {
            var share = envelope.secret(Envelope.Field.SEAL_SHARE).orElseThrow();
            if (device == null || !share.matches(device.share)) {
                return new Outcome(refused(ProblemCode.ROW_TAMPERED), -1);
            }
            return sign(sign, record, request);
        } else if (statement instanceof Statement.DestroyKey destroy) {
            var key = keys.get(destroy.keyId());
            if (key == null || !key.info().certificateSha256().equals(destroy.certificateSha256())) {
                return new Outcome(refused(ProblemCode.KEY_UNKNOWN), -1);
            }
            var info = key.info();
            var gone = new Results.KeyInfo(
                    info.user(),
                    info.keyId(),
                    info.algorithm(),
                    "destroyed",
                    info.methods(),
                    info.level(),
                    info.certificates());
            keys.put(destroy.keyId(), new Key(gone, key.pair()));
            obeyed.add("destroy-key");
            return done(
                    new Results.Destroyed(destroy.keyId()),
                    log.append(
                            Leaf.Type.DESTROY_KEY,
                            now,
                            destroy.keyId(),
                            head.device(),
                            head.user(),
                            record.and("keyId", destroy.keyId()).build()));
        } else if (statement instanceof Statement.ListKeys list) {
            if (list.withUse() && !knowsUse) {
                return new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1);
            }
            return done(
                    new Results.Keys(keys.values().stream()
                            .map(Key::info)
                            .filter(k -> k.user().equals(head.user()))
                            .map(k -> list.withUse() ? used(k) : k)
                            .toList()),
                    -1);
        } else if (statement instanceof Statement.Activity activity) {
            var entries = log.entriesOf(head.user(), activity.from());
            var first = entries.subList(0, Math.min(entries.size(), 3));
            var heads = log.heads().entrySet().stream()
                    .filter(h -> concerns(h.getKey(), head.user()))
                    .map(h -> new Results.ChainHead(h.getKey(), h.getValue().number()))
                    .toList();
            return done(new Results.ActivityPage(first, heads, entries.size() > first.size(), log.checkpoint()), -1);
        } else if (statement instanceof Statement.AuditLog audit) {
            if (Objects.requireNonNull(people.get(head.user())).role() != Role.AUDITOR) {
                return new Outcome(refused(ProblemCode.NOT_PERMITTED), -1);
            }
            var theirs = audit.person().map(user -> log.entriesOf(user, audit.from()));
            var page = theirs.orElseGet(() -> log.entries(audit.from(), 3));
            var more = theirs.isEmpty() && audit.from() + page.size() < log.size();
            return done(new Results.LogPage(page, more, log.checkpoint()), -1);
        } else if (statement instanceof Statement.Invite invite) {
            var invitation = Ids.newPersonId(random);
            var user = Ids.newPersonId(random);
            if (twoPersons && (invite.role() != Role.SIGNER || invite.handing().isPresent())) {
                lastInvited = user;
                obeyed.add("invite");
                return done(
                        new Results.Invited(
                                user,
                                invitation,
                                invite.codeExpires(),
                                Optional.of(new Results.Waits(head.id(), now.plus(Duration.ofDays(7))))),
                        keptHanded(invite, envelope, user, invitation, waits(invite, user, invitation, record)));
            }
            invitations.put(
                    invitation,
                    new Invitation(user, invite.role(), invite.secretHash(), invite.subject(), invite.algorithm()));
            people.put(user, new Person(invite.role(), "invited", invite.subject(), invite.displayHash()));
            lastInvited = user;
            obeyed.add("invite");
            return done(
                    new Results.Invited(user, invitation, invite.codeExpires()),
                    keptHanded(
                            invite,
                            envelope,
                            user,
                            invitation,
                            log.append(
                                    Leaf.Type.INVITE,
                                    now,
                                    head.device(),
                                    head.device(),
                                    head.user(),
                                    recordLie.apply(record.and("invitedUser", user)
                                            .and("invitation", invitation)
                                            .build()))));
        } else if (statement instanceof Statement.RenewIdentity renewed) {
            if (!renewed.identity().equals(Identity.hashOf(identity.publicKey()))) {
                return new Outcome(refused(ProblemCode.CONTENT_DIFFERS), -1);
            }
            var waits = new Results.Waits(head.id(), now.plus(Duration.ofDays(7)));
            return done(new Results.IdentityAwaited(waits), waits(renewed, "0".repeat(16), "0".repeat(16), record));
        } else if (statement instanceof Statement.ReEnrol anew) {
            var whom = Objects.requireNonNull(people.get(anew.whom().user()));
            var invitation = Ids.newPersonId(random);
            if (twoPersons) {
                obeyed.add("re-enrol");
                return done(
                        new Results.EnrolledAnew(
                                anew.whom().user(),
                                invitation,
                                anew.codeExpires(),
                                List.of(),
                                List.of(),
                                Optional.of(new Results.Waits(head.id(), now.plus(Duration.ofDays(7))))),
                        waits(anew, anew.whom().user(), invitation, record));
            }
            invitations.put(
                    invitation,
                    new Invitation(
                            anew.whom().user(),
                            whom.role(),
                            anew.secretHash(),
                            whom.subject(),
                            Optional.of(KeyAlgorithm.P_256)));
            obeyed.add("re-enrol");
            return done(
                    new Results.EnrolledAnew(anew.whom().user(), invitation, anew.codeExpires(), List.of(), List.of()),
                    log.append(Leaf.Type.RE_ENROL, now, head.device(), head.device(), head.user(), record.build()));
        } else if (statement instanceof Statement.DescribePerson described) {
            return described(described);
        } else if (statement instanceof Statement.Amend amend) {
            return amend(amend, record);
        } else if (statement instanceof Statement.RenewKey renew) {
            return renewKey(renew, record);
        } else if (statement instanceof Statement.AboutPerson about) {
            return aboutPerson(about, record);
        } else if (statement instanceof Statement.HandedKey) {
            return handedKey(head.device());
        } else if (statement instanceof Statement.TransportKey) {
            return done(
                    new Results.Transport(
                            head.user(),
                            head.device(),
                            TRANSPORT_KEY,
                            KeyTransport.Suite.HPKE_X25519,
                            transport.publicKey(),
                            now.plus(Duration.ofMinutes(5))),
                    -1);
        } else if (statement instanceof Statement.ImportKey imported) {
            return importKey(imported, envelope, record);
        } else if (statement instanceof Statement.ListRequests list) {
            return done(requests(list), -1);
        } else if (statement instanceof Statement.AboutRequest about) {
            return aboutRequest(about, record);
        } else if (statement instanceof Statement.ConfirmDevice confirm) {
            var key = Objects.requireNonNull(devices.get(confirm.confirmedDevice())).deviceKey;
            var agrees = Fingerprint.of(identityHash(), key).equals(confirm.fingerprint());
            var type = agrees ? Leaf.Type.CONFIRM_DEVICE : Leaf.Type.FINGERPRINT_DIFFERS;
            var logged = log.append(
                    type,
                    now,
                    head.device(),
                    head.device(),
                    head.user(),
                    record.and("confirmedUser", confirm.confirmedUser())
                            .and("confirmedDevice", confirm.confirmedDevice())
                            .build());
            if (!agrees) {
                return new Outcome(refused(ProblemCode.FINGERPRINT_DIFFERS), logged);
            }
            confirmed.add(confirm.confirmedDevice());
            obeyed.add("confirm-device");
            return done(new Results.Confirmed(confirm.confirmedUser(), confirm.confirmedDevice()), logged);
        } else if (statement instanceof Statement.ListPeople list
                && list.choice() instanceof Statement.ListPeople.Choice.Page page) {
            return page(page);
        } else if (statement instanceof Statement.ListPeople list) {
            var named = list.choice() instanceof Statement.ListPeople.Choice.Named some
                    ? Optional.of(some.users())
                    : Optional.<List<String>>empty();
            var invitedOnly = list.choice() instanceof Statement.ListPeople.Choice.Invited;
            var staffOnly = list.choice() instanceof Statement.ListPeople.Choice.Staff;
            return done(
                    new Results.People(people.entrySet().stream()
                            .filter(p -> named.isEmpty() || named.get().contains(p.getKey()))
                            .filter(p -> !invitedOnly || p.getValue().state().equals("invited"))
                            .filter(p -> !staffOnly || p.getValue().role() != Role.SIGNER)
                            .map(p -> listed(p.getKey(), named.isPresent() || invitedOnly || staffOnly))
                            .toList()),
                    -1);
        }
        throw new IllegalStateException("not built: " + statement.type());
    }

    private Outcome described(Statement.DescribePerson asked) throws Malformed {
        if (asked.withUse() && !knowsUse) {
            return new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1);
        }
        var asks = Objects.requireNonNull(people.get(asked.head().user())).role();
        if (asked.person().equals(asked.head().user())
                ? !tellsOfOneself
                : asks != Role.OFFICER && asks != Role.ADMINISTRATOR) {
            return new Outcome(refused(ProblemCode.NOT_PERMITTED), -1);
        }
        if (!people.containsKey(asked.person())) {
            return new Outcome(refused(ProblemCode.PERSON_UNKNOWN), -1);
        }
        var acts = new ArrayList<LogEntry>();
        for (var index = log.size() - 1; index >= 0; index--) {
            var entry = log.entry(index);
            if (JsonObject.strict(entry.record())
                    .reader()
                    .optionalText("person")
                    .equals(Optional.of(asked.person()))) {
                acts.add(actLie.apply(entry));
            }
        }
        return done(
                new Results.Described(
                        listed(asked.person(), true),
                        Optional.empty(),
                        admitted(asked.person()),
                        code(asked.person()),
                        devices.entrySet().stream()
                                .filter(each -> each.getValue().user.equals(asked.person()))
                                .map(each -> new Results.Described.DeviceFacts(
                                        each.getKey(),
                                        Objects.requireNonNull(enrolledAt.get(each.getKey())),
                                        Optional.empty(),
                                        false))
                                .toList(),
                        keys.values().stream()
                                .filter(each -> each.info().user().equals(asked.person()))
                                .map(each -> new Results.Described.KeyFacts(
                                        asked.withUse() ? used(each.info()) : each.info(), 0))
                                .toList(),
                        acts,
                        log.checkpoint()),
                -1);
    }

    private Optional<LogEntry> admitted(String user) throws Malformed {
        for (var index = 0; index < log.size(); index++) {
            var entry = log.entry(index);
            var invited = JsonObject.strict(entry.record()).reader().optionalText("invitedUser");
            if (invited.equals(Optional.of(user))) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private Optional<Results.Described.Code> code(String user) throws Malformed {
        var admitted = admitted(user);
        if (admitted.isEmpty()) {
            return Optional.empty();
        }
        var record = JsonObject.strict(admitted.get().record()).reader();
        var code = record.text("invitation");
        var order = (Statement.Invite) StatementText.read(record.bytes("statement"));
        return Optional.of(
                new Results.Described.Code(code, order.codeExpires(), invitations.containsKey(code) ? "open" : "used"));
    }

    private Outcome amend(Statement.Amend amend, JsonObject.Builder record) {
        var user = amend.whom().user();
        var was = people.get(user);
        if (was == null) {
            return new Outcome(refused(ProblemCode.PERSON_UNKNOWN), -1);
        }
        var seen = amend.displayHashBefore();
        if (seen.isPresent() && !seen.get().equals(was.displayHash().orElse(Statement.Amend.NOT_CALLED))) {
            return new Outcome(refused(ProblemCode.CHANGED_MEANWHILE), -1);
        }
        if (!was.subject().equals(amend.whom().subject())) {
            return new Outcome(refused(ProblemCode.CONTENT_DIFFERS), -1);
        }
        people.put(
                user,
                new Person(was.role(), was.state(), Optional.of(amend.newSubject()), Optional.of(amend.displayHash())));
        var ended = new ArrayList<String>();
        keys.replaceAll((id, key) -> {
            if (!amend.endKeys()
                    || !key.info().user().equals(user)
                    || !key.info().status().equals("enabled")) {
                return key;
            }
            ended.add(id);
            return new Key(changed(key.info(), "revoked", key.info().certificates()), key.pair());
        });
        lastInvited = user;
        obeyed.add("amend");
        var head = amend.head();
        return done(
                new Results.PersonAmended(user, amend.displayHash(), ended),
                log.append(
                        Leaf.Type.AMEND,
                        now,
                        head.device(),
                        head.device(),
                        head.user(),
                        recordLie.apply(record.and("person", user)
                                .andTexts("keys", ended)
                                .build())));
    }

    private static Results.KeyInfo changed(Results.KeyInfo info, String status, List<Bytes> certificates) {
        return new Results.KeyInfo(
                info.user(), info.keyId(), info.algorithm(), status, info.methods(), info.level(), certificates);
    }

    /** What stands in renewed and new certificates instead of the person's name: an SGM that lies. */
    public UnaryOperator<String> subjectLie = UnaryOperator.identity();

    private Outcome renewKey(Statement.RenewKey renew, JsonObject.Builder record) {
        var head = renew.head();
        var key = keys.get(renew.keyId());
        if (key == null || !key.info().certificateSha256().equals(renew.certificateSha256())) {
            return new Outcome(refused(ProblemCode.KEY_UNKNOWN), -1);
        }
        var subject = Objects.requireNonNull(people.get(head.user())).subject().orElseThrow();
        var certificate =
                ca.issue(subjectLie.apply(subject), key.pair(), now.minusSeconds(60), now.plus(Duration.ofDays(730)));
        var info = changed(key.info(), "enabled", withIssuers(certificate));
        keys.put(renew.keyId(), new Key(info, key.pair()));
        obeyed.add("renew-key");
        return done(
                info,
                log.append(
                        Leaf.Type.RENEW_KEY,
                        now,
                        renew.keyId(),
                        head.device(),
                        head.user(),
                        recordLie.apply(record.and("keyId", renew.keyId())
                                .and("certificate", certificate)
                                .build())));
    }

    private Outcome aboutPerson(Statement.AboutPerson about, JsonObject.Builder record) {
        var type = Arrays.stream(Leaf.Type.values())
                .filter(each -> each.wireName().equals(about.type()))
                .findFirst()
                .orElseThrow();
        var state = about instanceof Statement.Suspend
                ? "suspended"
                : about instanceof Statement.Resume ? "active" : "gone";
        var user = about.whom().user();
        people.computeIfPresent(user, (id, was) -> new Person(was.role(), state, was.subject(), was.displayHash()));
        obeyed.add(about.type());
        var head = about.head();
        return done(
                new Results.PersonChanged(user, state, List.of(), List.of()),
                log.append(
                        type,
                        now,
                        head.device(),
                        head.device(),
                        head.user(),
                        record.and("person", user)
                                .andTexts("keys", List.of())
                                .andTexts("devices", List.of())
                                .build()));
    }

    private Results.Person listed(String user, boolean named) {
        var person = Objects.requireNonNull(people.get(user));
        return new Results.Person(
                user,
                person.role(),
                person.state(),
                person.subject(),
                0,
                devices.entrySet().stream()
                        .filter(d -> d.getValue().user.equals(user) && waits(d.getKey()))
                        .map(Map.Entry::getKey)
                        .toList(),
                named ? person.displayHash() : Optional.empty());
    }

    private Outcome page(Statement.ListPeople.Choice.Page asked) {
        if (!knowsPages) {
            return new Outcome(refused(ProblemCode.STATEMENT_NOT_ACCEPTED), -1);
        }
        var all = List.copyOf(people.keySet());
        var from = asked.after().map(user -> all.indexOf(user) + 1).orElse(0);
        var next =
                all.stream().skip(from).limit(Math.min(asked.most(), perPage)).toList();
        return done(
                new Results.PeoplePage(
                        next.stream().map(user -> listed(user, true)).toList(), from + next.size() < all.size()),
                -1);
    }

    private long keptHanded(Statement.Invite order, Envelope envelope, String user, String invitation, long index) {
        envelope.secret(Envelope.Field.HANDED_KEY)
                .map(key -> key.use(Bytes::of))
                .ifPresent(key -> handed.put(invitation, new Handed(order, key, user, index)));
        return index;
    }

    private Outcome handedKey(String device) {
        var one = handed.get(handedTo.getOrDefault(device, ""));
        if (one == null) {
            return new Outcome(refused(ProblemCode.HANDED_KEY_UNKNOWN), -1);
        }
        return done(
                handedLie.apply(new Results.Handed(
                        one.user(),
                        device,
                        one.sealed(),
                        now.plus(Duration.ofDays(7)),
                        log.entry(one.index()),
                        log.checkpoint())),
                -1);
    }

    /** What was handed over is gone: its time is over. */
    public void forgetHandedKeys() {
        handed.clear();
    }

    private Outcome importKey(Statement.ImportKey order, Envelope envelope, JsonObject.Builder record) {
        var head = order.head();
        var binding = new KeyTransport.Binding(identityHash(), head.user(), head.device(), TRANSPORT_KEY);
        var encrypted =
                envelope.secret(Envelope.Field.ENCRYPTED_KEY).orElseThrow().use(Bytes::of);
        try (var key = KeyTransport.decrypt(transport, binding, encrypted).orElseThrow()) {
            taken.add(key.use(Bytes::of));
        }
        var from = order.handedKey().map(hash -> {
            var one = Objects.requireNonNull(handed.remove(handedTo.get(head.device())));
            if (!one.sealed().sha256().equals(hash)) {
                throw new IllegalStateException("another key than was handed over");
            }
            return one.order().head().user();
        });
        var info = new Results.KeyInfo(
                head.user(),
                Ids.newId(random),
                order.algorithm(),
                "enabled",
                order.methods(),
                1,
                order.certificates(),
                Results.KeyInfo.Origin.IMPORTED,
                from,
                Optional.empty());
        keys.put(info.keyId(), new Key(info, FakeCa.pair(order.algorithm())));
        obeyed.add("import-key");
        return done(
                info,
                log.append(
                        Leaf.Type.IMPORT_KEY,
                        now,
                        info.keyId(),
                        head.device(),
                        head.user(),
                        recordLie.apply(record.and("keyId", info.keyId())
                                .and("algorithm", order.algorithm().wireName())
                                .andBytes("certificates", order.certificates())
                                .build())));
    }

    private long waits(Statement order, String user, String invitation, JsonObject.Builder record) {
        var head = order.head();
        var index = log.append(
                Leaf.Type.REQUEST,
                now,
                head.device(),
                head.device(),
                head.user(),
                record.and("person", user).and("invitation", invitation).build());
        waiting.put(head.id(), new Waiting(order, StatementText.write(order), user, invitation, index));
        return index;
    }

    private Results.Requests requests(Statement.ListRequests list) {
        var all = waiting.values().stream()
                .filter(one -> list.request()
                        .map(id -> id.equals(one.order().head().id()))
                        .orElse(true))
                .map(one -> requestLie.apply(
                        new Results.Requests.Request(one.user(), now.plus(Duration.ofDays(7)), log.entry(one.index()))))
                .toList();
        return new Results.Requests(all, false, log.checkpoint());
    }

    private Outcome aboutRequest(Statement.AboutRequest about, JsonObject.Builder record) throws Malformed {
        var head = about.head();
        var id = StatementText.requested(about.request()).head().id();
        var one = waiting.get(id);
        if (one == null) {
            return new Outcome(refused(ProblemCode.REQUEST_UNKNOWN), -1);
        }
        if (!one.text().equals(about.request())) {
            return new Outcome(refused(ProblemCode.CONTENT_DIFFERS), -1);
        }
        var approves = about instanceof Statement.Approve;
        if (approves && one.order().head().user().equals(head.user())) {
            return new Outcome(refused(ProblemCode.OWN_REQUEST), -1);
        }
        waiting.remove(id);
        obeyed.add(about.type());
        if (approves && one.order() instanceof Statement.RenewIdentity) {
            return identityRenewed(one, about, record);
        }
        if (approves && one.order() instanceof Statement.Invite invite) {
            invitations.put(
                    one.invitation(),
                    new Invitation(
                            one.user(), invite.role(), invite.secretHash(), invite.subject(), invite.algorithm()));
            people.put(one.user(), new Person(invite.role(), "invited", invite.subject(), invite.displayHash()));
        }
        var logged = log.append(
                approves ? Leaf.Type.APPROVE : Leaf.Type.WITHDRAW,
                now,
                head.device(),
                head.device(),
                head.user(),
                record.and("person", one.user()).build());
        return approves
                ? done(new Results.Approved(id, one.user(), List.of(), List.of()), logged)
                : done(new Results.Withdrawn(id, one.user()), logged);
    }

    /** A new identity key, as these two ordered it. */
    private Outcome identityRenewed(Waiting one, Statement.AboutRequest approval, JsonObject.Builder record) {
        var head = approval.head();
        var number = successions.size() + 1;
        var next = SigningSeed.random(random);
        var signed = new Succession(
                        name,
                        number,
                        identity.publicKey(),
                        next.publicKey(),
                        now,
                        one.text().sha256(),
                        StatementText.write(approval).sha256())
                .sign(identity, next);
        var logged = log.append(
                Leaf.Type.RENEW_IDENTITY,
                now,
                head.device(),
                head.device(),
                head.user(),
                JsonObject.with("type", "renew-identity")
                        .and("user", head.user())
                        .and("statement", StatementText.write(approval))
                        .and("deviceSignature", deviceSignature(record))
                        .and("person", one.user())
                        .and("requested", one.index())
                        .and("succession", signed)
                        .build());
        successionEntries.add(logged);
        identity = next;
        successions = Stream.concat(successions.stream(), Stream.of(signed)).toList();
        return done(new Results.Approved(approvedId(one), one.user(), List.of(), List.of()), logged);
    }

    private static String approvedId(Waiting one) {
        return one.order().head().id();
    }

    private static Bytes deviceSignature(JsonObject.Builder record) {
        try {
            return record.build().reader().bytes("deviceSignature");
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on this key is told of as imported. */
    public void imported(String keyId) {
        keys.computeIfPresent(keyId, (id, key) -> {
            var info = key.info();
            var marked = new Results.KeyInfo(
                    info.user(),
                    id,
                    info.algorithm(),
                    info.status(),
                    info.methods(),
                    info.level(),
                    info.certificates(),
                    Results.KeyInfo.Origin.IMPORTED);
            return new Key(marked, key.pair());
        });
    }

    private boolean concerns(String chain, String user) {
        var device = devices.get(chain);
        var key = keys.get(chain);
        return (device != null && device.user.equals(user))
                || (key != null && key.info().user().equals(user));
    }

    private Outcome createKey(Statement.CreateKey create, JsonObject.Builder record) {
        var head = create.head();
        var pair = FakeCa.pair(create.algorithm());
        var subject = Objects.requireNonNull(people.get(head.user())).subject().orElseThrow();
        var certificate =
                ca.issue(subjectLie.apply(subject), pair, now.minusSeconds(60), now.plus(Duration.ofDays(365)));
        var info = new Results.KeyInfo(
                head.user(),
                Ids.newId(random),
                create.algorithm(),
                "enabled",
                create.methods(),
                1,
                withIssuers(certificate));
        keys.put(info.keyId(), new Key(info, pair));
        obeyed.add("create-key");
        return done(
                info,
                log.append(
                        Leaf.Type.CREATE_KEY,
                        now,
                        info.keyId(),
                        head.device(),
                        head.user(),
                        recordLie.apply(record.and("keyId", info.keyId())
                                .and("algorithm", create.algorithm().wireName())
                                .and("certificate", certificate)
                                .build())));
    }

    private Outcome sign(Statement.Sign sign, JsonObject.Builder record, Optional<JsonObject> request)
            throws Malformed {
        var key = keys.get(sign.keyId());
        if (key == null || !key.info().user().equals(sign.head().user())) {
            return new Outcome(refused(ProblemCode.KEY_UNKNOWN), -1);
        }
        if (!key.info().certificateSha256().equals(sign.certificateSha256())) {
            return new Outcome(refused(ProblemCode.CERTIFICATE_NOT_BOUND), -1);
        }
        var asked = request.orElseThrow(() -> new Malformed("no request")).reader();
        var same = asked.text("credentialID").equals(sign.keyId())
                && asked.text("signAlgo").equals(sign.algorithm().oid())
                && asked.texts("hashes")
                        .equals(sign.hashes().stream().map(Bytes::toBase64).toList());
        if (!same) {
            return new Outcome(refused(ProblemCode.HASHES_DIFFER), -1);
        }
        var signatures = sign.hashes().stream()
                .map(hash -> signature(key.pair(), sign.algorithm(), hash))
                .toList();
        obeyed.add("sign");
        return done(
                new Results.Signed(sign.keyId(), signatures),
                log.append(
                        Leaf.Type.SIGN,
                        now,
                        sign.keyId(),
                        sign.head().device(),
                        sign.head().user(),
                        recordLie.apply(record.and("keyId", sign.keyId())
                                .and(
                                        "certificateSha256",
                                        sign.certificateSha256().toHex())
                                .and("signAlgo", sign.algorithm().oid())
                                .and("hashAlgorithmOID", sign.hashAlgorithm().oid())
                                .andBytes("hashes", sign.hashes())
                                .and(
                                        "signaturesSha256",
                                        Bytes.concat(signatures.toArray(Bytes[]::new))
                                                .sha256()
                                                .toHex())
                                .build())));
    }

    private static Bytes signature(KeyPair pair, SignAlgorithm algorithm, Bytes hash) {
        try {
            if (algorithm.family() == KeyAlgorithm.Family.EC) {
                var signer = Signature.getInstance("NONEwithECDSA");
                signer.initSign(pair.getPrivate());
                signer.update(hash.toArray());
                return Bytes.of(signer.sign());
            }
            var cipher = javax.crypto.Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(javax.crypto.Cipher.ENCRYPT_MODE, pair.getPrivate());
            var info = new DigestInfo(
                    new AlgorithmIdentifier(
                            new ASN1ObjectIdentifier(algorithm.hash().oid()), DERNull.INSTANCE),
                    hash.toArray());
            return Bytes.of(cipher.doFinal(info.getEncoded("DER")));
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills an invitation. */
    public void forget(String invitation) {
        invitations.remove(invitation);
    }

    /** A use of somebody's key that none of their devices ordered. */
    public void signBehindTheBack(String keyId, String user) {
        log.append(
                Leaf.Type.SIGN,
                now,
                keyId,
                Leaf.CONSOLE,
                user,
                JsonObject.with("type", "sign")
                        .and("user", user)
                        .and("keyId", keyId)
                        .build());
    }

    /** Result lie: the first two signatures change places. */
    public static JsonObject swapSignatures(JsonObject result) {
        try {
            var signed = Results.Signed.read(result);
            var turned = IntStream.range(0, signed.signatures().size())
                    .mapToObj(i -> signed.signatures().get(i == 0 ? 1 : i == 1 ? 0 : i))
                    .toList();
            return new Results.Signed(signed.keyId(), turned).toJson();
        } catch (Malformed | IndexOutOfBoundsException e) {
            return result;
        }
    }
}
