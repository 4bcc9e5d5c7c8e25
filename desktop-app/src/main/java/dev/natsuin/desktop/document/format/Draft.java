package dev.natsuin.desktop.document.format;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A signature of which only the signature value is missing. Small; holds nothing of the file. Immutable. */
public interface Draft {
    /** The hash that is signed: the DTBS/R. */
    Bytes hash();

    /**
     * Writes the signed file.
     *
     * @param original the file this was drafted for, from its beginning; need not be read to its end
     * @param value the signature value, which the caller has verified; ECDSA as DER
     * @param signed where the signed file goes; stays open
     */
    void write(InputStream original, Bytes value, OutputStream signed) throws IOException;
}
