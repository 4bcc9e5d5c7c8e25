package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogEpoch;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server comes back with another log key: its log is believed only if it is proven to be the one this desk knew. */
class EpochLinkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes SGM = Bytes.utf8("an sgm").sha256();
    private static final String ORIGIN = Checkpoint.originOf(SGM);
    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

    @TempDir
    private Path folder;

    private final SigningSeed oldKey = SigningSeed.random(RANDOM);
    private final SigningSeed newKey = SigningSeed.random(RANDOM);

    /** A log in memory. */
    private static final class Log implements LogWatch.Proofs {
        private final List<Bytes> leaves = new ArrayList<>();
        private final List<LogEntry> restores = new ArrayList<>();

        Log copy() {
            var copy = new Log();
            copy.leaves.addAll(leaves);
            copy.restores.addAll(restores);
            return copy;
        }

        Log add(String... texts) {
            List.of(texts).forEach(text -> leaves.add(Bytes.utf8(text)));
            return this;
        }

        private Bytes node(int level, long place) {
            return level == 0
                    ? Merkle.leafHash(leaves.get((int) place))
                    : Merkle.nodeHash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1));
        }

        Checkpoint checkpoint() {
            return new Checkpoint(ORIGIN, leaves.size(), Merkle.root(leaves.size(), this::node));
        }

        /** As the console writes it. */
        Log restore(int epoch, SigningSeed before, SigningSeed after, String backup) {
            var record = JsonObject.with("type", "restore")
                    .and("user", "0011223344556677")
                    .and("epoch", epoch)
                    .and("previousLogKey", before.publicKey().encoded())
                    .and("logKey", after.publicKey().encoded())
                    .and("backup", backup)
                    .and("known", backup)
                    .build()
                    .toBytes();
            var salt = SGM;
            var leaf = new Leaf(
                            Leaf.Type.RESTORE,
                            NOW,
                            Leaf.CONSOLE,
                            2,
                            0,
                            Leaf.CONSOLE,
                            1,
                            "console",
                            0,
                            Leaf.recordHash(salt, record))
                    .toBytes();
            restores.add(new LogEntry(leaves.size(), leaf, salt, record, List.of()));
            leaves.add(leaf);
            return this;
        }

        @Override
        public List<Bytes> between(long first, long second) {
            return Merkle.consistencyProof(first, second, this::node);
        }

        @Override
        public List<LogEntry> epochs(long size) {
            return restores.stream()
                    .map(e -> new LogEntry(
                            e.index(),
                            e.leaf(),
                            e.salt(),
                            e.record(),
                            Merkle.inclusionProof(e.index(), size, this::node)))
                    .toList();
        }
    }

    private final Log backup = new Log().add("a", "b", "c");

    private Profile profile() {
        return Profile.in(folder.resolve("profile"));
    }

    /** This desk meets the log of now, having kept the older. */
    private LogMemory meets(Log now, SigningSeed key, Log kept) throws Refusal {
        var profile = profile();
        profile.keep(LogMemory.first(SGM, oldKey.publicKey(), kept.checkpoint().sign(oldKey), NOW.minusSeconds(60)));
        var watch = new LogWatch(SGM, profile, now);
        watch.newest(key.publicKey(), now.checkpoint().sign(key), NOW, profile.log());
        return profile.log().orElseThrow();
    }

    private Log restored() {
        return backup.copy().restore(2, oldKey, newKey, backup.checkpoint().sign(oldKey));
    }

    private static void notBelieved(ThrowingCallable meeting) {
        assertThatThrownBy(meeting)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    @Test
    void a_log_restored_with_all_that_this_desk_had_seen_goes_on_and_is_told() throws Exception {
        var now = restored().add("e");
        var memory = meets(now, newKey, new Log().add("a", "b"));

        assertThat(memory.logKey()).isEqualTo(newKey.publicKey());
        assertThat(memory.epochs()).containsExactly(new LogEpoch(2, NOW, 3, 0, oldKey.publicKey()));
        assertThat(profile().log()).contains(memory);
    }

    @Test
    void entries_that_this_desk_had_seen_and_the_backup_lacks_are_counted() throws Exception {
        var memory = meets(restored(), newKey, backup.copy().add("lost", "lost too"));

        assertThat(memory.epochs())
                .extracting(LogEpoch::size, LogEpoch::lost)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(3L, 2L));
    }

    @Test
    void running_numbers_stay_known_unless_entries_are_lost() throws Exception {
        var numbers = java.util.Map.of("00".repeat(16), 7L);
        var memory = LogMemory.first(
                        SGM, oldKey.publicKey(), backup.checkpoint().sign(oldKey), NOW)
                .confirmed(numbers, NOW);
        var note = restored().checkpoint().sign(newKey);

        assertThat(memory.restored(
                                newKey.publicKey(), note, NOW, List.of(new LogEpoch(2, NOW, 3, 0, oldKey.publicKey())))
                        .heads())
                .isEqualTo(numbers);
        assertThat(memory.restored(
                                newKey.publicKey(), note, NOW, List.of(new LogEpoch(2, NOW, 3, 1, oldKey.publicKey())))
                        .heads())
                .isEmpty();
    }

    @Test
    void two_restores_that_this_desk_slept_through_are_followed() throws Exception {
        var third = SigningSeed.random(RANDOM);
        var now = restored().add("e");
        now.restore(3, newKey, third, now.checkpoint().sign(newKey));

        assertThat(meets(now, third, backup).epochs())
                .extracting(LogEpoch::number)
                .containsExactly(2, 3);
    }

    /** The first restore's epoch ends in no entry: the second was from a backup that was older than the first. */
    @Test
    void a_second_restore_from_an_older_backup_goes_on_behind_an_epoch_before_and_tells_what_is_lost()
            throws Exception {
        meets(restored().add("e", "f"), newKey, backup);
        var third = SigningSeed.random(RANDOM);
        var older = new Log().add("a", "b");
        var now = older.copy().restore(2, oldKey, third, older.checkpoint().sign(oldKey));

        var memory = meetsNow(now, third);

        assertThat(memory.logKey()).isEqualTo(third.publicKey());
        assertThat(memory.epochs())
                .extracting(LogEpoch::size, LogEpoch::lost)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3L, 0L), org.assertj.core.groups.Tuple.tuple(2L, 4L));
    }

    @Test
    void behind_a_newer_backup_of_the_epoch_before_all_since_the_first_restore_is_lost() throws Exception {
        meets(restored().add("e", "f"), newKey, backup);
        var third = SigningSeed.random(RANDOM);
        var newer = backup.copy().add("d");
        var now = newer.copy().restore(2, oldKey, third, newer.checkpoint().sign(oldKey));

        assertThat(meetsNow(now, third).epochs()).extracting(LogEpoch::lost).containsExactly(0L, 3L);
    }

    @Test
    void behind_a_key_that_this_desk_never_knew_it_is_not_believed() throws Exception {
        meets(restored().add("e", "f"), newKey, backup);
        var third = SigningSeed.random(RANDOM);
        var stranger = SigningSeed.random(RANDOM);
        var now = backup.copy().restore(2, stranger, third, backup.checkpoint().sign(stranger));

        notBelieved(() -> meetsNow(now, third));
    }

    /** This desk meets the log of now with what it has kept. */
    private LogMemory meetsNow(Log now, SigningSeed key) throws Refusal {
        var profile = profile();
        var watch = new LogWatch(SGM, profile, now);
        watch.newest(key.publicKey(), now.checkpoint().sign(key), NOW, profile.log());
        return profile.log().orElseThrow();
    }

    @Test
    void a_note_of_the_epoch_before_still_counts_within_the_backup_and_not_beyond() throws Exception {
        var memory = meets(restored(), newKey, backup);
        var within = new Log().add("a", "b").checkpoint().sign(oldKey);
        var beyond = backup.copy().add("x").checkpoint().sign(oldKey);

        assertThat(memory.own(within)).isPresent();
        assertThat(memory.own(beyond)).isEmpty();
    }

    @Test
    void another_key_without_a_restore_is_not_believed() {
        notBelieved(() -> meets(backup.copy().add("d"), newKey, backup));
    }

    @Test
    void a_restore_that_names_another_key_before_or_after_is_not_believed() {
        var stranger = SigningSeed.random(RANDOM);
        var note = backup.checkpoint().sign(oldKey);
        notBelieved(() -> meets(backup.copy().restore(2, stranger, newKey, note), newKey, backup));
        notBelieved(() -> meets(backup.copy().restore(2, oldKey, stranger, note), newKey, backup));
    }

    @Test
    void a_restore_whose_backup_the_old_key_did_not_sign_is_not_believed() {
        var forged = backup.checkpoint().sign(newKey);
        notBelieved(() -> meets(backup.copy().restore(2, oldKey, newKey, forged), newKey, backup));
    }

    @Test
    void a_restore_that_does_not_stand_directly_behind_the_backup_is_not_believed() {
        var note = backup.checkpoint().sign(oldKey);
        notBelieved(() -> meets(backup.copy().add("slipped in").restore(2, oldKey, newKey, note), newKey, backup));
    }

    @Test
    void a_log_whose_past_is_another_is_not_believed_although_the_old_key_signed_both() {
        var other = new Log().add("a", "forged", "c");
        var now = other.copy().restore(2, oldKey, newKey, other.checkpoint().sign(oldKey));
        notBelieved(() -> meets(now, newKey, new Log().add("a", "b")));

        var told = new Log().add("a", "x", "c");
        told.restore(2, oldKey, newKey, backup.checkpoint().sign(oldKey));
        notBelieved(() -> meets(told, newKey, backup));
    }

    @Test
    void an_entry_that_is_not_in_the_log_or_no_act_of_the_console_is_not_believed() throws Exception {
        var now = restored();
        var hidden = backup.copy().add("another");
        hidden.restores.addAll(now.restores);
        notBelieved(() -> meets(hidden, newKey, backup));
        assertThat(profile().log().orElseThrow().logKey()).isEqualTo(oldKey.publicKey());
    }
}
