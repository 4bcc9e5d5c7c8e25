package dev.natsuin.sgm.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long log: appends stay as cheap as they were, proofs short, starts quick. Size: {@code -Dnatsuin.log.entries=N}.
 */
@EnabledIfSystemProperty(named = "natsuin.log.entries", matches = "[1-9][0-9]+")
class LogAtScaleTest {
    private static final int BATCH = 1000;
    private static final int CHAINS = 500;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void appends_stay_flat_proofs_short_and_starts_quick() {
        var entries = Long.getLong("natsuin.log.entries", 0);
        try (var sgm = new TestSgm(folder)) {
            sgm.createKey(sgm.newSigner(), KeyAlgorithm.P_256);
            sgm.whileClosed(() -> grow(entries, sgm));
            var begun = System.nanoTime();
            sgm.reopen();
            var startMs = (System.nanoTime() - begun) / 1e6;
            System.out.printf("stop and start of the SGM: %.0f ms%n", startMs);
            assertThat(startMs).isLessThan(3000);
            sgm.whileClosed(() -> prove(entries));
        }
    }

    private interface Use {
        void of(Records records, SignatureLog log, ServiceKeys keys);
    }

    private void with(Use use) {
        try (var vault = Vault.open(folder.resolve("vault.key"), random);
                var database = Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
                var keys = keys(database, vault);
                var guard = new RowGuard(keys.rowKey(), random)) {
            use.of(new SqlRecords(database, guard), new SignatureLog(keys.identityHash(), keys.log(), random), keys);
        }
    }

    private ServiceKeys keys(Database database, Vault vault) {
        try (var nobodys = dev.natsuin.protocol.bytes.Secret.taking(new byte[32]);
                var guard = new RowGuard(nobodys, random)) {
            return new SqlRecords(database, guard).read(rows -> ServiceKeys.open(rows, vault));
        }
    }

    private void grow(long entries, TestSgm sgm) {
        with((records, log, keys) -> {
            var time = sgm.now().truncatedTo(ChronoUnit.SECONDS);
            for (var size = records.read(rows -> rows.logSize()); size < entries; ) {
                var from = size;
                var begun = System.nanoTime();
                size = records.write(rows -> {
                    for (var i = 0; i < BATCH; i++) {
                        log.append(rows, entry(from + i, time));
                    }
                    return from + BATCH;
                });
                if (Long.bitCount(from / BATCH) <= 1 || size >= entries) {
                    System.out.printf(
                            "at %,d entries: %.3f ms for an append%n", from, (System.nanoTime() - begun) / 1e6 / BATCH);
                }
            }
        });
    }

    private static SignatureLog.Entry entry(long number, java.time.Instant time) {
        var chain = String.format("%032x", number % CHAINS + 1);
        var record = JsonObject.with("type", "sign")
                .and("keyId", chain)
                .and("hashes", "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg" + number)
                .build();
        return new SignatureLog.Entry(
                Leaf.Type.SIGN, time, chain, chain.substring(16), "d".repeat(32), 1, "device", 1, record);
    }

    private void prove(long entries) {
        with((records, log, keys) -> {
            for (var index : List.of(1L, entries / 3, entries / 2, entries - 1, entries / 3 + 7)) {
                var begun = System.nanoTime();
                records.read(rows -> log.proven(rows, List.of(rows.logRow(index))));
                var ms = (System.nanoTime() - begun) / 1e6;
                System.out.printf("proof of entry %,d: %.2f ms%n", index, ms);
                if (index > 1) {
                    assertThat(ms).isLessThan(5);
                }
            }
            var faults = new Faults();
            var begun = System.nanoTime();
            records.read(rows -> {
                new LogVerification(log.origin(), Epochs.one(log.key())).verify(rows, (row, leaf) -> {}, faults);
                return true;
            });
            var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            System.out.printf(
                    "whole log verified in %.1f s, %d MiB of heap in use%n",
                    (System.nanoTime() - begun) / 1e9, used >> 20);
            assertThat(faults.all()).isEmpty();
        });
    }
}
