package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.testdata.HandMadePdf;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTreeTest {
    @TempDir
    Path folder;

    private PdfFile opened(HandMadePdf pdf) {
        return ((PdfFile.Opening.Opened) PdfFile.open(pdf.write(folder.resolve("tree.pdf")))).pdf();
    }

    @Test
    void the_first_page_is_the_first_of_all_also_behind_nodes_without_any() throws IOException {
        var tree = HandMadePdf.onePage("first")
                .replacing("/Kids[3 0 R]/Count 1", "/Kids[6 0 R 7 0 R 8 0 R]/Count 2")
                .object("<</Type/Pages/Parent 2 0 R/Kids[]/Count 0>>")
                .object("<</Type/Pages/Parent 2 0 R/Kids[9 0 R 3 0 R]/Count 1>>")
                .object("<</Type/Page/Parent 2 0 R>>")
                .object("<</Type/Pages/Parent 7 0 R/Kids[]/Count 0>>");
        try (var pdf = opened(tree)) {
            assertThat(pdf.pageCount()).isEqualTo(2);
            assertThat(pdf.pages().leaves().get(0).getKey().getNumber()).isEqualTo(3);
            assertThat(PageTree.first(pdf.document()))
                    .isSameAs(pdf.pages().leaves().get(0));
            assertThat(pdf.firstPage()).isSameAs(pdf.pages().leaves().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Kids[2 0 R]", "/Kids[null]", "/Kids[77 0 R]", "/Kids[(no page)]", "/Kids[]", ""})
    void a_tree_without_a_first_page_has_none(String kids) throws IOException {
        var sound = HandMadePdf.onePage("x").write(folder.resolve("sound.pdf"));
        long most = sound.toFile().length() + 1000;
        var broken = HandMadePdf.onePage("x").replacing("/Kids[3 0 R]", kids).write(folder.resolve("broken.pdf"));
        var opening = (PdfFile.Opening.Opened) PdfFile.openKnown(broken, java.util.Optional.empty(), most);
        try (var pdf = opening.pdf()) {
            assertThatThrownBy(pdf::firstPage).isInstanceOf(IOException.class);
        }
    }
}
