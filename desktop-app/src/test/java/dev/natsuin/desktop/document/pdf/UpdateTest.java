package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update writes: whatever new objects hang on it, each once, and nothing of the file that did not change. */
final class UpdateTest {
    private static final byte[] IDENTIFIER = new byte[16];
    private static final COSName NEW = COSName.getPDFName("New");

    @TempDir
    Path desk;

    @FunctionalInterface
    private interface Change {
        void make(PdfFile pdf, Update update, COSDictionary catalog) throws IOException;
    }

    private Path file() {
        return HandMadePdf.withCatalog("/Kept 6 0 R/Lang(ja)/Odd[(\\(\\\\) <00ff> /A#20b 1.50 -7 true null]")
                .object("<</Never(read)>>")
                .trailer("/Private(kept)/DocChecksum(old)")
                .write(desk.resolve("file.pdf"));
    }

    private String update(Path file, Change change) throws IOException {
        try (var pdf = ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf()) {
            var update = new Update(pdf);
            var catalog = pdf.trailer().getCOSDictionary(COSName.ROOT);
            change.make(pdf, update, catalog);
            var octets = update.octets(IDENTIFIER);
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(Files.readAllBytes(file));
            whole.writeBytes(octets);
            Files.write(desk.resolve("updated.pdf"), whole.toByteArray());
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private void assertSound() {
        var verdict = ForeignJudges.qpdf(desk.resolve("updated.pdf"));
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    @Test
    void a_replaced_object_keeps_its_number_and_refers_to_the_rest_as_before() throws IOException {
        var text = update(file(), (pdf, update, catalog) -> update.replace(catalog));
        assertThat(text)
                .startsWith("\n1 0 obj\n<<\n/Type /Catalog\n")
                .contains("/Pages 2 0 R\n/Kept 6 0 R\n/Lang (ja)\n")
                .contains("[(\\(\\\\) <00ff> /A#20b 1.50 -7 true null]")
                .doesNotContain("Never");
        assertSound();
    }

    @Test
    void the_trailer_keeps_what_is_the_files_and_drops_what_was_the_sections() throws IOException {
        var text = update(file(), (pdf, update, catalog) -> update.replace(catalog));
        assertThat(text)
                .contains("xref\n1 1\n", "/Size 7\n", "/Private (kept)", "/ID [<" + "00".repeat(16) + "> <")
                .doesNotContain("DocChecksum");
    }

    @Test
    void what_is_met_once_stands_in_its_place_and_what_is_met_twice_is_an_object() throws IOException {
        var text = update(file(), (pdf, update, catalog) -> {
            var once = new COSDictionary();
            once.setString(COSName.T, "once");
            var twice = new COSDictionary();
            twice.setString(COSName.T, "twice");
            var array = new COSArray();
            array.add(once);
            array.add(twice);
            array.add(twice);
            catalog.setItem(NEW, array);
            update.replace(catalog);
        });
        assertThat(text)
                .contains("/New [<<\n/T (once)\n>> 7 0 R 7 0 R]", "7 0 obj\n<<\n/T (twice)\n>>\nendobj\n", "/Size 8\n");
        assertThat(text.split("twice", -1)).hasSize(2);
        assertSound();
    }

    @Test
    void circles_end() throws IOException {
        var text = update(file(), (pdf, update, catalog) -> {
            var one = new COSDictionary();
            var two = new COSDictionary();
            var self = new COSArray();
            one.setItem(COSName.NEXT, two);
            two.setItem(COSName.PREV, one);
            two.setItem(COSName.P, catalog);
            self.add(self);
            two.setItem(NEW, self);
            catalog.setItem(NEW, one);
            update.replace(catalog);
        });
        assertThat(text)
                .contains("/New 7 0 R", "7 0 obj\n<<\n/Next <<\n/Prev 7 0 R\n/P 1 0 R\n/New 8 0 R")
                .contains("8 0 obj\n[8 0 R]\nendobj");
        assertSound();
    }

    @Test
    void streams_and_what_was_wrapped_are_objects_with_the_octets_they_have() throws IOException {
        var text = update(file(), (pdf, update, catalog) -> {
            var resources = new COSDictionary();
            resources.setItem(NEW, new COSObject(new COSDictionary()));
            resources.setItem(COSName.A, new COSObject(COSInteger.get(5)));
            var stream = new COSStream();
            stream.setItem(COSName.RESOURCES, resources);
            try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                out.write("0 0 m".getBytes(StandardCharsets.US_ASCII));
            }
            catalog.setItem(NEW, stream);
            update.replace(catalog);
        });
        assertThat(text)
                .contains("/New 7 0 R", "/Filter /FlateDecode", "/New 8 0 R\n/A 5\n", "8 0 obj\n<<\n>>\nendobj\n")
                .contains("7 0 obj\n<<\n/Length 13\n", "\n>>\nstream\n", "\nendstream\nendobj\n");
        try (var pdf = ((PdfFile.Opening.Opened) PdfFile.open(desk.resolve("updated.pdf"))).pdf()) {
            var stream = pdf.trailer().getCOSDictionary(COSName.ROOT).getCOSStream(NEW);
            assertThat(stream.toTextString()).isEqualTo("0 0 m");
        }
        assertSound();
    }

    @Test
    void objects_of_another_document_become_new_ones() throws IOException {
        var foreign = HandMadePdf.onePage("another").write(desk.resolve("foreign.pdf"));
        try (var other = ((PdfFile.Opening.Opened) PdfFile.open(foreign)).pdf()) {
            var font = other.pages().leaves().get(0).getCOSDictionary(COSName.RESOURCES);
            var text = update(file(), (pdf, update, catalog) -> {
                catalog.setItem(NEW, font);
                update.replace(catalog);
            });
            assertThat(text)
                    .as("object 5 of the other document, not object 5 of this one")
                    .contains("/New <<\n/Font <<\n/F1 7 0 R\n>>\n>>", "7 0 obj\n<<\n/Type /Font");
        }
        assertSound();
    }

    @Test
    void an_object_without_a_number_cannot_be_replaced() {
        assertThatThrownBy(() -> update(file(), (pdf, update, catalog) -> update.replace(new COSDictionary())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_stand_in_is_found_again_wherever_it_stands() throws IOException {
        COSBase standIn = new COSString("not this");
        var text = update(file(), (pdf, update, catalog) -> {
            catalog.setItem(NEW, standIn);
            update.standIn(standIn, "(but this)".getBytes(StandardCharsets.US_ASCII));
            update.replace(catalog);
            var octets = new String(update.octets(IDENTIFIER), StandardCharsets.ISO_8859_1);
            assertThat(octets.substring(update.positionOf(standIn))).startsWith("(but this)");
        });
        assertThat(text).contains("/New (but this)").doesNotContain("not this");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--object-streams=generate", "--linearize", "--object-streams=disable"})
    void the_section_is_of_the_kind_that_the_file_ends_with(String option) throws IOException {
        var file = ForeignJudges.rewritten(file(), desk.resolve("input.pdf"), option);
        var ending = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean stream = !ending.contains("\nxref\n");
        var text = update(file, (pdf, update, catalog) -> update.replace(catalog));
        assertThat(text.contains("/Type /XRef")).isEqualTo(stream);
        assertThat(text.contains("\nxref\n")).isNotEqualTo(stream);
        assertSound();
    }

    @Test
    void a_size_that_promises_numbers_is_believed_and_an_absurd_one_refused() throws IOException {
        var roomy = HandMadePdf.onePage("contract").trailer("/Size 100").write(desk.resolve("roomy.pdf"));
        var text = update(roomy, (pdf, update, catalog) -> update.add(new COSDictionary()));
        assertThat(text).contains("100 0 obj", "/Size 101\n");
        var absurd = HandMadePdf.onePage("contract").trailer("/Size 9999999999").write(desk.resolve("absurd.pdf"));
        assertThatThrownBy(() -> update(absurd, (pdf, update, catalog) -> {})).isInstanceOf(IOException.class);
    }
}
