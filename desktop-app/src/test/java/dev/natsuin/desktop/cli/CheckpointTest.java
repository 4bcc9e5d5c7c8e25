package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.FakeSgm;
import dev.natsuin.desktop.testdata.FullDisk;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code log checkpoint}: the log's newest word, and that it only grew. */
final class CheckpointTest {
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

    private void grow() {
        typist.signs(HandMadePdf.onePage("text").write(folder.resolve("a.pdf")));
    }

    private Typist.Outcome checkpoint(String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of("log", "checkpoint", "--json"));
        all.addAll(java.util.List.of(more));
        return typist.types(all.toArray(String[]::new));
    }

    @Test
    void the_newest_checkpoint_is_shown_with_what_it_continues() throws Malformed {
        var outcome = checkpoint();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("origin"))
                .isEqualTo("natsuin/" + fake.sgm.identityHash().toHex());
        assertThat(row.index("size")).isEqualTo(3);
        assertThat(row.index("consistentWith")).isEqualTo(3);
        assertThat(row.text("root")).hasSize(64);
        assertThat(row.text("time")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(row.text("note")).startsWith(fake.sgm.log.checkpoint()).contains("\u2014 natsuin-sap/");
    }

    @Test
    void a_disk_that_is_full_has_no_part_of_a_note() throws IOException {
        try (var disk = FullDisk.in(Files.createDirectory(folder.resolve("disk")), "64k")) {
            disk.fill();
            var note = folder.resolve("disk").resolve("new.note");

            assertThat(checkpoint("--out", note.toString()).exit()).isOne();

            assertThat(note).doesNotExist();
            disk.empty();
            assertThat(checkpoint("--out", note.toString()).exit()).isZero();
        }
    }

    @Test
    void a_note_that_was_written_is_a_place_to_prove_growth_from() throws IOException, Malformed {
        var note = folder.resolve("old.note");
        assertThat(checkpoint("--out", note.toString()).exit()).isZero();
        assertThat(Files.readString(note)).startsWith(fake.sgm.log.checkpoint());
        grow();
        grow();

        var outcome = checkpoint("--since", note.toString());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.rows().get(0).reader().index("size")).isEqualTo(5);
        assertThat(outcome.rows().get(0).reader().index("consistentWith")).isEqualTo(3);
    }

    @Test
    void an_older_note_is_never_overwritten() {
        var note = folder.resolve("old.note").toString();
        checkpoint("--out", note);

        assertThat(checkpoint("--out", note).exit()).isEqualTo(1);
    }

    @Test
    void a_log_that_says_something_else_of_the_time_before_the_note_is_found_out() throws IOException {
        var note = folder.resolve("old.note");
        checkpoint("--out", note.toString());
        grow();
        fake.sgm.log.rewrite(1);
        // As another desk, that kept nothing itself and knows only the note.
        Files.delete(typist.profile().resolve("log.json"));

        var outcome = checkpoint("--since", note.toString());

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).contains("did not prove that its log has only grown");
    }

    @Test
    void a_log_that_is_shorter_than_the_note_is_found_out() throws IOException {
        grow();
        var note = folder.resolve("old.note");
        checkpoint("--out", note.toString());
        fake.sgm.log.rollBackTo(3);
        Files.delete(typist.profile().resolve("log.json"));

        assertThat(checkpoint("--since", note.toString()).exit()).isEqualTo(4);
    }

    @Test
    void a_log_that_differs_from_what_this_desk_kept_is_found_out() {
        checkpoint();
        fake.sgm.log.rewrite(1);
        fake.sgm.signBehindTheBack("0".repeat(32), "0".repeat(16));

        assertThat(checkpoint().exit()).isEqualTo(4);
    }

    @Test
    void a_note_of_another_log_proves_nothing() throws IOException {
        var stranger = new FakeSgm(new SecureRandom());
        var note = Files.writeString(folder.resolve("other.note"), stranger.log.checkpoint());

        var outcome = checkpoint("--since", note.toString());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("no checkpoint that the log of your server signed");
    }

    @Test
    void a_note_with_one_letter_changed_proves_nothing() throws IOException {
        var note = folder.resolve("old.note");
        checkpoint("--out", note.toString());
        Files.writeString(note, Files.readString(note).replaceFirst("\n3\n", "\n2\n"));

        assertThat(checkpoint("--since", note.toString()).exit()).isEqualTo(1);
    }
}
