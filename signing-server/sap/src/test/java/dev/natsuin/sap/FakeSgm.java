package dev.natsuin.sap;

import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An SGM that obeys everybody whose statement it can open, and signs its answers with a real identity key.
 *
 * <p>Tests script what it refuses, when it is away and when its answers are forged.
 */
final class FakeSgm implements SgmGateway {
    static final Bytes CA_CERTIFICATE = Bytes.utf8("the CA certificate");
    static final Bytes REVOCATION_LIST = Bytes.utf8("the revocation list");

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final SigningSeed identity = SigningSeed.random(random);
    private final SigningSeed forger = SigningSeed.random(random);
    private final SigningSeed logKey = SigningSeed.random(random);
    private final Sealing.OpeningKey opening = Sealing.OpeningKey.random(random);
    private final Map<Bytes, String> answers = new HashMap<>();
    private final Map<String, Results.KeyInfo> keys = new HashMap<>();
    private final Map<String, Role> invitations = new HashMap<>();
    private final List<StatementCall> calls = new ArrayList<>();
    private Optional<Problem> refusal = Optional.empty();
    private Optional<ProblemCode> peopleRefusal = Optional.empty();
    private final List<SeesPeopleCall> peopleAsked = new ArrayList<>();
    private final Set<Bytes> working = new HashSet<>();
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger mostAsking = new AtomicInteger();
    private int outcomes;
    private boolean takesLong;
    private boolean full;
    private boolean clockBehind;
    private boolean away;
    private List<String> left = List.of();
    private boolean forging;
    private int signatureHashes = 1;
    private Duration ahead = Duration.ZERO;
    private int descriptors;
    private int publications;
    private Optional<CountDownLatch> entered = Optional.empty();
    private Optional<CountDownLatch> gate = Optional.empty();
    private volatile Optional<Runnable> hanging = Optional.empty();
    private Duration certificateLife = Duration.ofDays(365);

    FakeSgm(InstantSource clock) {
        this.clock = clock;
    }

    Bytes identityHash() {
        return Identity.hashOf(identity.publicKey());
    }

    VerifyingKey identityKey() {
        return identity.publicKey();
    }

    SealingKey sealingKey() {
        var from = clock.instant().minusSeconds(60);
        return new SealingKey(
                identityHash(),
                Bytes.hex("0102030405060708"),
                opening.publicKey(),
                from,
                from.plus(Duration.ofDays(1)));
    }

    /** From now on nobody is told of other people. */
    void tellsNobodyOfPeople(ProblemCode why) {
        peopleRefusal = Optional.of(why);
    }

    @Override
    public Optional<ProblemCode> peopleRefusal(SeesPeopleCall call) {
        if (away) {
            throw new SgmAway("away", null);
        }
        peopleAsked.add(call);
        return peopleRefusal;
    }

    /** These ended long ago. */
    void left(String... users) {
        left = List.of(users);
    }

    @Override
    public List<String> peopleLeft(PeopleLeftCall call) {
        if (away) {
            throw new SgmAway("away", null);
        }
        return left.stream()
                .filter(user -> user.compareTo(call.after().orElse("")) > 0)
                .limit(PeopleLeftCall.MOST)
                .toList();
    }

    List<SeesPeopleCall> peopleAsked() {
        return peopleAsked;
    }

    void refuses(Problem problem) {
        refusal = Optional.of(problem);
    }

