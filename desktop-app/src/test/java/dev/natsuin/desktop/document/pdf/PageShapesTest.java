package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageShapesTest {
    @TempDir
    Path desk;

    private PdfFile open(HandMadePdf pdf) {
        return ((PdfFile.Opening.Opened) PdfFile.open(pdf.write(desk.resolve("a.pdf")))).pdf();
    }

    @Test
    void a_page_has_the_size_at_which_it_is_shown() {
        try (var pdf = open(HandMadePdf.pageWith("/CropBox[10 20 310 420]/Rotate 90/UserUnit 2"))) {
            assertThat(PageShapes.sizes(pdf)).containsExactly(new PageShapes.Size(800, 600));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox[10 20 310 420]/Rotate 90/UserUnit 2"})
    void where_a_field_is_shown_a_stamp_would_have_its_rectangle(String page) throws IOException {
        var field = HandMadePdf.withFieldAt("72 90 230 140").replacing("/MediaBox", page + "/MediaBox");
        try (var pdf = open(field)) {
            var found = PageShapes.emptyFields(pdf);

            assertThat(found).hasSize(1);
            assertThat(found.get(0).name()).isEqualTo("Approval");
            assertThat(found.get(0).place().page()).isEqualTo(1);
            var again = new PDRectangle(
                    found.get(0).place().standing(pdf).orElseThrow().rectangle());
            assertThat(again.getLowerLeftX()).isCloseTo(72, within(0.01f));
            assertThat(again.getLowerLeftY()).isCloseTo(90, within(0.01f));
            assertThat(again.getUpperRightX()).isCloseTo(230, within(0.01f));
            assertThat(again.getUpperRightY()).isCloseTo(140, within(0.01f));
        }
    }

    @Test
    void a_field_without_area_is_not_offered() {
        try (var pdf = open(HandMadePdf.withFieldAt("0 0 0 0"))) {
            assertThat(PageShapes.emptyFields(pdf)).isEmpty();
        }
    }

    @Test
    void a_field_is_offered_where_its_only_widget_is() {
        var form = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]>>")
                .replacing("/MediaBox[0 0 595 842]", "/MediaBox[0 0 595 842]/Annots[7 0 R]")
                .object("<</FT/Sig/T(Approval)/Kids[7 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/Parent 6 0 R/Rect[100 200 320 290]/F 4/P 3 0 R>>");
        try (var pdf = open(form)) {
            assertThat(PageShapes.emptyFields(pdf))
                    .hasSize(1)
                    .allMatch(field -> field.name().equals("Approval"));
        }
    }
}
