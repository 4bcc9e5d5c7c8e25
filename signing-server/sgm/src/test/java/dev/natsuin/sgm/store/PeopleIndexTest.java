package dev.natsuin.sgm.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page among very many people: nobody before it or behind it is read for it. */
final class PeopleIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    private static PersonRow signer(String user, Instant admitted) {
        return new PersonRow(
                user,
                Role.SIGNER,
                PersonRow.State.INVITED,
                Optional.of("CN=x"),
                Optional.of(KeyAlgorithm.P_256),
                1,
                "x",
                admitted);
    }

    private static List<String> plan(Database database, String sql) {
        var named = sql.replace("user = ?", "user = 'x'").replace("LIMIT ?", "LIMIT 5");
        return database.read(handle -> handle.createQuery("EXPLAIN QUERY PLAN " + named)
                .map((row, context) -> row.getString("detail"))
                .list());
    }

    /** The rows before and behind have no MAC that holds: to read one of them is to fail. */
    @Test
    void a_page_is_found_by_its_index_in_the_order_of_admission_also_within_a_second() {
        try (var key = Secret.taking(new byte[32]);
                var guard = new RowGuard(key, random);
                var database = Database.open(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"))) {
            var records = new SqlRecords(database, guard);
            database.change(handle -> handle.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 5000) INSERT INTO person (user, role, state, subject, algorithm, level, admitted_by,"
                    + " admitted, mac) SELECT printf('%016x', i), 'signer', 'ACTIVE', 'CN=x', 'P-256', 1, 'x', i % 2 *"
                    + " 9999999999, zeroblob(32) FROM n"));
            records.write(rows -> {
                rows.put(signer("ff000000000000c4", NOW.plusSeconds(1)));
                rows.put(signer("ff000000000000c3", NOW));
                rows.put(signer("ff000000000000c1", NOW));
                rows.put(signer("ff000000000000c2", NOW));
                return rows;
            });

            var page = records.read(rows -> rows.peopleAfter(Optional.of("ff000000000000c3"), 3));

            assertThat(page)
                    .extracting(PersonRow::user)
                    .containsExactly("ff000000000000c1", "ff000000000000c2", "ff000000000000c4");
            assertThat(plan(database, SqlRows.FIRST_PEOPLE)).containsExactly("SCAN person USING INDEX person_admitted");
            assertThat(plan(database, SqlRows.NEXT_PEOPLE))
                    .contains("SEARCH person USING INDEX person_admitted (admitted>?)")
                    .noneMatch(step -> step.contains("SCAN person") || step.contains("TEMP B-TREE"));
        }
    }
}
