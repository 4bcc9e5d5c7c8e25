package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What kind of signed file it is, by its first octets. */
public enum FileKind {
    PDF,
    CMS,
    XML,
    JSON,
    ZIP;

    private static final int LOOK_BYTES = 1024;
    private static final String SIGNED_DATA = "06092a864886f70d010702";

    /** True if it is to be handled as a PDF; also if it cannot be read, as readers of PDFs say best why. */
    public static boolean isPdf(Path file) {
        try {
            return of(file).filter(PDF::equals).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * The kind; nothing if it is none of them.
     *
     * <p>What is named {@code .pdf} is a PDF or nothing: a viewer shows it as one, whatever else it may be too. Else
     * the beginning decides, before a PDF's, which may stand anywhere in the first kibibyte: in a container or a CMS it
     * is the content's.
     */
    public static Optional<FileKind> of(Path file) throws IOException {
        byte[] octets;
        try (var in = NamedFile.open(file)) {
            octets = in.readNBytes(LOOK_BYTES);
        }
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".pdf")) {
            return Optional.of(PDF);
        }
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\u0003\u0004")) {
            return Optional.of(ZIP);
        }
        if (text.startsWith("0")
                && Bytes.of(octets)
                        .slice(0, Math.min(octets.length, 20))
                        .toHex()
                        .contains(SIGNED_DATA)) {
            return Optional.of(CMS);
        }
        var begins = (text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).stripLeading();
        if (begins.startsWith("<")) {
            return Optional.of(XML);
        }
        // A header with certificates is longer than what is looked at.
        if (begins.startsWith("{") || begins.matches("(?s)eyJ[A-Za-z0-9_-]+(\\..*)?")) {
            return Optional.of(JSON);
        }
        return text.contains("%PDF-") ? Optional.of(PDF) : Optional.empty();
    }
}
