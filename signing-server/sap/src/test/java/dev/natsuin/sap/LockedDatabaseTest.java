package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else has the SAP's database open and locked, as a backup program may. Waits for SQLite's ten seconds. */
@Tag("long")
final class LockedDatabaseTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void the_sap_says_that_it_is_busy_and_for_how_long_and_takes_the_same_octets_when_it_is_free() throws SQLException {
        try (var sap = new RunningSap(folder)) {
            var desk = sap.enrolled(Role.SIGNER);
            var token = desk.token();
            var head = desk.head();
            var body = JsonObject.empty()
                    .and("sealed", desk.sealed(new Statement.CreateKey(head, KeyAlgorithm.P_256, List.of("device"))))
                    .and("kind", "create-key")
                    .build()
                    .toBytes()
                    .toUtf8();
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Sap.DATABASE_FILE));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                var refused = sap.post("/api/v1/statements", body, token);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.problem()).isEqualTo("server-busy");
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                statement.execute("ROLLBACK");
            }
            assertThat(sap.post("/api/v1/statements", body, token).status()).isEqualTo(200);
            assertThat(sap.post("/csc/v2/credentials/list", "{}", token).text()).contains(head.id());
        }
    }
}
