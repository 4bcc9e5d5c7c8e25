package dev.natsuin.desktop.document.verify;

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
 * Where EU DSS puts the user's documents while it works: a private folder that goes away, instead of memory and of
 * copies that would stay until the program ends.
 */
public final class DssWorkspace implements AutoCloseable {
    private final Path folder;

    /** A new folder that only the user can read. */
    public DssWorkspace() throws IOException {
        this.folder = Files.createTempDirectory("natsuin-dss-");
    }

    /** For one of DSS's services or validators. */
    public IPdfObjFactory pdfObjects() {
        var factory = new PdfBoxNativeObjectFactory();
        factory.setPdfMemoryUsageSetting(PdfMemoryUsageSetting.fileOnly());
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
