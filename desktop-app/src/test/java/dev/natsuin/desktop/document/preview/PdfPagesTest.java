package dev.natsuin.desktop.document.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TrickPdf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PdfPagesTest {
    private static final Path SAMPLES = Path.of("..", "testdata");
    private static final int WHITE = 0xFFFFFFFF;

    @TempDir
    Path desk;

    private static PdfPages open(Path file) {
        var opening = PdfPages.open(file);
        assertThat(opening).isInstanceOf(PdfPages.Opening.Opened.class);
        return ((PdfPages.Opening.Opened) opening).pages();
    }

    private static PageImage image(PdfPages.Rendering rendering) {
        assertThat(rendering).isInstanceOf(PdfPages.Rendering.Rendered.class);
        return ((PdfPages.Rendering.Rendered) rendering).image();
    }

    private static long inked(PageImage image) {
        var pixels = image.argbPre();
        return IntStream.range(0, pixels.remaining())
                .filter(i -> pixels.get(i) != WHITE)
                .count();
    }

    @Test
    void a_page_has_the_wanted_width_is_opaque_and_has_ink() {
        try (var pages = open(SAMPLES.resolve("contract-ja.pdf"))) {
            var image = image(pages.render(1, 8e6, 600));
            assertThat(image.width()).isBetween(599, 600);
            assertThat(image.height()).isBetween(847, 849);
            assertThat(image.argbPre().remaining()).isEqualTo(image.width() * image.height());
            assertThat(inked(image)).isGreaterThan(1000);
            assertThat(IntStream.range(0, image.argbPre().remaining())
                            .map(i -> image.argbPre().get(i) >>> 24))
                    .allMatch(alpha -> alpha == 0xFF);
            assertThat(image.undecodable()).isFalse();
        }
    }

    @Test
    void pixels_are_capped_however_large_the_page() {
        var plan = HandMadePdf.withCatalog("").write(desk.resolve("plan.pdf"));
        try (var pages = open(plan)) {
            var image = image(pages.render(1, 10_000, 4000));
            assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(10_000);
        }
    }

    @Test
    void a_turned_page_is_turned() {
        try (var pages = open(SAMPLES.resolve("drawings.pdf"))) {
            var image = image(pages.render(5, 8e6, 300));
            assertThat(image.width()).isGreaterThan(image.height());
        }
    }

    @Test
    void an_image_that_nobody_can_read_is_reported() {
        try (var pages = open(SAMPLES.resolve("undecodable-image.pdf"))) {
            assertThat(image(pages.render(1, 8e6, 300)).undecodable()).isTrue();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void what_would_take_minutes_to_draw_is_left_out_and_reported() {
        var file = TrickPdf.content("/Pattern cs /P scn 50 600 300 200 re f").resources("/Pattern<</P 6 0 R>>").stream(
                        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 596 842]/XStep 2876/YStep 2876"
                                + "/Matrix[1 0.0000000000000002 0 1 0 0]/Resources<</XObject<</G 7 0 R>>>>",
                        "/G Do ".repeat(5_000))
                .stream("/Type/XObject/Subtype/Form/BBox[0 0 596 842]/Group<</S/Transparency>>", "0 0 596 842 re f")
                .write(desk.resolve("slow.pdf"));
        try (var pages = open(file)) {
            assertThat(image(pages.render(1, 8e6, 1000)).undecodable()).isTrue();
        }
    }

    @Test
    void a_document_that_only_its_owner_may_change_is_shown() {
        try (var pages = open(SAMPLES.resolve("owner-password.pdf"))) {
            assertThat(inked(image(pages.render(1, 8e6, 300)))).isPositive();
        }
    }

    /** As office programs in Japan write it; PDFBox takes a Latin font where it finds no other, and draws nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void each_japanese_letter_of_a_font_that_is_not_in_the_file_is_drawn(int type) {
        var drawn = new HashSet<IntBuffer>();
        for (var codes : List.of("5951", "7D04", "66F8", "3042", "3000")) {
            var file = TrickPdf.content("BT /F2 24 Tf 72 700 Td <" + codes + "> Tj ET")
                    .fonts("/F2 6 0 R")
                    .object("<</Type/Font/Subtype/Type0/BaseFont/Gone/Encoding/UniJIS-UTF16-H/DescendantFonts[7 0 R]>>")
                    .object("<</Type/Font/Subtype/CIDFontType" + type + "/BaseFont/Gone/CIDSystemInfo"
                            + "<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 8 0 R>>")
                    .object("<</Type/FontDescriptor/FontName/Gone/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
                            + "/Ascent 900/Descent -100/CapHeight 700/StemV 80>>")
                    .write(desk.resolve(codes + ".pdf"));
            try (var pages = open(file)) {
                drawn.add(image(pages.render(1, 8e6, 600)).argbPre());
            }
        }

        assertThat(drawn).hasSize(5);
    }

    @Test
    void a_page_no_longer_wanted_is_not_drawn_and_the_next_is() {
        try (var pages = open(SAMPLES.resolve("contract-en.pdf"))) {
            assertThat(pages.render(1, 8e6, 300, () -> true))
                    .isEqualTo(new PdfPages.Rendering.Refused(Problem.of(ProblemCode.CANCELLED)));
            assertThat(inked(image(pages.render(1, 8e6, 300)))).isPositive();
        }
    }

    @Test
    void there_is_no_page_nought() {
        try (var pages = open(SAMPLES.resolve("contract-en.pdf"))) {
            assertThatThrownBy(() -> pages.size(0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pages.size(2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void what_cannot_be_opened_says_why() {
        assertThat(PdfPages.open(desk.resolve("missing.pdf")))
                .isEqualTo(new PdfPages.Opening.Refused(Problem.of(ProblemCode.FILE_MISSING)));
        assertThat(PdfPages.open(SAMPLES.resolve("encrypted.pdf")))
                .isEqualTo(new PdfPages.Opening.Refused(Problem.of(ProblemCode.DOCUMENT_ENCRYPTED)));
    }

    @Test
    void a_page_can_be_drawn_in_advance_without_a_document() {
        assertThatCode(PdfPages::warm).doesNotThrowAnyException();
    }
}
