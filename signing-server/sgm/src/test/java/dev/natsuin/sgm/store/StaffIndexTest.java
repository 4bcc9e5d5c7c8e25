package dev.natsuin.sgm.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staff among very many people: nobody else is read for it. */
final class StaffIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    private static PersonRow staff(String user, Role role, Instant admitted) {
        return new PersonRow(
                user, role, PersonRow.State.ACTIVE, Optional.empty(), Optional.empty(), 1, "console", admitted);
    }

    /** The signers' rows have no MAC that holds: to read one of them is to fail. */
    @Test
    void among_many_signers_staff_is_found_by_its_index_in_the_order_it_was_admitted() {
        try (var key = Secret.taking(new byte[32]);
                var guard = new RowGuard(key, random);
                var database = Database.open(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"))) {
            var records = new SqlRecords(database, guard);
            records.write(rows -> {
                rows.put(staff("ff000000000000c2", Role.OFFICER, NOW));
                rows.put(staff("ff000000000000c1", Role.ADMINISTRATOR, NOW.minusSeconds(1)));
                return rows;
            });
            database.change(handle -> handle.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 5000) INSERT INTO person (user, role, state, subject, algorithm, level, admitted_by,"
                    + " admitted, mac) SELECT printf('%016x', i), 'signer', 'ACTIVE', 'CN=x', 'P-256', 1, 'x', i,"
                    + " zeroblob(32) FROM n"));
            records.write(rows -> {
                rows.put(staff("ff000000000000c3", Role.AUDITOR, NOW));
                return rows;
            });

            var staff = records.read(Rows::staff);
            List<String> plan = database.read(handle -> handle.createQuery("EXPLAIN QUERY PLAN " + SqlRows.STAFF)
                    .map((row, context) -> row.getString("detail"))
                    .list());

            assertThat(staff)
                    .extracting(PersonRow::user)
                    .containsExactly("ff000000000000c1", "ff000000000000c2", "ff000000000000c3");
            assertThat(plan).containsExactly("SCAN person USING INDEX person_staff");
        }
    }
}
