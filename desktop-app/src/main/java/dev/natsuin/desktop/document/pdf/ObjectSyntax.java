package dev.natsuin.desktop.document.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of PDF objects (ISO 32000-2 §7.3).
 *
 * <p>Writes what it is given and changes none of it: no reference is followed, no string touched, no length noted.
 */
final class ObjectSyntax {
    private static final COSObjectKey TRAILER = new COSObjectKey(0, 0);

    private final ByteArrayOutputStream out;
    private final Resolver resolver;
    private final ObjectCipher cipher;

    /** What an item inside an object becomes. */
    interface Resolver {
        /** What a reference to this item must say; null if the item is written where it stands. */
        @Nullable COSObjectKey reference(COSBase item) throws IOException;

        /** What an item written where it stands is, behind any wrapping of PDFBox's. */
        COSBase value(COSBase item);

        /** Octets to be written instead of an item, as they are; null for every usual item. */
        byte @Nullable [] verbatim(COSBase item, int position);
    }

    /**
     * Writes to {@code out}.
     *
     * @param cipher what becomes of strings and streams
     */
    ObjectSyntax(ByteArrayOutputStream out, Resolver resolver, ObjectCipher cipher) {
        this.out = out;
        this.resolver = resolver;
        this.cipher = cipher;
    }

    /** A whole indirect object, from its number to {@code endobj}. */
    void object(COSObjectKey key, COSBase body) throws IOException {
        ascii(key.getNumber() + " " + key.getGeneration() + " obj\n");
        if (body instanceof COSStream stream) {
            stream(key, stream);
        } else {
            body(key, body);
        }
        ascii("\nendobj\n");
    }

    /** A trailer dictionary, which is no object. */
    void trailer(COSDictionary trailer) throws IOException {
        dictionary(TRAILER, trailer);
    }

    private void stream(COSObjectKey key, COSStream stream) throws IOException {
        byte[] octets;
        try (var in = stream.createRawInputStream()) {
            octets = cipher.stream(key, in.readAllBytes());
        }
        var entries = new COSDictionary(stream);
        entries.setLong(COSName.LENGTH, octets.length);
        dictionary(key, entries);
        ascii("\nstream\n");
        out.writeBytes(octets);
        ascii("\nendstream");
    }

    private void item(COSObjectKey key, COSBase item) throws IOException {
        var verbatim = resolver.verbatim(item, out.size());
        if (verbatim != null) {
            out.writeBytes(verbatim);
            return;
        }
        var reference = resolver.reference(item);
        if (reference != null) {
            ascii(reference.getNumber() + " " + reference.getGeneration() + " R");
        } else {
            body(key, resolver.value(item));
        }
    }

    private void body(COSObjectKey key, COSBase body) throws IOException {
        if (body instanceof COSDictionary dictionary) {
            dictionary(key, dictionary);
        } else if (body instanceof COSArray array) {
            array(key, array);
        } else if (body instanceof COSString string) {
            string(cipher.string(key, string.getBytes()), string.getForceHexForm() || cipher.encrypts());
        } else if (body instanceof COSName name) {
            name.writePDF(out);
        } else if (body instanceof COSInteger integer) {
            ascii(Long.toString(integer.longValue()));
        } else if (body instanceof COSFloat real) {
            real.writePDF(out);
        } else if (body instanceof COSBoolean truth) {
            ascii(Boolean.toString(truth.getValue()));
        } else if (body instanceof COSNull) {
            ascii("null");
        } else {
            throw new IOException("an object of a kind that PDF does not have");
        }
    }

    private void dictionary(COSObjectKey key, COSDictionary dictionary) throws IOException {
        ascii("<<");
        for (var entry : dictionary.entrySet()) {
            ascii("\n");
            entry.getKey().writePDF(out);
            ascii(" ");
            item(key, entry.getValue());
        }
        ascii("\n>>");
    }

    private void array(COSObjectKey key, COSArray array) throws IOException {
        ascii("[");
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                ascii(i % 16 == 0 ? "\n" : " ");
            }
            var item = array.get(i);
            item(key, item == null ? COSNull.NULL : item);
        }
        ascii("]");
    }

    /** In parentheses if that is plain to read, else in hexadecimal. */
    private void string(byte[] octets, boolean hexadecimal) {
        boolean plain = !hexadecimal;
        for (byte octet : octets) {
            plain &= octet >= 0x20 && octet < 0x7f;
        }
        if (!plain) {
            ascii("<" + HexFormat.of().formatHex(octets) + ">");
            return;
        }
        out.write('(');
        for (byte octet : octets) {
            if (octet == '(' || octet == ')' || octet == '\\') {
                out.write('\\');
            }
            out.write(octet);
        }
        out.write(')');
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
