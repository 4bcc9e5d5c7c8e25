package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.refusal;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSeals;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.desktop.testdata.TrickPdf;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.CheckCode;
import dev.natsuin.protocol.problem.ProblemCode;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class VisibleSignatureTest {
    private static final TestCa CA = new TestCa("visible");
    private static final TestSigner YOSHIDA = CA.signer("𠮷田 髙﨑 ⽉子", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY_EC = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final StampPlace PLACE = new StampPlace(1, 300, 600, 220, 90);

    @TempDir
    Path desk;

    private Path original;

    @BeforeEach
    void a_contract() {
        original = HandMadePdf.onePage("contract").write(desk.resolve("contract.pdf"));
    }

    private static PdfSignatureOptions visible(StampPlace place) {
        return visible(Optional.of(place), Direction.HORIZONTAL, Optional.empty());
    }

    private static PdfSignatureOptions visible(
            Optional<StampPlace> place, Direction direction, Optional<SealImage> seal) {
        return new PdfSignatureOptions(
                Optional.of("契約の内容を確認し、同意します。"),
                Optional.of("東京都千代田区"),
                TIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new VisibleSignature(place, direction, seal, Locale.JAPANESE, TOKYO)));
    }

    private static PdfSignatureOptions seenInItsField() {
        return new PdfSignatureOptions(
                Optional.empty(),
                Optional.empty(),
                TIME,
                Optional.of("Approval"),
                Optional.empty(),
                Optional.empty(),
                visible(Optional.empty(), Direction.HORIZONTAL, Optional.empty())
                        .visible());
    }

    private static Path shown(Path file, PdfSignatureOptions options) {
        return signed(file, YOSHIDA, BY_EC, options);
    }

    private static void holds(Path file, int signatures) {
        holdsForUs(file, signatures);
        assertThat(ForeignJudges.pdfsig(file).split("Signature is Valid", -1)).hasSize(signatures + 1);
        assertThat(ForeignJudges.qpdf(file).exit())
                .as(ForeignJudges.qpdf(file).output())
                .isZero();
    }

    private static void holdsForUs(Path file, int signatures) {
        var verification = PdfVerification.verify(file, TrustAnchors.of(List.of(CA.certificate())), TIME);
        assertThat(verification).isInstanceOf(Verification.Judged.class);
        var judged = (Verification.Judged) verification;
        assertThat(judged.verdict()).as("%s", judged).isEqualTo(Verdict.VALID);
        assertThat(judged.signatures()).hasSize(signatures).allSatisfy(each -> {
            assertThat(each.changes()).isEmpty();
            assertThat(each.indication()).isEqualTo("TOTAL_PASSED");
        });
        assertThat(judged.signatures())
                .extracting(SignatureReport::coversWholeFile)
                .contains(true);
    }

    /** What Poppler drew on a page beyond what it drew before signing: its bounds, in pixels, one to a point. */
    private static Rectangle drawn(Path before, Path after, int page) {
        var was = ForeignJudges.page(before, page);
        var is = ForeignJudges.page(after, page);
        assertThat(is.getWidth()).isEqualTo(was.getWidth());
        var found = new Rectangle(-1, -1);
        for (int y = 0; y < is.getHeight(); y++) {
            for (int x = 0; x < is.getWidth(); x++) {
                if (is.getRGB(x, y) != was.getRGB(x, y)) {
                    found = found.width < 0 ? new Rectangle(x, y, 1, 1) : found.union(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return found;
    }

    private static void isAt(Rectangle drawn, double x, double y, double width, double height) {
        assertThat(drawn.getMinX()).isBetween(x - 1.5, x + 1.5);
        assertThat(drawn.getMinY()).isBetween(y - 1.5, y + 1.5);
        assertThat(drawn.getMaxX()).isBetween(x + width - 1.5, x + width + 1.5);
        assertThat(drawn.getMaxY()).isBetween(y + height - 1.5, y + height + 1.5);
    }

    // What is seen, and found.

    @Test
    void it_is_drawn_in_its_box_and_holds_for_us_dss_pdfsig_and_qpdf() {
        var output = shown(original, visible(PLACE));

        holds(output, 1);
        isAt(drawn(original, output, 1), 300, 600, 220, 90);
    }

    @Test
    void rare_kanji_time_reason_place_and_code_are_found_as_text() throws IOException {
        var output = shown(original, visible(PLACE));

        var code = CheckCode.of(
                Bytes.of(Files.readAllBytes(original)).sha256(),
                YOSHIDA.with(BY_EC).digest());
        assertThat(ForeignJudges.pdftotext(output))
                .contains(
                        "𠮷田 髙﨑 ⽉子",
                        "2026年11月22日 19:30:00 +09:00",
                        "理由：契約の内容を確認し、同意します。",
                        "場所：東京都千代田区",
                        "照合コード " + code,
                        "署名パネルで検証してください");
        assertThat(ForeignJudges.pdffonts(output).lines().filter(line -> line.contains("NotoSansJP")))
                .singleElement()
                .asString()
                .contains("CID TrueType", "Identity-H", "yes yes yes");
    }

    @Test
    void vertical_text_reads_downwards_from_the_right() {
        var output = shown(
                original,
                visible(Optional.of(new StampPlace(1, 400, 500, 120, 250)), Direction.VERTICAL, Optional.empty()));

        holds(output, 1);
        assertThat(ForeignJudges.pdffonts(output)).contains("Identity-V");
        assertThat(ForeignJudges.pdftotext(output)).contains("髙﨑", "契約の内容を確認し、", "署名パネルで検証してください");
    }

    @Test
    void a_screen_reader_says_whose_signature_it_is_in_the_language_of_the_text() throws IOException {
        var seen = shown(original, visible(PLACE));
        var unseen = signed(
                HandMadePdf.onePage("unseen").write(desk.resolve("unseen.pdf")),
                YOSHIDA,
                BY_EC,
                PdfSignatureOptions.at(TIME));

        assertThat(spoken(seen)).isEqualTo("署名：𠮷田 髙﨑 ⽉子");
        assertThat(spoken(unseen)).isEqualTo("𠮷田 髙﨑 ⽉子");
        holds(seen, 1);
    }

    private static String spoken(Path file) throws IOException {
        try (var document = Loader.loadPDF(file.toFile())) {
            return document.getDocumentCatalog()
                    .getAcroForm()
                    .getFields()
                    .get(0)
                    .getAlternateFieldName();
        }
    }

    @Test
    void a_second_and_third_visible_signature_leave_the_first_valid() {
        var one = shown(original, visible(PLACE));
        var two = signed(one, CA.signer("佐藤", KeyAlgorithm.P_256), BY_EC, visible(new StampPlace(1, 50, 600, 200, 90)));
        var three = signed(two, CA.signer("鈴木", KeyAlgorithm.P_256), BY_EC);

        holds(three, 3);
        assertThat(ForeignJudges.pdftotext(three)).contains("𠮷田", "佐藤");
    }

    private static boolean covers(Path file, PdfSignatureOptions options) {
        var certificate = CA.signer("佐藤", KeyAlgorithm.P_256).with(BY_EC);
        var prepared = (Preparation.Prepared) PdfSigning.prepare(file, options, certificate);
        prepared.document().close();
        return prepared.coversSigned();
    }

    @Test
    void a_second_one_over_what_the_first_signer_saw_is_told_before_it_makes_that_one_changed() {
        var one = shown(original, visible(PLACE));

        assertThat(covers(original, visible(PLACE))).as("nobody signed before").isFalse();
        assertThat(covers(one, visible(new StampPlace(1, 50, 600, 200, 90)))).isFalse();
        assertThat(covers(one, visible(PLACE)))
                .as("over the first one's picture")
                .isTrue();
        assertThat(covers(one, PdfSignatureOptions.at(TIME))).as("seen nowhere").isFalse();
        var over =
                signed(one, CA.signer("佐藤", KeyAlgorithm.P_256), BY_EC, visible(new StampPlace(1, 40, 40, 400, 200)));
        assertThat(covers(one, visible(new StampPlace(1, 40, 40, 400, 200))))
                .as("over the text")
                .isTrue();
        var judged =
                (Verification.Judged) PdfVerification.verify(over, TrustAnchors.of(List.of(CA.certificate())), TIME);
        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void it_adds_forty_kilobytes_at_most(Direction direction) throws IOException {
        var all = new StringBuilder();
        for (int c = 0x4E00; all.length() < 400; c += 7) {
            all.appendCodePoint(c);
        }
        var options = new PdfSignatureOptions(
                Optional.of(all.substring(0, 200)),
                Optional.of(all.substring(200)),
                TIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new VisibleSignature(
                        Optional.of(new StampPlace(1, 50, 300, 500, 300)),
                        direction,
                        SealImage.of(TestSeals.noise(600, 600)),
                        Locale.JAPANESE,
                        TOKYO)));

        var seen = Files.size(shown(original, options));
        var unseen = Files.size(signed(original, YOSHIDA, BY_EC));

        assertThat(seen - unseen).isBetween(15_000L, 40_000L);
    }

    @Test
    void the_same_signature_made_twice_is_the_same() {
        try (var one = SigningForTests.prepared(original, YOSHIDA, BY_EC, visible(PLACE));
                var two = SigningForTests.prepared(original, YOSHIDA, BY_EC, visible(PLACE))) {
            assertThat(one.toBeSigned()).isEqualTo(two.toBeSigned());
        }
    }

    // Where.

    @ParameterizedTest
    @CsvSource({
        "'', 595, 842",
        "/Rotate 90, 842, 595",
        "/Rotate 180, 595, 842",
        "/Rotate 270, 842, 595",
        "/Rotate -90, 842, 595",
        "/CropBox[100 200 500 700], 400, 500",
        "/CropBox[100 200 500 700]/Rotate 90, 500, 400",
        "/CropBox[100 200 500 700]/Rotate 270, 500, 400",
        "/MediaBox[-200 -300 200 300], 400, 600",
        "/UserUnit 2/MediaBox[0 0 300 400], 600, 800",
        "/UserUnit 2/MediaBox[0 0 300 400]/Rotate 90, 800, 600"
    })
    void it_stands_where_the_page_as_shown_has_it(String page, int width, int height) {
        var file = HandMadePdf.pageWith(page).write(desk.resolve("page.pdf"));

        var output = shown(file, visible(new StampPlace(1, 30, 40, 200, 80)));

        // Poppler draws a page in its own units, whatever /UserUnit says.
        var unit = page.contains("/UserUnit 2") ? 2.0 : 1.0;
        assertThat(ForeignJudges.page(output, 1).getWidth()).isEqualTo((int) (width / unit));
        assertThat(ForeignJudges.page(output, 1).getHeight()).isEqualTo((int) (height / unit));
        isAt(drawn(file, output, 1), 30 / unit, 40 / unit, 200 / unit, 80 / unit);
        assertThat(ForeignJudges.pdftotext(output)).contains("𠮷田 髙﨑 ⽉子");
        assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
    }

    @Test
    void what_would_stick_out_of_the_page_is_drawn_smaller() {
        var output = shown(original, visible(new StampPlace(-1, 500, -20, 200, 90)));

        isAt(drawn(original, output, 1), 500, 0, 95, 70);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 10, 10, 100, 50",
        "-2, 10, 10, 100, 50",
        "0, 10, 10, 100, 50",
        "1, 600, 10, 100, 50",
        "1, 10, 843, 100, 50",
        "1, 10, 10, 3, 50",
        "1, NaN, 10, 100, 50",
        "1, 10, 10, -100, 50",
    })
    void a_place_that_is_on_no_page_is_refused(int page, double x, double y, double width, double height) {
        var place = new StampPlace(page, x, y, width, height);

        var preparation = PdfSigning.prepare(original, visible(place), YOSHIDA.with(BY_EC));

        assertThat(refusal(preparation)).isEqualTo(ProblemCode.PLACE_NOT_ON_PAGE);
    }

    @Test
    void an_existing_field_is_drawn_into_its_rectangle() {
        var form = HandMadePdf.withFieldAt("100 200 320 290").write(desk.resolve("form.pdf"));
        var options = seenInItsField();

        var output = shown(form, options);

        holds(output, 1);
        isAt(drawn(form, output, 1), 100, 842 - 290, 220, 90);
    }

    @Test
    void a_field_that_is_shown_by_a_widget_of_its_own_is_drawn_there_and_the_signature_before_stays_valid() {
        var form = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]>>")
                .replacing("/MediaBox[0 0 595 842]", "/MediaBox[0 0 595 842]/Annots[7 0 R]")
                .object("<</FT/Sig/T(Approval)/V null/Kids[7 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/Parent 6 0 R/Rect[100 200 320 290]/F 4/P 3 0 R>>")
                .write(desk.resolve("kid.pdf"));
        var first = signed(form, YOSHIDA, BY_EC);
        var output = shown(first, seenInItsField());

        // Poppler looks for the signature in the widget, which the standard does not have there, and sees one of two.
        holdsForUs(output, 2);
        assertThat(ForeignJudges.qpdf(output).exit()).isZero();
        isAt(drawn(first, output, 1), 100, 842 - 290, 220, 90);
    }

    // The seal.

    @Test
    void the_page_is_seen_through_the_seal_but_on_pdf_a_1_it_lies_on_white() throws IOException {
        var seal = SealImage.of(TestSeals.ring(300));
        var options = visible(Optional.of(PLACE), Direction.HORIZONTAL, seal);
        var first = HandMadePdf.withMetadata("<pdfaid:part>1</pdfaid:part>").write(desk.resolve("a1.pdf"));

        assertThat(Files.readString(shown(original, options), StandardCharsets.ISO_8859_1))
                .contains("/SMask");
        assertThat(Files.readString(shown(first, options), StandardCharsets.ISO_8859_1))
                .doesNotContain("/SMask");
    }

    @Test
    void metadata_in_another_encoding_says_pdf_a_1_too() throws IOException {
        var wide = new String(
                "<pdfaid:part>1</pdfaid:part>".getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
        var options = visible(Optional.of(PLACE), Direction.HORIZONTAL, SealImage.of(TestSeals.ring(300)));
        var file = HandMadePdf.withMetadata(wide).write(desk.resolve("a1.pdf"));

        assertThat(Files.readString(shown(file, options), StandardCharsets.ISO_8859_1))
                .doesNotContain("/SMask");
    }

    @Test
    void metadata_that_swell_beyond_all_measure_take_no_place_from_a_signature() throws IOException {
        var swollen = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(swollen)) {
            for (int i = 0; i < 3000; i++) {
                deflating.write(new byte[1 << 20]);
            }
        }
        var file = TrickPdf.page().catalog("/Metadata 6 0 R").stream(
                        "/Type/Metadata/Subtype/XML/Filter/FlateDecode", swollen.toByteArray())
                .write(desk.resolve("swollen.pdf"));

        assertThat(SigningForTests.prepared(file, YOSHIDA, BY_EC, visible(PLACE)))
                .satisfies(PreparedDocument::close);
    }
}
