package dev.natsuin.desktop.document.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.pdf.NoRoom;
import eu.europa.esig.dss.pdf.PdfMemoryUsageSetting;
import org.junit.jupiter.api.Test;

final class DssWorkspaceTest {
    /**
     * Files of PDFBox would lie beside the folder, under names that say nobody whose they are, and stay after a kill.
     */
    @Test
    void what_dss_adds_and_decrypts_is_in_no_file_outside_of_the_folder() throws NoRoom {
        try (var workspace = new DssWorkspace()) {
            assertThat(workspace.pdfObjects())
                    .extracting("pdfMemoryUsageSetting.mode")
                    .isEqualTo(PdfMemoryUsageSetting.Mode.MEMORY_BUFFERED);
        }
    }
}
