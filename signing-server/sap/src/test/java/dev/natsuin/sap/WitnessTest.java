package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
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
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.store.SqlSeenLog;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.Witness;
import dev.natsuin.storage.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 10: an SGM shows one log to one and another to the other; both get it through the SAP. */
final class WitnessTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private final LyingSgm sgm = new LyingSgm();
    private Database database;
    private Witness witness;

    @BeforeEach
    void a_witness_that_saw_three_entries() {
        database = SapDatabase.made(folder.resolve("sap.db"));
        witness = witness();
        sgm.log.grow(3);
        assertThat(cosigns()).isPresent();
    }

    @AfterEach
    void close() {
        witness.close();
        database.close();
    }

    private Witness witness() {
        var log = new LogQueries(sgm);
        var seen = new SqlSeenLog(database);
        var growth = new LogGrowth(log, seen, sgm.identityHash());
        var descriptors = new Descriptors(
                sgm,
                new FollowedIdentity(sgm.identityHash(), sgm, log, growth, new SqlSeenIdentity(database), RANDOM),
                () -> new DescriptorCall(
                        "https://sign.example", List.of(Bytes.utf8("tls").sha256())),
                () -> NOW);
        return new Witness(descriptors, growth, seen, sgm.identityHash(), () -> NOW, RANDOM);
    }

    /** When the checkpoint of now was cosigned. */
    private Optional<Instant> cosigns() {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        var note = witness.cosigned(sgm.hello(nonce), nonce);
        assertThat(note).startsWith(sgm.checkpoint());
        assertThat(Checkpoint.open(note, sgm.origin(), sgm.logKey.publicKey())).isPresent();
        return Cosignature.time(note, Cosignature.nameOf(sgm.identityHash()), witness.key());
    }

    private void refuses() {
        assertThatThrownBy(this::cosigns).isInstanceOf(SgmNotBelieved.class);
    }

    /** A log as it is, or as somebody says that it is. */
    private static final class Log {
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

    /** An SGM whose operator has its keys and says of its log whatever suits. */
    private static final class LyingSgm implements SgmGateway {
        private final SigningSeed first = SigningSeed.random(RANDOM);
        private SigningSeed identity = first;
        private SigningSeed logKey = SigningSeed.random(RANDOM);
        private Log log = new Log();
        private List<LogEntry> epochs = List.of();
        private List<Renewal> renewals = List.of();
        private boolean shows = true;

        Bytes identityHash() {
            return Identity.hashOf(first.publicKey());
        }

        /** An entry of a new identity key, without its proof. */
        private record Renewal(long index, Bytes leaf, Bytes salt, Bytes record) {}

        private static StatementHead head(Bytes sgm, String user, String id) {
            return new StatementHead(sgm, user, "1".repeat(32), id.repeat(32), NOW, NOW.plusSeconds(60));
        }

        /** A new identity key as two administrators order it. */
        void renew() {
            var request = StatementText.write(new Statement.RenewIdentity(
                    head(identityHash(), "a".repeat(16), "a"), Identity.hashOf(identity.publicKey())));
            var approval =
                    StatementText.write(new Statement.Approve(head(identityHash(), "b".repeat(16), "b"), request));
            var next = SigningSeed.random(RANDOM);
            var signed = new Succession(
                            identityHash(),
                            renewals.size() + 1,
                            identity.publicKey(),
                            next.publicKey(),
                            NOW,
                            request.sha256(),
                            approval.sha256())
                    .sign(identity, next);
            var record = JsonObject.with("type", "renew-identity")
                    .and("user", "b".repeat(16))
                    .and("statement", approval)
                    .and("succession", signed)
                    .build()
                    .toBytes();
            var salt = Bytes.utf8("salt").sha256();
            var leaf = new Leaf(
                            Leaf.Type.RENEW_IDENTITY,
                            NOW,
                            "1".repeat(32),
                            1,
                            -1,
                            "1".repeat(32),
                            2,
                            "device",
                            0,
                            Leaf.recordHash(salt, record))
                    .toBytes();
            renewals = Stream.concat(renewals.stream(), Stream.of(new Renewal(log.leaves.size(), leaf, salt, record)))
                    .toList();
            log.leaves.add(leaf);
            identity = next;
        }

        @Override
        public Optional<Bytes> successions(EpochsCall call) {
            return Optional.of(EpochsCall.entries(renewals.stream()
                    .filter(renewal -> shows && renewal.index() < call.size())
                    .map(renewal -> new LogEntry(
                            renewal.index(),
                            renewal.leaf(),
                            renewal.salt(),
                            renewal.record(),
                            Merkle.inclusionProof(renewal.index(), call.size(), log.nodes())))
                    .toList()));
        }

        String origin() {
            return Checkpoint.originOf(identityHash());
        }

        String checkpoint() {
            return log.checkpoint(origin()).sign(logKey);
        }

        @Override
        public String hello(Bytes nonce) {
            return new Hello(identityHash(), nonce, NOW, "a key", logKey.publicKey(), checkpoint()).sign(identity);
        }

        @Override
        public String descriptor(DescriptorCall call) {
            return new Descriptor(identity.publicKey(), call.url(), call.tlsKeys(), NOW, NOW.plus(Duration.ofDays(1)))
                    .sign(identity);
        }

        @Override
        public Optional<Bytes> consistency(ConsistencyCall call) {
            return call.second() > log.leaves.size()
                    ? Optional.empty()
                    : Optional.of(
                            ConsistencyCall.proof(Merkle.consistencyProof(call.first(), call.second(), log.nodes())));
        }

        @Override
        public Optional<Bytes> epochs(EpochsCall call) {
            return Optional.of(EpochsCall.entries(epochs));
        }

        /** Restores this log under another key, as the console would. */
        void restore(Log backup) {
            var newKey = SigningSeed.random(RANDOM);
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
                            NOW,
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
            var index = log.leaves.size() - 1;
            epochs = List.of(new LogEntry(
                    index, leaf, salt, record, Merkle.inclusionProof(index, log.leaves.size(), log.nodes())));
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
        public Bytes publication(String name) {
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
    }

    @Test
    void a_log_that_only_grows_is_cosigned_each_time_also_after_a_restart() {
        var key = witness.key();
        for (var i = 0; i < 4; i++) {
            assertThat(cosigns()).contains(NOW);
            sgm.log.grow(i);
        }
        witness.close();
        witness = witness();
        assertThat(cosigns()).contains(NOW);
        assertThat(witness.key()).isEqualTo(key);
    }

    @Test
    void a_new_identity_key_that_the_log_proves_is_followed_and_known_after_a_restart() {
        sgm.renew();
        assertThat(cosigns()).contains(NOW);
        sgm.renew();
        sgm.log.grow(2);
        assertThat(cosigns()).contains(NOW);

        witness.close();
        witness = witness();
        sgm.shows = false;

        assertThat(cosigns()).contains(NOW);
        assertThat(new SqlSeenIdentity(database).successions()).hasSize(2);
    }

    /** Whoever stole the old key signs with it, and the log goes on. */
    @Test
    void what_a_replaced_identity_key_signs_is_not_handed_on() {
        sgm.renew();
        assertThat(cosigns()).isPresent();

        sgm.identity = sgm.first;

        refuses();
        witness.close();
        witness = witness();
        refuses();
    }

    @Test
    void a_new_identity_key_that_no_entry_of_the_log_tells_of_is_not_followed() {
        sgm.renew();
        sgm.shows = false;

        refuses();
        assertThat(new SqlSeenIdentity(database).successions()).isEmpty();
    }

    @Test
    void a_new_identity_key_in_another_log_is_not_followed() {
        sgm.log = new Log();
        sgm.log.leaves.add(Bytes.utf8("another past"));
        sgm.log.grow(5);
        sgm.renew();

        refuses();
        assertThat(new SqlSeenIdentity(database).successions()).isEmpty();
    }

    @Test
    void of_two_successors_of_one_key_the_second_is_an_alarm() {
        var before = sgm.log.copy();
        sgm.renew();
        assertThat(cosigns()).isPresent();

        sgm.log = before;
        sgm.identity = sgm.first;
        sgm.renewals = List.of();
        sgm.renew();
        sgm.log.grow(3);

        refuses();
    }

    @Test
    void row_10_of_two_logs_of_one_size_the_second_is_not_cosigned_and_not_handed_on() {
        var forSigner = sgm.log.copy();
        var forAuditor = sgm.log.copy();
        forSigner.grow(2);
        forAuditor.leaves.add(Bytes.utf8("another"));
        forAuditor.grow(1);
        sgm.log = forSigner;
        assertThat(cosigns()).isPresent();

        sgm.log = forAuditor;

        refuses();
    }

    @Test
    void row_10_a_log_that_parted_from_the_one_that_was_seen_is_not_cosigned_however_far_it_grew() {
        var other = new Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.log = other;

        refuses();
        witness.close();
        witness = witness();
        refuses(); // what was seen is kept
    }

    @Test
    void row_10_a_shorter_log_of_another_past_is_not_cosigned() {
        sgm.log = new Log();
        sgm.log.leaves.add(Bytes.utf8("another"));

        refuses();
    }

    @Test
    void a_checkpoint_that_was_asked_for_before_another_and_comes_after_it_is_cosigned() {
        var earlier = sgm.log.copy();
        sgm.log.grow(5);
        assertThat(cosigns()).isPresent();
        var later = sgm.log;
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        sgm.log = earlier;
        var hello = sgm.hello(nonce);
        sgm.log = later;

        assertThat(witness.cosigned(hello, nonce)).contains("natsuin-sap/");
    }

    @Test
    void row_10_the_same_log_under_another_key_without_a_restore_is_not_cosigned() {
        sgm.logKey = SigningSeed.random(RANDOM);

        refuses();
    }

    @Test
    void a_restored_log_is_cosigned_under_its_new_key_also_where_entries_are_lost() {
        var backup = sgm.log.copy();
        sgm.log.grow(4);
        assertThat(cosigns()).isPresent();

        sgm.restore(backup);

        assertThat(cosigns()).isPresent();
        sgm.log.grow(2);
        assertThat(cosigns()).isPresent();
    }

    @Test
    void row_10_a_restore_of_another_log_is_not_cosigned() {
        var other = new Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.restore(other);

        refuses();
    }

    /** The first restore was seen here, the second goes on behind the epoch before it. */
    private void aSecondRestoreFromAnOlderBackup() {
        var first = sgm.logKey;
        var older = sgm.log.copy();
        sgm.log.grow(2);
        sgm.restore(sgm.log.copy());
        assertThat(cosigns()).isPresent();
        sgm.logKey = first;
        sgm.restore(older);
    }

    private Witness.TakenUp takesUp(String fingerprint) {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        return witness.takeUp(sgm.hello(nonce), nonce, fingerprint);
    }

    private String fingerprint() {
        return Fingerprint.ofLog(sgm.identityHash(), sgm.logKey.publicKey());
    }

    @Test
    void row_10_a_second_restore_from_an_older_backup_is_cosigned_once_an_administrator_took_it_up() {
        aSecondRestoreFromAnOlderBackup();
        refuses();

        assertThat(takesUp(fingerprint())).isEqualTo(Witness.TakenUp.DONE);

        assertThat(cosigns()).isPresent();
        sgm.log.grow(2);
        witness.close();
        witness = witness();
        assertThat(cosigns()).isPresent();
        assertThat(takesUp(fingerprint())).isEqualTo(Witness.TakenUp.KNOWN);
    }

    @Test
    void row_10_under_another_fingerprint_than_was_read_out_it_is_not_taken_up() {
        aSecondRestoreFromAnOlderBackup();

        assertThat(takesUp("0123-4567-89AB-CDEF")).isEqualTo(Witness.TakenUp.OTHER_FINGERPRINT);

        refuses();
    }

    @Test
    void row_10_a_log_that_was_not_restored_is_taken_up_by_nobody() {
        var other = new Log();
        other.leaves.add(Bytes.utf8("another"));
        other.grow(9);
        sgm.log = other;
        assertThatThrownBy(() -> takesUp(fingerprint())).isInstanceOf(SgmNotBelieved.class);

        sgm.logKey = SigningSeed.random(RANDOM);

        assertThatThrownBy(() -> takesUp(fingerprint())).isInstanceOf(SgmNotBelieved.class);
        refuses();
    }

    @Test
    void row_10_a_restore_entry_of_another_log_is_taken_up_by_nobody() {
        aSecondRestoreFromAnOlderBackup();
        sgm.log.leaves.set(0, Bytes.utf8("another"));

        assertThatThrownBy(() -> takesUp(fingerprint())).isInstanceOf(SgmNotBelieved.class);
    }

    @Test
    void a_hello_to_another_question_is_not_cosigned() {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        var other = Bytes.utf8("0123456789abcdef");

        assertThatThrownBy(() -> witness.cosigned(sgm.hello(nonce), other)).isInstanceOf(SgmNotBelieved.class);
    }
}
