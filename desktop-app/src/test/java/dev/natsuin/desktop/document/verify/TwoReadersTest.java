package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeStreamUpdate;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is added behind a signature so that one program reads this and another that, or so that what looks like
 * bookkeeping is shown: all of it is a change.
 */
final class TwoReadersTest {
    private static final TestCa CA = new TestCa("two readers");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final Pattern START = Pattern.compile("startxref\\s+(\\d+)");
    private static final String FORM = "/AcroForm<</Fields[6 0 R]/SigFlags 3>>";
    private static final String CATALOG = "<</Type/Catalog/Pages 2 0 R" + FORM;
    private static final String SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert)>>";

    @TempDir
    Path desk;

    private Path signedPage() {
        return approved(HandMadePdf.onePage("100 EUR").write(desk.resolve("a.pdf")));
    }

    private static Path approved(Path file) {
        return signed(file, HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Verdict verdict(byte[] file) throws IOException {
        return verdict(Files.write(desk.resolve("attack.pdf"), file));
    }

    /** A file that is refused has the worst verdict. */
    private static Verdict verdict(Path file) {
        return PdfVerification.verify(file, TrustAnchors.of(CA.certificate()), TIME)
                        instanceof Verification.Judged judged
                ? judged.verdict()
                : Verdict.INVALID;
    }

    private static long lastStart(byte[] file) {
        var matcher = START.matcher(new String(file, StandardCharsets.ISO_8859_1));
        long last = 0;
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }

    private static String tail(byte[] file, int size) {
        return "/Size " + size + "/Root 1 0 R/Prev " + lastStart(file);
    }

    @Test
    void an_update_with_a_stream_of_cross_references_and_validation_data_is_explained() throws IOException {
        var file = Files.readAllBytes(signedPage());
        var catalog = CATALOG + "/DSS 20 0 R>>";
        var update = new HandMadeStreamUpdate(file)
                .packed(21, 2, "1 0 20 " + (catalog.length() + 1) + " ", catalog + " <</Type/DSS>>")
                .inside(1, 21, 0)
                .inside(20, 21, 1)
                .end(22, tail(file, 23));
        assertThat(verdict(update)).isEqualTo(Verdict.VALID);
    }

    /** Rows of free numbers may hold anything; a page that was laid out to show them draws what they say. */
    @Test
    void cross_references_that_a_page_shows_are_content() throws IOException {
        var original = new HandMadeStreamUpdate("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII))
                .object(1, "<</Type/Catalog/Pages 2 0 R>>")
                .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object(
                        3,
                        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 6 0 R]"
                                + "/Resources<</Font<</F1 5 0 R>>>>>>")
                .object(4, "<</Length 39>>stream\nBT /F1 24 Tf 72 700 Td (100 EUR) Tj ET \nendstream")
                .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
                .end(6, "/Size 7/Root 1 0 R");
        var page = approved(Files.write(desk.resolve("laid-out.pdf"), original));
        assertThat(verdict(page)).isEqualTo(Verdict.VALID);

        var file = Files.readAllBytes(page);
        var update = new HandMadeStreamUpdate(file);
        var drawn =
                List.of("1 g 60 690 ", "200 40 re ", "f 0 g ", "BT /F1 24 Tf ", "72 700 Td ", "(999 EUR) Tj ", "ET ");
        for (int i = 0; i < drawn.size(); i++) {
            update.free(100 + i, drawn.get(i));
        }
        assertThat(verdict(update.end(6, tail(file, 120)))).isEqualTo(Verdict.CHANGED);
    }

    /** Streams of cross-references need no number that nobody had before. */
    @Test
    void cross_references_that_nothing_shows_may_take_the_place_of_others() throws IOException {
        var original = new HandMadeStreamUpdate("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII))
                .object(1, "<</Type/Catalog/Pages 2 0 R>>")
                .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
                .object(4, "<</Length 1>>stream\nq\nendstream")
                .end(6, "/Size 7/Root 1 0 R");
        var file = Files.readAllBytes(approved(Files.write(desk.resolve("table.pdf"), original)));

        assertThat(verdict(new HandMadeStreamUpdate(file).end(6, tail(file, 20))))
                .isEqualTo(Verdict.VALID);
        assertThat(verdict(new HandMadeStreamUpdate(file).end(4, tail(file, 20))))
                .as("where something else was")
                .isEqualTo(Verdict.CHANGED);
        assertThat(verdict(new HandMadeStreamUpdate(file)
                        .object(6, "<</Length 1>>stream\nq\nendstream")
                        .end(20, tail(file, 21))))
                .as("something else in their place")
                .isEqualTo(Verdict.CHANGED);
    }

    /** Some programs look for an object in its stream by number, others by the place that the reference names. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "0, false", "1, false"})
    void an_object_stream_says_of_each_object_once_where_it_is(int index, boolean evilFirst) throws IOException {
        var file = Files.readAllBytes(signedPage());
        var good = CATALOG + ">>";
        var evil = CATALOG + SCRIPT + ">>";
        var first = evilFirst ? evil : good;
        var header = "1 0 1 " + (first.length() + 1) + " ";
        assertThat(verdict(new HandMadeStreamUpdate(file)
                        .packed(21, 2, header, first + " " + (evilFirst ? good : evil))
                        .inside(1, 21, index)
                        .end(22, tail(file, 23))))
                .isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40 0", "1 0 40 5", "01 0", "1 0 20 1", "-1 0", "1", "x y"})
    void what_stands_in_an_object_stream_is_what_the_cross_references_say(String header) throws IOException {
        var file = Files.readAllBytes(signedPage());
        assertThat(verdict(new HandMadeStreamUpdate(file)
                        .packed(21, header.split(" ").length / 2, header + " ", CATALOG + ">>")
                        .inside(1, 21, 0)
                        .end(22, tail(file, 23))))
                .isNotEqualTo(Verdict.VALID);
    }

    /** Each is there once and named once; by the number it is another than by the place. */
    @Test
    void the_objects_of_a_stream_stand_in_the_order_in_which_they_are_named() throws IOException {
        var file = Files.readAllBytes(signedPage());
        var good = CATALOG + ">>";
        var header = "1 0 20 " + (good.length() + 1) + " ";
        var evil = CATALOG + SCRIPT + ">>";
        for (var swapped : List.of(true, false)) {
            assertThat(verdict(new HandMadeStreamUpdate(file)
                            .packed(21, 2, header, good + " " + (swapped ? evil : "<</Type/DSS>>"))
                            .inside(1, 21, swapped ? 1 : 0)
                            .inside(20, 21, swapped ? 0 : 1)
                            .end(22, tail(file, 23))))
                    .isEqualTo(swapped ? Verdict.CHANGED : Verdict.VALID);
        }
    }

    @Test
    void two_objects_of_a_stream_do_not_begin_at_one_place() throws IOException {
        var file = Files.readAllBytes(signedPage());
        assertThat(verdict(new HandMadeStreamUpdate(file)
                        .packed(21, 2, "20 0 23 0 ", "<</Type/DSS>>")
                        .inside(20, 21, 0)
                        .inside(23, 21, 1)
                        .end(22, tail(file, 24))))
                .isEqualTo(Verdict.CHANGED);
    }

    /** Streams of what was signed may hold what nobody was shown: nothing is taken from there later. */
    @Test
    void no_object_is_taken_from_an_older_stream() throws IOException {
        var original = new HandMadeStreamUpdate("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII))
                .object(1, "<</Type/Catalog/Pages 2 0 R>>")
                .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
                .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
                .packed(4, 1, "5 0 ", "<</Type/DSS>>")
                .inside(5, 4, 0)
                .end(6, "/Size 7/Root 1 0 R");
        var page = approved(Files.write(desk.resolve("packed.pdf"), original));
        var file = Files.readAllBytes(page);

        assertThat(verdict(page)).isEqualTo(Verdict.VALID);
        assertThat(verdict(new HandMadeStreamUpdate(file)
                        .object(30, "<</Type/DSS>>")
                        .end(31, tail(file, 32))))
                .isEqualTo(Verdict.VALID);
        assertThat(verdict(new HandMadeStreamUpdate(file).inside(30, 4, 0).end(31, tail(file, 32))))
                .isEqualTo(Verdict.CHANGED);
    }

    /** PDFBox goes on showing an object whose row says that it is free; others show nothing there. */
    @Test
    void what_was_signed_is_not_freed_by_a_stream_of_cross_references() throws IOException {
        var file = Files.readAllBytes(signedPage());
        for (int number : new int[] {4, 5}) {
            assertThat(verdict(new HandMadeStreamUpdate(file).free(number, "").end(22, tail(file, 23))))
                    .as("object " + number)
                    .isEqualTo(Verdict.CHANGED);
        }
        assertThat(verdict(new HandMadeStreamUpdate(file).free(20, "").end(22, tail(file, 23))))
                .isEqualTo(Verdict.VALID);
    }

    /** A reference names both numbers: some programs look at the object's own, some at those in the row. */
    @Test
    void an_object_has_the_generation_that_its_row_says() throws IOException {
        var file = Files.readAllBytes(signedPage());
        for (int generation : new int[] {0, 1, 65_535, 65_536, -1}) {
            assertThat(verdict(new HandMadeStreamUpdate(file)
                                    .object(20, generation, "<</Type/DSS>>")
                                    .end(22, tail(file, 23)))
                            == Verdict.VALID)
                    .as("generation " + generation)
                    .isEqualTo(generation == 0);
        }
    }

    /** Some programs take the newest object of a number, whatever generation a reference names. */
    @Test
    void no_object_of_another_generation_takes_a_number_that_was_signed() throws IOException {
        var page = signedPage();
        for (int number : new int[] {4, 20}) {
            var update = HandMadeUpdate.of(page).stream(number, "", "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET")
                    .bytes();
            var text = new String(update, StandardCharsets.ISO_8859_1);
            int signed = (int) Files.size(page);
            var other = text.substring(signed)
                    .replace(number + " 0 obj", number + " 1 obj")
                    .replace(" 00000 n", " 00001 n");
            assertThat(verdict((text.substring(0, signed) + other).getBytes(StandardCharsets.ISO_8859_1)))
                    .as("object " + number)
                    .isEqualTo(number == 4 ? Verdict.CHANGED : Verdict.VALID);
        }
    }

    /** Validation data may grow, and must have been that before. */
    @ParameterizedTest
    @CsvSource({
        "<</Certs[]>>, <</Certs[]/CRLs[]>>, true",
        "<</Certs[]>>, <</Certs[]/VRI<<>>>>, true",
        "<</Certs[]>>, <</Certs[]/0123456789ABCDEF0123456789ABCDEF01234567<<>>>>, true",
        "<</Certs[]>>, <</Certs[]/0123456789ABCDEF0123456789ABCDEF0123456<<>>>>, false",
        "<</Certs[]>>, <</Certs[]/Names 2 0 R>>, false",
        "<</Certs[]/Names 2 0 R>>, <</Certs[]>>, false",
        "<</Certs[]>>, [], false",
        "<</Certs[]>>, null, false"
    })
    void validation_data_takes_the_place_of_validation_data_only(String was, String is, boolean valid)
            throws IOException {
        var page = approved(HandMadePdf.withCatalog("/DSS 6 0 R").object(was).write(desk.resolve("dss.pdf")));
        var verdict = verdict(HandMadeUpdate.of(page).object(6, is).bytes());
        assertThat(verdict == Verdict.VALID).as("%s", verdict).isEqualTo(valid);
    }

    /** Readers pass over objects beyond the size that a trailer says. */
    @Test
    void no_update_says_a_size_that_leaves_out_an_object() throws IOException {
        var file = Files.readAllBytes(signedPage());
        for (int size : new int[] {22, 21, 7, 1, 0}) {
            assertThat(verdict(new HandMadeStreamUpdate(file)
                            .object(21, "<</Type/DSS>>")
                            .end(22, tail(file, size))))
                    .as("size " + size)
                    .isEqualTo(Verdict.CHANGED);
        }
        var once = new HandMadeStreamUpdate(file).end(22, tail(file, 40));
        for (int size : new int[] {40, 41, 39}) {
            assertThat(verdict(new HandMadeStreamUpdate(once).end(23, tail(once, size))))
                    .as("first 40, then " + size)
                    .isEqualTo(size == 39 ? Verdict.CHANGED : Verdict.VALID);
        }
    }

    /** Its length may stand in an object of its own, and is what it says there. */
    @ParameterizedTest
    @CsvSource({
        "3, 3, true",
        "21 0 R, 3, true",
        "21 0 R, 2, false",
        "21 0 R, 5, false",
        "21 0 R, (3), false",
        "21 1 R, 3, false",
        "40 0 R, 3, false",
        "2, 3, false",
        "-3, 3, false",
        "3 0, 3, false",
        "[3], 3, false"
    })
    void a_stream_ends_where_its_update_says(String length, String object, boolean valid) throws IOException {
        var verdict = verdict(HandMadeUpdate.of(signedPage())
                .object(20, "<</Length " + length + ">>stream\nabc\nendstream")
                .object(21, object)
                .bytes());
        assertThat(verdict == Verdict.VALID).as("%s", verdict).isEqualTo(valid);
    }

    /** Some programs leave their name there. */
    @Test
    void one_line_of_text_may_stand_before_the_start_of_cross_references_is_told() throws IOException {
        var page = Files.readAllBytes(signedPage());
        var table = HandMadeUpdate.of(desk.resolve("a-signed.pdf"))
                .object(20, "<</Type/DSS>>")
                .bytes();
        var stream = new HandMadeStreamUpdate(page).object(20, "<</Type/DSS>>").end(22, tail(page, 23));
        for (var update : List.of(table, stream)) {
            for (var line : List.of("% made by ~", "%", "% " + "a".repeat(77))) {
                assertThat(verdict(commented(update, line))).as(line).isEqualTo(Verdict.VALID);
            }
            for (var line : List.of("% a\u00e9", "% a\tb", "% \u0001", "% " + "a".repeat(99), "% a\n% b", "a")) {
                assertThat(verdict(commented(update, line))).as(line).isEqualTo(Verdict.CHANGED);
            }
        }
    }

    private static byte[] commented(byte[] update, String line) {
        var text = new String(update, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf("startxref");
        return (text.substring(0, last) + line + "\n" + text.substring(last)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void nothing_but_the_end_of_a_line_follows_the_last_update() throws IOException {
        var page = Files.readAllBytes(signedPage());
        var file = new HandMadeStreamUpdate(page).end(22, tail(page, 23));
        for (var end : List.of("", "\n", "\n\n", "   ", "\0\0", "%", "x")) {
            var octets = (new String(file, StandardCharsets.ISO_8859_1) + end).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(verdict(octets))
                    .as("<%s>", end)
                    .isEqualTo(end.isBlank() && end.length() < 2 ? Verdict.VALID : Verdict.CHANGED);
        }
    }

    @Test
    void a_trailer_names_the_catalog() throws IOException {
        var good = HandMadeUpdate.of(signedPage()).object(20, "<</Type/DSS>>").bytes();
        assertThat(verdict(good)).isEqualTo(Verdict.VALID);
        var text = new String(good, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf("/Root 1 0 R");
        for (var other : List.of("           ", "/Root null ", "/Root 3 0 R", "/Root 1 1 R")) {
            assertThat(verdict((text.substring(0, last) + other + text.substring(last + 11))
                            .getBytes(StandardCharsets.ISO_8859_1)))
                    .as(other)
                    .isNotEqualTo(Verdict.VALID);
        }
    }

    /** Newer readers take what the last trailer says of encryption, others what any says. */
    @ParameterizedTest
    @ValueSource(strings = {"/Encrypt null", "/Encrypt<</Filter/Standard/V 1/R 2/O()/U()/P -4>>"})
    void a_trailer_says_nothing_new_about_encryption(String entry) throws IOException {
        var file = Files.readAllBytes(signedPage());
        assertThat(verdict(new HandMadeStreamUpdate(file).end(22, tail(file, 23) + entry)))
                .isNotEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/DSS 20 0 R 21 0 R", "/DSS 20 0 R null", "/DSS (x) 20 0 R", "/DSS 20 0", "/DSS 20 0 R R"})
    void a_key_has_one_value(String entry) throws IOException {
        assertThat(verdict(HandMadeUpdate.of(signedPage())
                        .object(1, CATALOG + entry + ">>")
                        .object(20, "<</Type/DSS>>")
                        .bytes()))
                .isNotEqualTo(Verdict.VALID);
    }

    /** Nothing of a form that stands in the catalog changes but what a signature brings. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Fields[6 0 R]/SigFlags 3/NeedAppearances true",
                "/Fields[6 0 R]/SigFlags 3/XFA(x)",
                "/Fields[6 0 R]/SigFlags 3/DA(/F1 1 Tf)",
                "/Fields[6 0 R]/SigFlags 3/CO[6 0 R]",
                "/Fields[6 0 R 20 0 R]/SigFlags 3",
                "/Fields[20 0 R 6 0 R]/SigFlags 3",
                "/Fields[6 0 R 6 0 R]/SigFlags 3"
            })
    void a_form_in_the_catalog_stays_as_it_was(String form) throws IOException {
        var update = HandMadeUpdate.of(signedPage()).object(20, "<</FT/Tx/T(amount)/V(999 EUR)>>");
        var catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<<";
        assertThat(verdict(update.object(1, catalog + "/Fields[6 0 R]/SigFlags 1>>>>")
                        .bytes()))
                .isEqualTo(Verdict.VALID);
        assertThat(verdict(update.object(1, catalog + form + ">>>>").bytes())).isNotEqualTo(Verdict.VALID);
    }

    /** Title and author are on no page, unless something on a page leads there. */
    @Test
    void the_information_about_a_document_may_be_another_if_nothing_shows_it() throws IOException {
        for (var shown : List.of(false, true)) {
            var page = approved(HandMadePdf.withCatalog(shown ? "/PieceInfo 6 0 R" : "")
                    .object("<</Title(a)>>")
                    .trailer("/Info 6 0 R")
                    .write(desk.resolve(shown + ".pdf")));
            assertThat(verdict(
                            HandMadeUpdate.of(page).object(6, "<</Title(b)>>").bytes()))
                    .isEqualTo(shown ? Verdict.CHANGED : Verdict.VALID);
        }
    }

    /** What a document says about itself to programs may grow, unless something else leads there as well. */
    @Test
    void metadata_may_be_others_if_nothing_but_the_catalog_leads_there() throws IOException {
        for (var shared : List.of(false, true)) {
            var page = approved(HandMadePdf.withMetadata("a")
                    .object(shared ? "<</Metadata 6 0 R>>" : "<</Type/DSS>>")
                    .write(desk.resolve("m" + shared + ".pdf")));
            assertThat(verdict(HandMadeUpdate.of(page).stream(6, "/Type/Metadata/Subtype/XML", "b")
                            .bytes()))
                    .isEqualTo(shared ? Verdict.CHANGED : Verdict.VALID);
        }
    }

    @Test
    void what_is_written_anew_as_it_was_is_no_change_and_one_octet_else_is() throws IOException {
        var many = "x".repeat(70_000);
        var page = approved(
                HandMadePdf.withCatalog("/Names 6 0 R").stream("", many).write(desk.resolve("long.pdf")));
        var content = "BT /F1 24 Tf 72 700 Td (contract) Tj ET";
        assertThat(verdict(HandMadeUpdate.of(page).stream(4, "", content).stream(6, "", many)
                        .bytes()))
                .isEqualTo(Verdict.VALID);
        for (var other : List.of(
                HandMadeUpdate.of(page).stream(4, "", content.replace("contract", "contrast")),
                HandMadeUpdate.of(page).stream(6, "", "x".repeat(69_999) + "y"),
                HandMadeUpdate.of(page).stream(6, "", "y" + "x".repeat(69_999)),
                HandMadeUpdate.of(page).object(4, "<</Length " + content.length() + ">>"),
                HandMadeUpdate.of(page).object(6, "<</Length " + many.length() + ">>"))) {
            assertThat(verdict(other.bytes())).isEqualTo(Verdict.CHANGED);
        }
    }

    /** Whatever leads there showed nothing. */
    @Test
    void what_was_null_when_it_was_signed_stays_null() throws IOException {
        var page =
                approved(HandMadePdf.withCatalog("/Names 6 0 R").object("null").write(desk.resolve("c.pdf")));
        assertThat(verdict(page)).isEqualTo(Verdict.VALID);
        assertThat(verdict(HandMadeUpdate.of(page).object(6, "<</Dests 2 0 R>>").bytes()))
                .isEqualTo(Verdict.CHANGED);
    }

    /** What the catalog leads to is validation data only where it calls it so. */
    @ParameterizedTest
    @CsvSource({
        "/AF 6 0 R, [], [<</Type/Filespec/F(a)/EF<</F 20 0 R>>>>]",
        "/Threads 6 0 R, [], [20 0 R]",
        "/OpenAction 6 0 R, [3 0 R/Fit], [3 0 R/XYZ 0 0 9]",
        "/Names 6 0 R, <<>>, <</Certs 20 0 R>>",
        "/PageLabels 6 0 R, <<>>, <</TS 20 0 R>>"
    })
    void what_a_catalog_leads_to_stays_as_it_was(String entry, String was, String is) throws IOException {
        var page = approved(HandMadePdf.withCatalog(entry).object(was).write(desk.resolve("b.pdf")));
        assertThat(verdict(HandMadeUpdate.of(page)
                        .object(6, is)
                        .object(20, "<</Length 0>>stream\n\nendstream")
                        .bytes()))
                .isEqualTo(Verdict.CHANGED);
    }
}
