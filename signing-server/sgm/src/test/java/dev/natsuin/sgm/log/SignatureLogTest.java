package dev.natsuin.sgm.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the log in memory: right whatever was taken back, and whatever became of the rows meanwhile. */
class SignatureLogTest {
    private static final String CHAIN = "c".repeat(32);

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Instant now;
    private Records records;
    private ServiceKeys keys;
    private SignatureLog log;

    @BeforeEach
    void a_log_with_its_first_entries() {
        try (var sgm = new TestSgm(folder)) {
            now = sgm.now();
        }
        var vault = kept(Vault.open(folder.resolve("vault.key"), random));
        var database = kept(Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm")));
        try (var nobodys = Secret.taking(new byte[32]);
                var guard = new RowGuard(nobodys, random)) {
            keys = kept(new SqlRecords(database, guard).read(rows -> ServiceKeys.open(rows, vault)));
        }
        records = new SqlRecords(database, kept(new RowGuard(keys.rowKey(), random)));
        log = started();
    }

    private <T extends AutoCloseable> T kept(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    /** As after a start of the process. */
    private SignatureLog started() {
        return new SignatureLog(keys.identityHash(), keys.log(), random);
    }

    private SignatureLog.Entry entry() {
        return new SignatureLog.Entry(
                Leaf.Type.SIGN,
                now,
                CHAIN,
                "u".repeat(16),
                "d".repeat(32),
                1,
                "device",
                1,
                JsonObject.with("type", "sign").build());
    }

    private Receipt appended() {
        return records.write(rows -> log.append(rows, entry()));
    }

    private Checkpoint checkpointOf(Receipt receipt) throws Malformed {
        var checkpoint =
                Checkpoint.open(receipt.checkpoint(), log.origin(), log.key()).orElseThrow();
        receipt.entry().proven(checkpoint);
        return checkpoint;
    }

    private List<String> faults() {
        var faults = new Faults();
        records.read(rows -> {
            new LogVerification(log.origin(), Epochs.one(log.key())).verify(rows, (row, leaf) -> {}, faults);
            return true;
        });
        return faults.all();
    }

    private void altered(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void every_entry_is_proven_under_its_own_checkpoint_also_across_starts() throws Malformed {
        var size = checkpointOf(appended()).size();
        for (var more = 1; more <= 20; more++) {
            if (more % 7 == 0) {
                log = started();
            }
            assertThat(checkpointOf(appended()).size()).isEqualTo(size + more);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void several_entries_of_one_transaction_follow_each_other() throws Malformed {
        var receipts = records.write(
                rows -> List.of(log.append(rows, entry()), log.append(rows, entry()), log.append(rows, entry())));
        for (var receipt : receipts) {
            checkpointOf(receipt);
        }
        assertThat(receipts.stream()
                        .map(r -> r.entry().index() - receipts.get(0).entry().index()))
                .containsExactly(0L, 1L, 2L);
        assertThat(faults()).isEmpty();
    }

    @Test
    void nothing_is_logged_with_a_clock_behind_the_newest_entry_whoever_asks_and_also_after_a_start() throws Malformed {
        var size = checkpointOf(appended()).size();
        for (var again = 0; again < 2; again++) {
            now = now.minusSeconds(1);
            assertThatThrownBy(this::appended)
                    .isInstanceOf(SgmFault.class)
                    .hasMessageContaining("behind the newest log entry");
            now = now.plusSeconds(1);
            log = started();
        }
        now = now.minusSeconds(1);
        assertThatThrownBy(this::appended).isInstanceOf(SgmFault.class);

        now = now.plusSeconds(1);
        assertThat(checkpointOf(appended()).size()).as("in the same second").isEqualTo(size + 1);
    }

    @Test
    void what_was_taken_back_is_not_built_upon() throws Malformed {
        var before = appended();
        assertThatThrownBy(() -> records.write(rows -> {
                    log.append(rows, entry());
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");

        var after = appended();

        assertThat(after.entry().index()).isEqualTo(before.entry().index() + 1);
        assertThat(Leaf.read(after.entry().leaf()).number())
                .isEqualTo(Leaf.read(before.entry().leaf()).number() + 1);
        checkpointOf(after);
        assertThat(faults()).isEmpty();
    }

    @Test
    void a_reader_of_what_was_before_does_not_make_the_log_forget_its_end() throws Malformed {
        appended();
        records.write(rows -> {
            log.append(rows, entry());
            // Another connection: it sees the state before this transaction.
            return records.read(old -> log.proven(old, List.of(old.logRow(0))));
        });
        checkpointOf(appended());
        assertThat(faults()).isEmpty();
    }

    @Test
    void a_hash_that_is_altered_meanwhile_does_not_part_the_log_from_what_was_seen() throws Exception {
        var seen = checkpointOf(appended());
        altered("UPDATE log_node SET hash = zeroblob(32)");

        var next = checkpointOf(appended());

        assertThat(next.size()).isEqualTo(seen.size() + 1);
        assertThat(faults()).as("and the log's check names it").isNotEmpty();
    }

    @Test
    void a_log_whose_hashes_were_altered_before_the_start_is_not_continued() throws Exception {
        appended();
        altered("UPDATE log_node SET hash = zeroblob(32)");
        log = started();

        assertThatThrownBy(this::appended).isInstanceOf(RowTampered.class);
    }
}
