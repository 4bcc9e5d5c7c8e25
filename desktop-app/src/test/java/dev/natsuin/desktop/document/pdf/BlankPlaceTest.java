package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.TrickPdf;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BlankPlaceTest {
    private static final String GROUP =
            "/Type/XObject/Subtype/Form/BBox[0 0 596 842]/Group<</S/Transparency/CS/DeviceRGB>>";
    private static final PDRectangle PATTERNED = new PDRectangle(60, 650, 100, 50);
    private static final PDRectangle ELSEWHERE = new PDRectangle(60, 100, 100, 50);

    private static String pattern(int step) {
        return "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 596 842]/XStep " + step + "/YStep " + step
                + "/Matrix[1 0.0000000000000002 0 1 0 0]/Resources<</XObject<</G 6 0 R>>>>";
    }

    private static boolean isBlank(TrickPdf pdf, PDRectangle place) throws IOException {
        try (var document = Loader.loadPDF(pdf.bytes())) {
            return BlankPlace.isBlank(document, 0, place);
        }
    }

    private static TrickPdf patterned(int patterns, int step, String group, int groups) {
        var content = new StringBuilder("/Pattern cs ");
        var names = new StringBuilder("/Pattern<<");
        for (int i = 7; i < 7 + patterns; i++) {
            content.append("/P").append(i).append(" scn 50 600 300 200 re f ");
            names.append("/P").append(i).append(' ').append(i).append(" 0 R");
        }
        var pdf = TrickPdf.content(content.toString()).resources(names + ">>").stream(GROUP, group);
        for (int i = 0; i < patterns; i++) {
            pdf.stream(pattern(step), "/G Do ".repeat(groups));
        }
        return pdf;
    }

    /** As cairo once wrote pictures, each of a page that is far larger. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void patterns_with_cells_beyond_the_page_are_not_blank_and_the_rest_of_the_page_is() throws IOException {
        var pdf = patterned(100, 2876, "1 1 1 rg 0 0 596 842 re f", 1);

        assertThat(isBlank(pdf, PATTERNED)).isFalse();
        assertThat(isBlank(pdf, ELSEWHERE)).isTrue();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_page_that_takes_too_long_is_not_blank() throws IOException {
        var pdf = patterned(1, 1000, "1 1 1 rg 0 0 596 842 re f", 5_000);

        assertThat(isBlank(pdf, ELSEWHERE)).isFalse();
    }

    @Test
    void a_pattern_of_ordinary_size_is_drawn() throws IOException {
        assertThat(isBlank(patterned(3, 300, "0 g 0 0 40 40 re f", 1), PATTERNED))
                .isTrue();
        assertThat(isBlank(patterned(3, 300, "0 g 0 0 40 40 re f", 1), new PDRectangle(60, 610, 280, 90)))
                .isFalse();
    }
}
