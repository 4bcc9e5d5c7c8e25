package dev.natsuin.desktop.document.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.natsuin.desktop.testdata.HandMadePdf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTextTest {
    @TempDir
    Path desk;

    private static PdfPages open(Path file) {
        return ((PdfPages.Opening.Opened) PdfPages.open(file)).pages();
    }

    @Test
    void words_are_found_where_they_stand_whatever_their_width_and_case() {
        var file = HandMadePdf.onePage("Contract No 42, contract").write(desk.resolve("a.pdf"));
        try (var pages = open(file)) {
            var found = pages.find(1, "ＣＯＮ TRACT");

            assertThat(found).hasSize(2);
            var first = found.get(0).get(0);
            assertThat(first.x()).isCloseTo(72, within(1.0));
            assertThat(first.y() + first.height()).isBetween(140.0, 150.0);
            assertThat(first.width()).isBetween(80.0, 110.0);
        }
    }

    @Test
    void japanese_is_found_over_the_end_of_a_line() {
        try (var pages = open(Path.of("..", "testdata", "contract-ja.pdf"))) {
            assertThat(pages.find(1, "契約")).isNotEmpty();
            assertThat(pages.find(1, "存在しない語")).isEmpty();
            assertThat(pages.find(1, "  ")).isEmpty();
        }
    }
}
