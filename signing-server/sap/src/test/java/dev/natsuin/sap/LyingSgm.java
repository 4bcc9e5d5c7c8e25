package dev.natsuin.sap;

import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmGateway;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An SGM whose operator has its keys and says of its log whatever suits. */
final class LyingSgm implements SgmGateway {
    private final SecureRandom random;
    private final InstantSource clock;
    final SigningSeed first;
    SigningSeed identity;
    SigningSeed logKey;
    Log log = new Log();
    List<Entry> epochs = List.of();
    List<Entry> renewals = List.of();
    boolean shows = true;
    /** Happens once, when the next proof of growth is asked for and before it is given. */
    Runnable meanwhile = () -> {};

    LyingSgm(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.first = SigningSeed.random(random);
        this.identity = first;
        this.logKey = SigningSeed.random(random);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    String logFingerprint() {
        return Fingerprint.ofLog(identityHash(), logKey.publicKey());
    }

    String identityFingerprint() {
        return Fingerprint.ofIdentity(Identity.hashOf(identity.publicKey()));
    }

    Bytes identityHash() {
        return Identity.hashOf(first.publicKey());
    }

    /** An entry without its proof. */
    record Entry(long index, Bytes leaf, Bytes salt, Bytes record) {}

    private StatementHead head(Bytes sgm, String user, String id) {
        return new StatementHead(sgm, user, "1".repeat(32), id.repeat(32), now(), now().plusSeconds(60));
    }

    /** A new identity key as two administrators order it. */
    void renew() {
        renew(identity);
    }

    /** The same, with the signature of whoever it is in the place of the key before. */
    void renew(SigningSeed signer) {
        var request = StatementText.write(new Statement.RenewIdentity(
                head(identityHash(), "a".repeat(16), "a"), Identity.hashOf(identity.publicKey())));
        var approval = StatementText.write(new Statement.Approve(head(identityHash(), "b".repeat(16), "b"), request));
        var next = SigningSeed.random(random);
        var signed = new Succession(
                        identityHash(),
                        renewals.size() + 1,
                        identity.publicKey(),
                        next.publicKey(),
                        now(),
                        request.sha256(),
                        approval.sha256())
                .sign(signer, next);
        var record = JsonObject.with("type", "renew-identity")
                .and("user", "b".repeat(16))
                .and("statement", approval)
                .and("succession", signed)
                .build()
                .toBytes();
        var salt = Bytes.utf8("salt").sha256();
        var leaf = new Leaf(
                        Leaf.Type.RENEW_IDENTITY,
                        now(),
                        "1".repeat(32),
                        1,
                        -1,
                        "1".repeat(32),
                        2,
                        "device",
                        0,
                        Leaf.recordHash(salt, record))
                .toBytes();
        renewals = Stream.concat(renewals.stream(), Stream.of(new Entry(log.leaves.size(), leaf, salt, record)))
                .toList();
        log.leaves.add(leaf);
        identity = next;
    }

    @Override
    public Optional<ProblemCode> peopleRefusal(SeesPeopleCall call) {
        return Optional.empty();
    }

    @Override
    public List<String> peopleLeft(PeopleLeftCall call) {
        return List.of();
    }

    @Override
    public Optional<Bytes> successions(EpochsCall call) {
        return Optional.of(EpochsCall.entries(shows ? proven(renewals, call.size()) : List.of()));
    }

    private List<LogEntry> proven(List<Entry> entries, long size) {
        return entries.stream()
                .filter(entry -> entry.index() < size)
                .map(entry -> new LogEntry(
                        entry.index(),
                        entry.leaf(),
                        entry.salt(),
                        entry.record(),
                        Merkle.inclusionProof(entry.index(), size, log.nodes())))
                .toList();
    }

    String origin() {
        return Checkpoint.originOf(identityHash());
    }

    String checkpoint() {
        return log.checkpoint(origin()).sign(logKey);
    }

    @Override
    public String hello(Bytes nonce) {
        return new Hello(identityHash(), nonce, now(), "a key", logKey.publicKey(), checkpoint()).sign(identity);
    }

    @Override
    public String descriptor(DescriptorCall call) {
        return new Descriptor(identity.publicKey(), call.url(), call.tlsKeys(), now(), now().plus(Duration.ofDays(1)))
                .sign(identity);
    }

    @Override
    public Optional<Bytes> consistency(ConsistencyCall call) {
        var happens = meanwhile;
        meanwhile = () -> {};
        happens.run();
        return call.second() > log.leaves.size()
                ? Optional.empty()
                : Optional.of(ConsistencyCall.proof(Merkle.consistencyProof(call.first(), call.second(), log.nodes())));
    }

    @Override
    public Optional<Bytes> epochs(EpochsCall call) {
        return Optional.of(EpochsCall.entries(proven(epochs, call.size())));
    }

    /** Restores this log under another key, as the console would. */
    void restore(Log backup) {
        var newKey = SigningSeed.random(random);
        var record = JsonObject.with("type", "restore")
                .and("user", "0".repeat(16))
                .and("epoch", 2)
                .and("previousLogKey", logKey.publicKey().encoded())
                .and("logKey", newKey.publicKey().encoded())
                .and("backup", backup.checkpoint(origin()).sign(logKey))
                .and("known", backup.checkpoint(origin()).sign(logKey))
                .build()
                .toBytes();
        var salt = Bytes.utf8("salt").sha256();
        var leaf = new Leaf(
                        Leaf.Type.RESTORE,
                        now(),
                        Leaf.CONSOLE,
                        1,
                        -1,
                        Leaf.CONSOLE,
                        1,
                        "console",
                        0,
                        Leaf.recordHash(salt, record))
                .toBytes();
        log = backup.copy();
        log.leaves.add(leaf);
        logKey = newKey;
        renewals = renewals.stream()
                .filter(renewal -> renewal.index() < backup.leaves.size())
                .toList();
        epochs = List.of(new Entry(log.leaves.size() - 1, leaf, salt, record));
    }

    @Override
    public Progress statement(StatementCall call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Progress outcome(Bytes sealedSha256) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Bytes> publication(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes ocsp(Bytes request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes timestamp(Bytes request) {
        throw new UnsupportedOperationException();
    }

    /** A log as it is, or as somebody says that it is. */
    static final class Log {
        final List<Bytes> leaves = new ArrayList<>();

        void grow(int by) {
            for (var i = 0; i < by; i++) {
                leaves.add(Bytes.utf8("leaf " + leaves.size()));
            }
        }

        Log copy() {
            var copy = new Log();
            copy.leaves.addAll(leaves);
            return copy;
        }

        Merkle.Nodes nodes() {
            return new Merkle.Nodes() {
                @Override
                public Bytes node(int level, long place) {
                    return level == 0
                            ? Merkle.leafHash(leaves.get((int) place))
                            : Merkle.nodeHash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1));
                }
            };
        }

        Checkpoint checkpoint(String origin) {
            return new Checkpoint(origin, leaves.size(), Merkle.root(leaves.size(), nodes()));
        }
    }
}
