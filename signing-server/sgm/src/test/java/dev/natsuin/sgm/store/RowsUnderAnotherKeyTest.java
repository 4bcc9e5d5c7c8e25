package dev.natsuin.sgm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.TombstoneRow;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More rows than are read at once come under another key, none twice and none not at all. How many of each kind:
 * {@code -Dnatsuin.rows=N}.
 */
final class RowsUnderAnotherKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final List<TombstoneRow.Kind> KINDS = List.copyOf(EnumSet.allOf(TombstoneRow.Kind.class));
    private static final int FEW = 1_001;
    private static final Bytes ABOUT = Bytes.utf8("a device");

    @TempDir
    private Path folder;

    private final int many = Integer.getInteger("natsuin.rows", FEW);
    private final SecureRandom random = new SecureRandom();
    private final RowGuard before = guard();
    private final RowGuard next = guard();
    private Database database;

    private RowGuard guard() {
        var octets = new byte[32];
        random.nextBytes(octets);
        try (var key = Secret.taking(octets)) {
            return new RowGuard(key, random);
        }
    }

    @BeforeEach
    void many_rows() {
        database = Database.open(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
        new SqlRecords(database, before).write(rows -> {
            for (int i = 0; i < many; i++) {
                var user = Ids.newPersonId(random);
                rows.put(new PersonRow(
                        user,
                        Role.SIGNER,
                        PersonRow.State.ACTIVE,
                        Optional.of("CN=" + i),
                        Optional.empty(),
                        2,
                        user,
                        NOW,
                        i % 2 == 0 ? Optional.empty() : Optional.of((long) i)));
                rows.put(new DeviceRow(
                        Ids.newId(random),
                        user,
                        Bytes.of(new byte[32]),
                        encrypted(before, "key " + i),
                        Bytes.of(new byte[92]),
                        0,
                        List.of(),
                        false,
                        NOW));
                rows.put(new TombstoneRow(KINDS.get(i % KINDS.size()), Ids.newId(random), NOW));
            }
            return many;
        });
    }

    @AfterEach
    void close() {
        database.close();
        before.close();
        next.close();
    }

    private static Bytes encrypted(RowGuard guard, String text) {
        try (var content = Secret.taking(Bytes.utf8(text).toArray())) {
            return guard.encrypt(ABOUT, content);
        }
    }

    private final class Anew implements Rows.Encrypted {
        @Override
        public DeviceRow anew(DeviceRow device) {
            try (var key = before.decrypt(ABOUT, device.activationKey())) {
                return device.withPin(next.encrypt(ABOUT, key), device.sealWrap());
            }
        }

        @Override
        public DeviceInvitationRow anew(DeviceInvitationRow invitation) {
            throw new AssertionError("there is none");
        }
    }

    private void renewed() {
        new SqlRecords(database, before)
                .write(rows -> rows.under(next, new Anew()).logSize());
    }

    private long readable(RowGuard guard) {
        return new SqlRecords(database, guard).read(rows -> rows.everyRow(key -> {}));
    }

    @Test
    void each_is_read_with_the_key_of_now_and_none_with_the_one_of_before() {
        var begun = System.nanoTime();
        renewed();
        if (many > FEW) {
            System.out.printf("%,d rows under another key in %.1f s%n", 3L * many, (System.nanoTime() - begun) / 1e9);
        }

        assertThat(readable(next)).isEqualTo(3L * many);
        assertThatThrownBy(() -> readable(before)).isInstanceOf(RowTampered.class);
        var people = new SqlRecords(database, next).read(Rows::people);
        assertThat(people).extracting(person -> person.subject().orElseThrow()).startsWith("CN=0", "CN=1", "CN=2");
    }

    @Test
    void what_is_encrypted_opens_under_the_key_of_now() {
        var device = new SqlRecords(database, before)
                .read(rows -> rows.devicesOf(rows.people().get(7).user()).get(0).device());

        renewed();

        var row =
                new SqlRecords(database, next).read(rows -> rows.device(device).orElseThrow());
        try (var key = next.decrypt(ABOUT, row.activationKey())) {
            assertThat(key.use(Bytes::of)).isEqualTo(Bytes.utf8("key 7"));
        }
        assertThatThrownBy(() -> before.decrypt(ABOUT, row.activationKey())).isInstanceOf(RowTampered.class);
    }
}
