package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.log.Cosignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 10 at the desk: what whoever cosigns the log did not cosign is not believed. */
final class CosignedLogTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private int asks() {
        return typist.types("log", "checkpoint", "--json").exit();
    }

    @Test
    void the_cosigned_checkpoint_is_kept_and_written_for_comparison() throws Exception {
        assertThat(asks()).isZero();

        var kept = Files.readString(folder.resolve("profile/log.json"));
        assertThat(kept).contains("\"cosigner\"", "natsuin-sap/");
        var note = typist.types("log", "checkpoint", "--json").text(0, "note");
        assertThat(Cosignature.time(
                        note,
                        Cosignature.nameOf(fake.sgm.identityHash()),
                        fake.cosigner.orElseThrow().publicKey()))
                .contains(fake.sgm.now);
    }

    @Test
    void row_10_a_checkpoint_that_nobody_cosigned_is_not_believed_any_more() {
        fake.cosigner = Optional.empty();

        assertThat(asks()).isEqualTo(4);
    }

    @Test
    void row_10_a_checkpoint_that_somebody_else_cosigned_is_not_believed() {
        fake.cosigner = Optional.of(SigningSeed.random(new SecureRandom()));

        assertThat(asks()).isEqualTo(4);
    }

    @Test
    void row_10_a_cosignature_of_another_checkpoint_is_not_believed() {
        var key = fake.cosigner.orElseThrow();
        var name = Cosignature.nameOf(fake.sgm.identityHash());
        var note = Cosignature.added(fake.sgm.log.checkpoint(), name, key, fake.sgm.now);
        var line = note.substring(note.lastIndexOf("\u2014 "));
        assertThat(asks()).isZero();
        typist.types("keys", "create", "--algorithm", "p-256", "--pin-stdin"); // the log grows
        fake.cosignedLie = told -> told.substring(0, told.lastIndexOf("\u2014 ")) + line;
        assertThat(asks()).isEqualTo(4);

        fake.cosignedLie = told -> note; // whole, and of before
        assertThat(asks()).isEqualTo(4);
        fake.cosignedLie = told -> told;
        assertThat(asks()).isZero();
    }

    /** What is kept for comparison proves nothing once the log's own signature is taken out of it. */
    @Test
    void row_10_a_cosigned_note_that_the_log_did_not_sign_itself_is_not_believed() {
        var written = folder.resolve("checkpoint");
        fake.cosignedLie = CosignedLogTest::withoutTheLogsSignature;

        assertThat(typist.types("log", "checkpoint", "--out", written.toString())
                        .exit())
                .isEqualTo(4);

        assertThat(written).doesNotExist();
    }

    private static String withoutTheLogsSignature(String note) {
        return note.substring(0, note.indexOf("\n\n") + 2) + note.substring(note.lastIndexOf("\u2014 "));
    }

    @Test
    void row_10_a_cosigned_note_with_anything_else_behind_it_is_not_believed() {
        fake.cosignedLie = note -> note + "\u001B[2J Compare with: 0\n";

        assertThat(asks()).isEqualTo(4);
    }

    /** Whoever sits between with a cosigning key of their own, and answers no enrolment, is not who cosigns. */
    @Test
    void row_10_who_cosigns_is_known_once_an_enrolment_is_believed_and_not_before() throws Exception {
        var between = SigningSeed.random(new SecureRandom());
        var known = fake.cosigner;
        var late = new Typist(folder.resolve("late"));
        var code = late.written(fake.inviteSigner()).toString();
        fake.cosigner = Optional.of(between);
        fake.withholdOn = "/api/v1/enrolments";
        assertThat(enrols(late, code)).isEqualTo(4);
        assertThat(folder.resolve("late/log.json")).content().doesNotContain("cosigner");

        fake.cosigner = known;
        fake.withholdOn = "";
        assertThat(enrols(late, code)).isZero();

        assertThat(folder.resolve("late/log.json"))
                .content()
                .contains(known.orElseThrow().publicKey().encoded().toBase64Url());
        fake.cosigner = Optional.of(between);
        assertThat(late.types("log", "checkpoint").exit()).isEqualTo(4);
    }

    private static int enrols(Typist typist, String code) {
        return typist.types("enrol", "--code-file", code, "--pin-stdin", "--json")
                .exit();
    }

    @Test
    void a_server_from_before_there_were_cosignatures_is_believed_until_it_has_them() throws Exception {
        try (var old = new FakeServer()) {
            old.cosigner = Optional.empty();
            var other = Typist.signer(folder.resolve("other"), old);
            assertThat(other.types("log", "checkpoint").exit()).isZero();
            old.cosigner = Optional.of(SigningSeed.random(new SecureRandom()));
            assertThat(other.types("log", "checkpoint").exit()).isZero();
            old.cosigner = Optional.empty();
            assertThat(other.types("log", "checkpoint").exit()).isEqualTo(4);
        }
    }
}
