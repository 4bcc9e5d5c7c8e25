package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.cos.COSStream;

/**
 * What makes a signature visible.
 *
 * @param place for a new field; empty: the rectangle of the existing field, if that has one
 * @param artist draws it
 */
public record Stamp(Optional<StampPlace> place, Artist artist) {
    /** Draws a visible signature, once for each document. */
    @FunctionalInterface
    public interface Artist {
        /**
         * A form XObject with all that it needs; it belongs to no document yet, and is handed over.
         *
         * @param originalDigest SHA-256 of the file before this signature
         * @param originalBytes its length
         */
        COSStream drawn(StampBox box, Bytes originalDigest, long originalBytes) throws IOException;
    }
}
