package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TrickPdf;
import dev.natsuin.protocol.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect}, and what {@code sign} makes of the same findings. */
final class InspectTest {
    private static final String COVER = TrickPdf.TEXT + "1 g " + TrickPdf.OVER + "f";

    @TempDir
    private Path folder;

    private Path covered() {
        return TrickPdf.content(COVER).write(folder.resolve("covered.pdf"));
    }

    private Path twin() {
        return TrickPdf.page().unlisted("4 0 obj\n<<>>\nendobj\n").write(folder.resolve("twin.pdf"));
    }

    private Path honest() {
        return TrickPdf.page().write(folder.resolve("honest.pdf"));
    }

    private Typist stranger() {
        return new Typist(folder.resolve("no-profile"));
    }

    @Test
    void findings_are_told_with_code_severity_page_and_sentence() throws Malformed {
        var outcome = stranger().types("inspect", "--json", covered().toString());

        assertThat(outcome.exit()).isEqualTo(1);
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("file")).endsWith("covered.pdf");
        var found = row.objects("findings").get(0).reader();
        assertThat(found.text("code")).isEqualTo("text-covered");
        assertThat(found.text("severity")).isEqualTo("warn");
        assertThat(found.index("page")).isEqualTo(1);
        assertThat(found.text("message")).startsWith("Page 1: 7 characters are there but do not show");
        assertThat(folder.resolve("no-profile")).doesNotExist();
    }

    @Test
    void a_document_with_notes_alone_ends_well_and_the_worst_of_several_counts() throws IOException {
        assertThat(stranger().types("inspect", honest().toString()).exit()).isZero();

        var gone = folder.resolve("gone.pdf").toString();
        var outcome = stranger().types("inspect", "--json", honest().toString(), twin().toString(), gone);

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(3);
        assertThat(outcome.has(2, "error")).isTrue();
    }

    @Test
    void a_document_with_a_password_is_looked_at_once_the_password_is_given() {
        var locked = ForeignJudges.rewritten(
                covered(), folder.resolve("locked.pdf"), "--encrypt", "secret", "owner", "256", "--");

        var given = stranger().typesWith("secret\n", "inspect", "--json", "--pin-stdin", locked.toString());
        assertThat(given.has(0, "findings")).isTrue();
        assertThat(given.exit()).isEqualTo(1);

        var none = stranger().typesWith("", "inspect", "--json", "--pin-stdin", locked.toString());
        assertThat(none.has(0, "error")).isTrue();
        assertThat(none.exit()).isEqualTo(1);
    }

    @Test
    void people_are_told_in_words() {
        var outcome = stranger().types("inspect", "--lang", "ja", twin().toString());

        assertThat(String.join("\n", outcome.lines())).contains("【中止】", "別の版の部品");
    }

    @Test
    void signing_stops_for_what_blocks_tells_what_warns_and_goes_on_with_the_others() throws Malformed {
        try (var fake = new FakeServer()) {
            var typist = Typist.signer(folder.resolve("profile"), fake);

            var outcome = typist.signs(twin(), covered(), honest());

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.rows()).hasSize(3);
            var refused = outcome.rows().get(0).reader().object("error").reader();
            assertThat(refused.text("code")).isEqualTo("document-not-as-shown");
            assertThat(Files.exists(folder.resolve("twin-signed.pdf"))).isFalse();
            assertThat(outcome.rows().get(1).reader().texts("warnings"))
                    .singleElement()
                    .asString()
                    .contains("7 characters");
            assertThat(outcome.rows().get(2).reader().texts("warnings")).isEmpty();
            assertThat(outcome.err()).contains("[stop]", "[look]");
            assertThat(outcome.err().indexOf("[look]")).isLessThan(outcome.err().indexOf("Comparison code"));
        }
    }
}
