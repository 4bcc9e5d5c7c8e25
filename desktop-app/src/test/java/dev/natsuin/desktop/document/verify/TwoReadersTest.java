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