    void invited(String invitation, Role role) {
        invitations.put(invitation, role);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** The SGM's clock is this far ahead of the SAP's. */
    void isAhead(Duration by) {
        ahead = by;
    }

    void forges() {
        forging = true;
    }

    void certifiesFor(Duration life) {
        certificateLife = life;
    }

    /**
     * From now on a statement, or what a relying party asks, waits until the gate opens; {@code entered} counts down
     * when one waits.
     */
    void holdsStatements(CountDownLatch entered, CountDownLatch gate) {
        this.entered = Optional.of(entered);
        this.gate = Optional.of(gate);
    }

    /** From now on what is the same for all hangs until the gate opens; {@code asked} counts down when one does. */
    void hangs(CountDownLatch asked, CountDownLatch gate) {
        hanging = Optional.of(() -> {
            asked.countDown();
            await(gate);
        });
    }

    /** From now on nothing hangs; what does goes on hanging. */
    void hangsNoMore() {
        hanging = Optional.empty();
    }

    /** Signatures are as long as those of RSA-4096, and no answer is kept. */
    synchronized void signsAtLength() {
        signatureHashes = 16;
    }

    List<StatementCall> calls() {
        return List.copyOf(calls);
    }

    int descriptorsAsked() {
        return descriptors;
    }

    int publicationsAsked() {
        return publications;
    }

    private void reach() {
        if (away) {
            throw new SgmAway("gone, as the test wants", null);
        }
    }

    private void heldBack() {
        entered.ifPresent(CountDownLatch::countDown);
        gate.ifPresent(FakeSgm::await);
    }

    private SigningSeed signer() {
        return forging ? forger : identity;
    }

    @Override
    public Progress statement(StatementCall call) {
        heldBack();
        return begin(call);
    }

    private synchronized Progress begin(StatementCall call) {
        if (full) {
            return new Progress.Busy();
        }
        if (clockBehind) {
            throw SgmAway.clockBehind();
        }
        var token = answer(call);
        if (takesLong) {
            working.add(call.sealed().sha256());
            return new Progress.Working();
        }
        return new Progress.Answered(token);
    }

    @Override
    public Progress outcome(Bytes sealedSha256) {
        var now = asking.incrementAndGet();
        mostAsking.accumulateAndGet(now, Math::max);
        try {
            return progress(sealedSha256);
        } finally {
            asking.decrementAndGet();
        }
    }

    private synchronized Progress progress(Bytes sealedSha256) {
        reach();
        outcomes++;
        if (working.contains(sealedSha256)) {
            return new Progress.Working();
        }
        var token = answers.get(sealedSha256);
        return token == null ? new Progress.Unknown() : new Progress.Answered(token);
    }

    /** From now on statements take long, until {@link #ends}. */
    synchronized void takesLong() {
        takesLong = true;
    }

    /** All that runs ends now, and what comes is quick. */
    synchronized void ends() {
        takesLong = false;
        working.clear();
    }

    /** As after a restart in the middle of the work: nothing that ran is known. */
    synchronized void forgetsWhatRuns() {
        working.forEach(answers::remove);
        ends();
    }

    /** From now on the answer to one statement is given out as that to another. */
    synchronized void swaps(Bytes askedFor, Bytes given) {
        answers.put(askedFor.sha256(), answers.get(given.sha256()));
    }

    /** From now on the answer to this statement is one that somebody else signed. */
    synchronized void forgesAnswerTo(Bytes sealed) {
        forging = true;
        answers.put(sealed.sha256(), newAnswer(new StatementCall(sealed, Optional.empty()), sealed.sha256()));
        forging = false;
    }

    /** How often somebody asked what became of something. */
    synchronized int outcomesAsked() {
        return outcomes;
    }

    /** How many asked that at the same moment, at the most. */
    int mostAskingAtOnce() {
        return mostAsking.get();
    }

    /** From now on its clock is behind its log. */
    synchronized void clockIsBehind() {
        clockBehind = true;
    }

    /** Whether there is no room to begin anything. */
    synchronized void isFull(boolean isFull) {
        full = isFull;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String answer(StatementCall call) {
        reach();
        if (signatureHashes > 1) {
            return newAnswer(call, call.sealed().sha256());
        }
        calls.add(call);
        return answers.computeIfAbsent(call.sealed().sha256(), hash -> newAnswer(call, hash));
    }

    private String newAnswer(StatementCall call, Bytes sealedHash) {
        return new Answer(
                        Identity.hashOf(signer().publicKey()),
                        sealedHash,
                        Optional.empty(),
                        clock.instant(),
                        sealingKey().sign(signer()),
                        Optional.empty(),
                        body(call),
                        Optional.empty())
                .sign(signer());
    }

    private Answer.Body body(StatementCall call) {
        if (refusal.isPresent()) {
            return new Answer.Body.Refused(refusal.get());
        }
        try {
            var sealed = SealedStatement.read(call.sealed());
            var plain = opening.open(sealed.encapsulated(), sealed.ciphertext(), identityHash());
            if (plain.isEmpty()) {
                return new Answer.Body.Refused(Problem.of(ProblemCode.STATEMENT_NOT_ACCEPTED));
            }
            try (var envelope = Envelope.read(plain.get())) {
                return obey(StatementText.read(envelope.statement()), call.request());
            }
        } catch (Malformed e) {
            return new Answer.Body.Refused(Problem.of(ProblemCode.STATEMENT_MALFORMED));
        }
    }

    private Answer.Body obey(Statement statement, Optional<StatementCall.SigningRequest> request) {
        var head = statement.head();
        if (statement instanceof Statement.Enrol enrol) {
            var role = Optional.ofNullable(invitations.get(enrol.invitation()));
            if (role.isEmpty()) {
                return new Answer.Body.Refused(Problem.of(ProblemCode.INVITATION_NOT_ACCEPTED));
            }
            return done(new Results.Enrolled(
                    head.user(), head.device(), enrol.loginKey(), role.get(), Optional.empty(), Optional.empty()));
        } else if (statement instanceof Statement.CreateKey create) {
            return done(newKey(head.user(), head.id(), create.algorithm()));
        } else if (statement instanceof Statement.ListKeys) {
            return done(new Results.Keys(keys.values().stream()
                    .filter(key -> key.user().equals(head.user()))
                    .toList()));
        } else if (statement instanceof Statement.Approve approve) {
            return done(approved(approve));
        } else if (statement instanceof Statement.DestroyKey destroy) {
            keys.remove(destroy.keyId());
            return done(new Results.Destroyed(destroy.keyId()));
        } else if (statement instanceof Statement.Invite invite) {
            return done(
                    new Results.Invited(head.id().substring(0, 16), head.id().substring(16), invite.codeExpires()));
        } else if (statement instanceof Statement.Amend amend) {
            var ended = keys.values().stream()
                    .filter(key ->
                            amend.endKeys() && key.user().equals(amend.whom().user()))
                    .map(Results.KeyInfo::keyId)
                    .toList();
            return done(new Results.PersonAmended(amend.whom().user(), amend.displayHash(), ended));
        } else if (statement instanceof Statement.Sign sign) {
            return sign(sign, request);
        }
        return new Answer.Body.Refused(Problem.of(ProblemCode.NOT_PERMITTED));
    }

    /** Everything of a person who begins anew ends. */
    private Results.Approved approved(Statement.Approve approve) {
        try {
            var anew = (Statement.ReEnrol) StatementText.requested(approve.request());
            var ended = keys.values().stream()
                    .filter(key -> key.user().equals(anew.whom().user()))
                    .map(Results.KeyInfo::keyId)
                    .toList();
            return new Results.Approved(anew.head().id(), anew.whom().user(), ended, List.of());
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Answer.Body sign(Statement.Sign sign, Optional<StatementCall.SigningRequest> request) {
        if (request.isEmpty() || !request.get().hashes().equals(sign.hashes())) {
            return new Answer.Body.Refused(Problem.of(ProblemCode.HASHES_DIFFER));
        }
        return done(new Results.Signed(
                sign.keyId(), sign.hashes().stream().map(this::signature).toList()));
    }

    private Bytes signature(Bytes hash) {
        var parts = new Bytes[signatureHashes];
        Arrays.fill(parts, hash.sha256());
        return Bytes.concat(parts);
    }

    private static Answer.Body done(Results.Result result) {
        return new Answer.Body.Done(result.toJson());
    }

    /** A key with a certificate of its own making. */
    Results.KeyInfo newKey(String user, String keyId, KeyAlgorithm algorithm) {
        var key = new Results.KeyInfo(
                user,
                keyId,
                algorithm,
                "enabled",
                List.of("device"),
                2,
                List.of(certificate("CN=花子"), certificate("CN=CA")));
        keys.put(keyId, key);
        return key;
    }

    private Bytes certificate(String subject) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var from = clock.instant();
            var holder = new JcaX509v3CertificateBuilder(
                            new X500Name("O=Natsuin,CN=CA"),
                            new BigInteger("1234567890abcdef", 16),
                            Date.from(from),
                            Date.from(from.plus(certificateLife)),
                            new X500Name(subject),
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return Bytes.of(holder.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized String hello(Bytes nonce) {
        reach();
        var checkpoint = new Checkpoint(Checkpoint.originOf(identityHash()), 0, Bytes.EMPTY.sha256());
        return new Hello(
                        identityHash(),
                        nonce,
                        clock.instant(),
                        sealingKey().sign(identity),
                        logKey.publicKey(),
                        checkpoint.sign(logKey))
                .sign(identity);
    }

    @Override
    public String descriptor(DescriptorCall call) {
        hanging.ifPresent(Runnable::run);
        return signedDescriptor(call);
    }

    private synchronized String signedDescriptor(DescriptorCall call) {
        reach();
        descriptors++;
        var from = clock.instant().plus(ahead);
        return new Descriptor(signer().publicKey(), call.url(), call.tlsKeys(), from, from.plus(Duration.ofDays(7)))
                .sign(signer());
    }

    @Override
    public synchronized Optional<Bytes> consistency(ConsistencyCall call) {
        reach();
        return call.second() > 8
                ? Optional.empty()
                : Optional.of(ConsistencyCall.proof(List.of(Bytes.utf8("a hash").sha256())));
    }

    @Override
    public synchronized Optional<Bytes> successions(EpochsCall call) {
        return epochs(call);
    }

    @Override
    public synchronized Optional<Bytes> epochs(EpochsCall call) {
        reach();
        var entry = new LogEntry(4, Bytes.utf8("leaf"), Bytes.utf8("salt").sha256(), Bytes.utf8("record"), List.of());
        return call.size() > 8 ? Optional.empty() : Optional.of(EpochsCall.entries(List.of(entry)));
    }

    @Override
    public Optional<Bytes> publication(String name) {
        hanging.ifPresent(Runnable::run);
        return published(name);
    }

    private synchronized Optional<Bytes> published(String name) {
        reach();
        publications++;
        return switch (name) {
            case "ca.cer" -> Optional.of(CA_CERTIFICATE);
            case "ca.crl" -> Optional.of(REVOCATION_LIST);
            case "ca-2.cer", "ca-2.crl", "ca-2-link.cer" -> Optional.of(Bytes.utf8(name));
            default -> Optional.empty();
        };
    }

    /** Not synchronized: tests hold some back while others ask. */
    @Override
    public Bytes ocsp(Bytes request) {
        reach();
        heldBack();
        return Bytes.utf8("status of " + request.toHex());
    }

    @Override
    public Bytes timestamp(Bytes request) {
        reach();
        heldBack();
        return Bytes.utf8("time of " + request.toHex());
    }
}
