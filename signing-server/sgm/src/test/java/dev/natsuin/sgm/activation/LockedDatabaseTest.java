package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else has the SGM's database open and locked, as a backup program may. Waits for SQLite's ten seconds. */
@Tag("long")
final class LockedDatabaseTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void the_sgm_says_that_it_is_busy_spends_nothing_and_signs_the_same_octets_when_it_is_free() throws SQLException {
        try (var sgm = new TestSgm(folder)) {
            var signer = sgm.newSigner();
            var key = sgm.createKey(signer, KeyAlgorithm.P_256);
            var order = sgm.order(signer, key, TestSgm.hash("while it is locked"));
            var sealed = signer.seal(order, sgm);
            var request = Optional.of(TestSgm.requestOf(order));
            var entries = Sgm.verifyLog(sgm.settings()).entries();
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sgm.db"));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                assertThat(sgm.begin(sealed, request).status()).isEqualTo(LinkAnswer.Status.BUSY);
                statement.execute("ROLLBACK");
            }
            assertThat(Sgm.verifyLog(sgm.settings()).entries()).isEqualTo(entries);

            TestSgm.done(sgm.send(sealed, request));
            assertThat(Sgm.verifyLog(sgm.settings()).entries()).isEqualTo(entries + 1);
            assertThat(Sgm.verifyLog(sgm.settings()).faults()).isEmpty();
        }
    }
}
