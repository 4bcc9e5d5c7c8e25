package dev.natsuin.desktop.document.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.testdata.TrickPdf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to hold up or bring down whoever looks at them. */
final class HostileInspectionTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String FORM = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";

    @TempDir
    private Path folder;

    private Inspection.Look look(TrickPdf pdf) {
        return Inspection.of(pdf.write(folder.resolve("a.pdf")), java.util.Optional.empty(), SHORT, System::nanoTime);
    }

    private static TrickPdf calls(int times) {
        return TrickPdf.content("/X Do ".repeat(times)).resources("/XObject<</X 6 0 R>>");
    }

    private static byte[] deflated(int rounds, int length) throws IOException {
        var body = new byte[length];
        for (int i = 0; i < rounds; i++) {
            var out = new ByteArrayOutputStream();
            try (var deflating = new DeflaterOutputStream(out)) {
                deflating.write(body);
            }
            body = out.toByteArray();
        }
        return body;
    }

    static Stream<Arguments> endless() throws IOException {
        var fan = calls(100);
        for (int i = 7; i < 20; i++) {
            fan.stream(FORM + "/Resources<</XObject<</X " + i + " 0 R>>>>", "/X Do ".repeat(100));
        }
        fan.stream(FORM, "0 0 1 1 re f");
        return Stream.of(
                Arguments.of("forms that call forms, a hundred times each, thirteen deep", fan),
                Arguments.of(
                        "a content that inflates beyond all measure",
                        TrickPdf.content("/X Do").resources("/XObject<</X 6 0 R>>").stream(
                                FORM + "/Filter[/FlateDecode/FlateDecode]", deflated(2, 300 << 20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endless")
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ends_in_time_and_says_what_was_not_looked_at(String what, TrickPdf pdf) {
        var look = (Inspection.Look.Inspected) look(pdf);

        assertThat(look.findings()).extracting(Finding::code).contains(FindingCode.NOT_INSPECTED);
        assertThat(look.blocks()).isFalse();
    }

    /** Few operators and much work: each cell is a picture far larger than the page. */
    @Test
    void patterns_of_large_cells_end_in_time() {
        var content = new StringBuilder(TrickPdf.TEXT + "/Pattern cs ");
        var names = new StringBuilder("/Pattern<<");
        int patterns = 36;
        for (int i = 7; i < 7 + patterns; i++) {
            content.append("/P").append(i).append(" scn ").append(TrickPdf.OVER).append("f ");
            names.append("/P").append(i).append(' ').append(i).append(" 0 R");
        }
        var pdf = TrickPdf.content(content.toString()).resources(names + ">>").stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 2876 2876]/Group<</S/Transparency>>", "0 0 2876 2876 re f");
        for (int i = 0; i < patterns; i++) {
            pdf.stream(
                    "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2876 2876]/XStep 2876/YStep 2876"
                            + "/Matrix[1 0.0000000000000002 0 1 0 0]/Resources<</XObject<</G 6 0 R>>>>",
                    "/G Do");
        }

        long before = HostileInput.work();
        var look = (Inspection.Look.Inspected) look(pdf);

        assertThat(look.findings()).extracting(Finding::code).contains(FindingCode.NOT_INSPECTED);
        assertThat(Duration.ofNanos(HostileInput.work() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void what_cannot_be_borne_hides_nothing_else_and_its_page_is_not_drawn() throws IOException {
        var pdf = TrickPdf.content("/X Do " + TrickPdf.TEXT + "1 g " + TrickPdf.OVER + "f")
                .resources("/XObject<</X 6 0 R>>")
                .catalog("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")
                .stream(FORM + "/Filter[/FlateDecode/FlateDecode]", deflated(2, 300 << 20));

        var look = (Inspection.Look.Inspected) Inspection.of(pdf.write(folder.resolve("a.pdf")));

        assertThat(look.findings()).extracting(Finding::code).contains(FindingCode.SCRIPT);
        assertThat(look.findings()).extracting(Finding::code).doesNotContain(FindingCode.TEXT_COVERED);
        assertThat(look.findings())
                .filteredOn(each -> each.code() == FindingCode.NOT_INSPECTED)
                .extracting(Finding::page)
                .containsOnly(1);
    }

    /** Codes of nine bits that say nothing new, and then the longest of the table again and again. */
    private static byte[] lzw(int codes) {
        var bits = new java.util.BitSet();
        int at = 0;
        int table = 257;
        for (int i = 0; i < codes; i++) {
            int width = table >= 2047 ? 12 : table >= 1023 ? 11 : table >= 511 ? 10 : 9;
            int code = i == 0 ? 0 : Math.min(table, 4095);
            for (int bit = width - 1; bit >= 0; bit--) {
                bits.set(at++, (code >> bit & 1) == 1);
            }
            table++;
        }
        var octets = new byte[at / 8 + 1];
        bits.stream().forEach(bit -> octets[bit / 8] |= (byte) (0x80 >> bit % 8));
        return octets;
    }

    @Test
    void a_text_that_swells_by_lzw_is_found_too_large_and_an_ordinary_one_is_not() {
        var swelling = calls(1).stream(FORM + "/Filter/LZWDecode", lzw(40_000));
        var ordinary = calls(1).stream(FORM + "/Filter/LZWDecode", lzw(4_000));

        assertThat(((Inspection.Look.Inspected) look(swelling)).findings())
                .extracting(Finding::code)
                .contains(FindingCode.NOT_INSPECTED);
        assertThat(((Inspection.Look.Inspected) look(ordinary)).findings())
                .extracting(Finding::code)
                .doesNotContain(FindingCode.NOT_INSPECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_900, 60_000})
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_script_made_to_be_compared_for_ever_is_a_script(int blanks) {
        var pdf = TrickPdf.page()
                .catalog("/OpenAction<</S/JavaScript/JS(AFDate_Format\\(\\)" + " ".repeat(blanks) + "!)>>");

        assertThat(((Inspection.Look.Inspected) look(pdf)).findings())
                .extracting(Finding::code)
                .contains(FindingCode.SCRIPT);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_hundred_thousand_objects_of_one_number_are_told_in_time() {
        var pdf = TrickPdf.page().unlisted("6 0 obj 1 endobj\n".repeat(100_000));

        var look = (Inspection.Look.Inspected) Inspection.of(pdf.write(folder.resolve("a.pdf")));

        assertThat(look.findings()).extracting(Finding::code).contains(FindingCode.UNLISTED_OBJECT);
    }

    static Stream<Arguments> strange() {
        return Stream.of(
                Arguments.of(
                        "a form that calls itself",
                        calls(1).stream(FORM + "/Resources<</XObject<</X 6 0 R>>>>", "/X Do")),
                Arguments.of("arrays in arrays", TrickPdf.content("[".repeat(100_000) + "0 Tj")),
                Arguments.of(
                        "dictionaries in dictionaries",
                        TrickPdf.page().catalog("/A<<".repeat(20_000) + ">>".repeat(20_000))),
                Arguments.of("states without end", TrickPdf.content("q ".repeat(300_000) + TrickPdf.TEXT)),
                Arguments.of("states that were never kept", TrickPdf.content("Q ".repeat(1000) + TrickPdf.TEXT)),
                Arguments.of("a page a mile wide", TrickPdf.page().entries("/CropBox[0 0 1e9 1e9]")),
                Arguments.of("a page of no size", TrickPdf.page().entries("/CropBox[5 5 5 5]")),
                Arguments.of("numbers that are none", TrickPdf.content("1e38 0 0 1e38 0 0 cm " + TrickPdf.TEXT)),
                Arguments.of(
                        "a font that is itself its descendant",
                        TrickPdf.content("BT /F2 9 Tf (a) Tj ET")
                                .fonts("/F2 6 0 R")
                                .object(
                                        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>")),
                Arguments.of(
                        "annotations that are their own parents",
                        TrickPdf.page()
                                .entries("/Annots[6 0 R]")
                                .object("<</Type/Annot/Subtype/Widget/FT/Tx/Parent 6 0 R/Kids[6 0 R]/Rect[0 0 9 9]>>")),
                Arguments.of(
                        "an action that follows itself",
                        TrickPdf.page().catalog("/OpenAction 6 0 R").object("<</S/GoTo/Next 6 0 R>>")),
                Arguments.of(
                        "a layer that hides itself",
                        TrickPdf.content("/OC /L BDC " + TrickPdf.TEXT)
                                .resources("/Properties<</L 6 0 R>>")
                                .object("<</Type/OCMD/OCGs 6 0 R/VE 7 0 R>>")
                                .object("[/Not 7 0 R]")
                                .catalog("/OCProperties<</OCGs[6 0 R]/D<<>>>>")),
                Arguments.of(
                        "a character that shows itself",
                        TrickPdf.content("BT /F2 9 Tf (A) Tj ET")
                                .fonts("/F2 6 0 R")
                                .object(
                                        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[1]/Encoding<</Differences[65/a]>>/CharProcs<</a 7 0 R>>/Resources<</Font<</F2 6 0 R>>>>>>")
                                .stream("", "1 0 d0 BT /F2 9 Tf (A) Tj ET")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strange")
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void brings_nothing_down(String what, TrickPdf pdf) {
        assertThat(look(pdf)).isNotNull();
    }

    @Test
    void what_was_found_before_time_was_over_is_told() {
        var clock = new AtomicLong();
        var pdf = TrickPdf.content("0 0 1 1 re f ".repeat(2000)).catalog("/AcroForm<</XFA()>>");

        var look = (Inspection.Look.Inspected) Inspection.of(
                pdf.write(folder.resolve("a.pdf")),
                java.util.Optional.empty(),
                SHORT,
                () -> clock.addAndGet(SHORT.toNanos() / 8));

        assertThat(look.findings())
                .extracting(Finding::code)
                .contains(FindingCode.DYNAMIC_FORM, FindingCode.NOT_INSPECTED);
    }

    @Test
    void a_kind_of_finding_never_fills_the_list() {
        var fields = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            fields.append("<</Type/Annot/Subtype/Stamp/Contents(x)/F 2/Rect[0 0 9 9]/Name/N")
                    .append(i)
                    .append(">>");
        }
        var pages = TrickPdf.page().entries("/Annots[" + fields + "]");

        assertThat(((Inspection.Look.Inspected) look(pages)).findings()).hasSizeLessThan(40);
    }
}
