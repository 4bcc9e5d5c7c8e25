package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.WorkFolder;
import eu.europa.esig.dss.pdf.IPdfObjFactory;
import eu.europa.esig.dss.pdf.PdfMemoryUsageSetting;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxNativeObjectFactory;
import eu.europa.esig.dss.signature.resources.TempFileResourcesHandlerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Where EU DSS puts the user's documents while it works: a folder in the {@link WorkFolder} that goes away, instead of
 * memory and of copies that would stay until the program ends.
 */
public final class DssWorkspace implements AutoCloseable {
    private final Path folder;

    /**
     * A new folder that only the user can read.
     *
     * @throws NoRoom if it cannot be made
     */
    public DssWorkspace() throws NoRoom {
        this.folder = WorkFolder.folder();
    }

    /** For one of DSS's services or validators. */
    public IPdfObjFactory pdfObjects() {
        var factory = new PdfBoxNativeObjectFactory();
        // PDFBox's files would not lie in the folder. What is kept so is what DSS adds, which it has in memory in any
        // case, and what it decrypts of form and fields; it reads no page.
        factory.setPdfMemoryUsageSetting(PdfMemoryUsageSetting.memoryBuffered());
        factory.setResourcesHandlerBuilder(new TempFileResourcesHandlerBuilder().setTempFileDirectory(folder.toFile()));
        return factory;
    }

    @Override
    public void close() {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary copy could not be removed", e);
        }
    }
}
