package dev.natsuin.sgm.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million people with a key each: orders of some of them, anywhere among the others, take as long as with a thousand,
 * and the SGM starts as quickly. Size: {@code -Dnatsuin.keys=N}.
 *
 * <p>Each of the others has the rows that a person with an RSA-3072 key has, each under its MAC; their entries are not
 * in the log, whose size {@code LogAtScaleTest} is about.
 */
@EnabledIfSystemProperty(named = "natsuin.keys", matches = "[1-9][0-9]+")
class KeysAtScaleTest {
    private static final int BATCH = 2_000;
    private static final int SIGNERS = 100;
    private static final int FEW = 1_000;
    private static final int ORDERS = 2_000;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    private record Signer(TestDevice device, Results.KeyInfo key) {}

    /** An SGM with some signers among many others. */
    private final class Crowd implements AutoCloseable {
        private final TestSgm sgm;
        private final long keys;
        private final List<Signer> signers = new ArrayList<>();

        Crowd(String name, long keys) throws IOException {
            this.keys = keys;
            sgm = new TestSgm(Files.createDirectory(folder.resolve(name)));
            for (int i = 0; i < SIGNERS; i++) {
                var device = sgm.newSigner();
                signers.add(new Signer(device, sgm.createKey(device, KeyAlgorithm.P_256)));
            }
            var pattern = sgm.newSigner();
            var key = sgm.createKey(pattern, KeyAlgorithm.RSA_3072);
            sgm.whileClosed(() -> grow(sgm.folder, pattern, key, keys - SIGNERS - 1));
        }

        double restarted() {
            var begun = System.nanoTime();
            sgm.reopen();
            return (System.nanoTime() - begun) / 1e6;
        }

        /** Milliseconds for an order of one hash by one of the signers. */
        double order(int number) {
            var signer = signers.get(random.nextInt(SIGNERS));
            var order = sgm.order(signer.device(), signer.key(), TestSgm.hash("order " + number));
            var sealed = signer.device().seal(order, sgm);
            var begun = System.nanoTime();
            var answer = sgm.send(sealed, order);
            var time = (System.nanoTime() - begun) / 1e6;
            TestSgm.done(answer);
            return time;
        }

        String size() throws IOException {
            return String.format("%,d keys, %,d MiB", keys, Files.size(sgm.folder.resolve("sgm.db")) >> 20);
        }

        @Override
        public void close() {
            sgm.close();
        }
    }

    /** The two take turns, so that what else the machine does meets both alike. */
    @Test
    void orders_and_starts_take_as_long_with_a_million_keys_as_with_a_thousand() throws Exception {
        try (var few = new Crowd("few", FEW);
                var many = new Crowd("many", Long.getLong("natsuin.keys", 0))) {
            var startMs = many.restarted();
            System.out.printf("stop and start of the SGM with %s: %.0f ms%n", many.size(), startMs);
            assertThat(startMs).isLessThan(3_000);
            var first = many.order(-1);
            turns(few, many); // Java compiles, pages come into memory
            var medians = turns(few, many);
            System.gc();
            var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            System.out.printf("%s: %.3f ms for an order, median of %,d%n", few.size(), medians[0], ORDERS);
            System.out.printf(
                    "%s: %.3f ms, the first after the start %.1f; ratio %.3f; %d MiB of heap for both%n",
                    many.size(), medians[1], first, medians[1] / medians[0], used >> 20);
        }
    }

    private static double[] turns(Crowd few, Crowd many) {
        var ofFew = new double[ORDERS];
        var ofMany = new double[ORDERS];
        for (int i = 0; i < ORDERS; i++) {
            ofFew[i] = few.order(i);
            ofMany[i] = many.order(i);
        }
        Arrays.sort(ofFew);
        Arrays.sort(ofMany);
        return new double[] {ofFew[ORDERS / 2], ofMany[ORDERS / 2]};
    }

    private void grow(Path where, TestDevice pattern, Results.KeyInfo key, long more) {
        with(where, records -> {
            var begun = System.nanoTime();
            for (long made = 0; made < more; made += BATCH) {
                long batch = Math.min(BATCH, more - made);
                records.write(rows -> {
                    var person = rows.person(pattern.user).orElseThrow();
                    var device = rows.device(pattern.id()).orElseThrow();
                    var first = rows.key(key.keyId()).orElseThrow();
                    for (long i = 0; i < batch; i++) {
                        var user = Ids.newPersonId(random);
                        var keyId = Ids.newId(random);
                        rows.put(another(person, user));
                        rows.put(another(device, user, Ids.newId(random)));
                        rows.put(another(first, user, keyId));
                        rows.put(new ChainRow(keyId, user, 1, 1));
                    }
                    return batch;
                });
            }
            System.out.printf("%,d people more in %.0f s%n", more, (System.nanoTime() - begun) / 1e9);
        });
    }

    private static PersonRow another(PersonRow like, String user) {
        return new PersonRow(
                user,
                like.role(),
                like.state(),
                like.subject(),
                like.algorithm(),
                like.level(),
                like.admittedBy(),
                like.admitted());
    }

    private static DeviceRow another(DeviceRow like, String user, String id) {
        return new DeviceRow(
                id,
                user,
                like.deviceKey(),
                like.activationKey(),
                like.sealWrap(),
                0,
                List.of(),
                false,
                like.enrolled());
    }

    private static KeyRow another(KeyRow like, String user, String id) {
        return new KeyRow(
                id,
                user,
                like.algorithm(),
                like.methods(),
                like.level(),
                like.state(),
                like.kekEpoch(),
                like.publicKey(),
                like.sealed(),
                like.certificate(),
                like.notAfter(),
                like.created());
    }

    private interface Use {
        void of(Records records);
    }

    private void with(Path where, Use use) {
        try (var vault = Vault.open(where.resolve("vault.key"), random);
                var database = Database.openExisting(where.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
                var keys = keys(database, vault);
                var guard = new RowGuard(keys.rowKey(), random)) {
            use.of(new SqlRecords(database, guard));
        }
    }

    private ServiceKeys keys(Database database, Vault vault) {
        try (var nobodys = Secret.taking(new byte[32]);
                var guard = new RowGuard(nobodys, random)) {
            return new SqlRecords(database, guard).read(rows -> ServiceKeys.open(rows, vault));
        }
    }
}
