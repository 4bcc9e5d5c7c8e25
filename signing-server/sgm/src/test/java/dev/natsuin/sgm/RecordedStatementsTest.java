package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever recorded sealed statements steals the SGM's whole folder, the vault's key among it, a week later. */
class RecordedStatementsTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;
    private Bytes recorded = Bytes.EMPTY;
    private List<Bytes> wrapped = List.of();

    @BeforeEach
    void a_statement_is_recorded() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        recorded = device.seal(order, sgm);
        TestSgm.done(sgm.send(recorded, order));
        sgm.whileClosed(() -> wrapped = wrappedSealingKeys());
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private List<Bytes> wrappedSealingKeys() {
        try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
            return database.rows("service_key").stream()
                    .filter(row -> row.id().startsWith("sealing-"))
                    .map(row -> Bytes.of((byte[]) row.value("wrapped")))
                    .toList();
        }
    }

    /** True if a sealing key that is kept, opened with the vault's key, opens what was recorded. */
    private boolean canBeOpened() {
        var random = new SecureRandom();
        try (var vault = Vault.open(folder.resolve("vault.key"), random);
                var database = Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"))) {
            var sealed = SealedStatement.read(recorded);
            var rows = Sgm.unguarded(database, random);
            for (var row : rows.read(r -> r.serviceKeys("sealing-"))) {
                var name = row.name() + "|" + row.from().getEpochSecond() + "|"
                        + row.until().getEpochSecond();
                try (var opening = Sealing.OpeningKey.taking(vault.unwrap(name, row.wrapped()))) {
                    var plain = opening.open(sealed.encapsulated(), sealed.ciphertext(), sgm.firstCode.identityHash());
                    if (plain.isPresent()) {
                        plain.get().close();
                        return true;
                    }
                }
            }
            return false;
        } catch (dev.natsuin.protocol.Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The files that hold a wrapped sealing key of that day, in rows or in what lies between them. */
    private List<String> filesWithTheKey() {
        var found = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (wrapped.stream()
                        .anyMatch(blob -> text.contains(new String(blob.toArray(), StandardCharsets.ISO_8859_1)))) {
                    found.add(String.valueOf(file.getFileName()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before its end the key is there: the search that finds nothing later finds it now. */
    @Test
    void on_the_day_itself_the_thief_opens_it() {
        sgm.whileClosed(() -> {
            assertThat(canBeOpened()).isTrue();
            assertThat(filesWithTheKey()).isNotEmpty();
        });
    }

    @Test
    void row_6_a_week_later_the_key_is_erased_and_opens_nothing_that_was_recorded() {
        sgm.clock.move(WEEK);
        sgm.sealingKey();

        sgm.whileClosed(() -> {
            assertThat(canBeOpened()).isFalse();
            assertThat(filesWithTheKey()).isEmpty();
        });
    }

    @Test
    void row_6_it_is_erased_although_nobody_asks_for_anything_all_the_week() {
        sgm.clock.move(WEEK);
        sgm.aMinutePasses();

        assertThat(filesWithTheKey()).isEmpty(); // while it serves
        sgm.whileClosed(() -> assertThat(canBeOpened()).isFalse());
    }

    @Test
    void row_6_of_a_server_that_stood_still_all_the_week_it_is_erased_when_it_starts() {
        sgm.whileClosed(() -> sgm.clock.move(WEEK));

        assertThat(filesWithTheKey()).isEmpty();
    }
}
