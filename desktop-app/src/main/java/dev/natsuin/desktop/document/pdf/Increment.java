package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSString;

/**
 * The octets a signature appends to a document, with room for a CMS, and the digests over both.
 *
 * <p>Holds nothing of the document and keeps no file open: between preparing and embedding lies a person's PIN.
 *
 * @param originalDigest SHA-256 of the whole original file
 * @param originalBytes its length
 * @param messageDigest the digest of the byte range: everything but {@code /Contents}
 * @param head the increment up to, without, the {@code <} of {@code /Contents}
 * @param roomBytes how long the CMS may be
 * @param tail the increment from after the {@code >}
 */
public record Increment(
        Bytes originalDigest, long originalBytes, Bytes messageDigest, Bytes head, int roomBytes, Bytes tail) {
    /** Room for three numbers as long as a {@code long}, so that no file is too long for its byte range. */
    private static final int BYTE_RANGE_BYTES = "[0   ]".length() + 3 * 19;

    private static final int IDENTIFIER_BYTES = 16;

    /**
     * What the signature dictionary says.
     *
     * @param signerName the signer's name as it stands in the certificate
     * @param time the claimed time, for {@code /M}; seconds count
     * @param field the existing, empty signature field to use; otherwise a new one is added
     * @param certify what a certification allows later: 1, 2 or 3; an approval if empty
     * @param stamp what makes it visible
     * @param spoken what a screen reader says of a new field
     */
    public record Entries(
            String signerName,
            Optional<String> reason,
            Optional<String> location,
            Instant time,
            Optional<String> field,
            Optional<Integer> certify,
            Optional<Stamp> stamp,
            String spoken) {}

    /**
     * Makes the increment for a document that {@link SigningObstacles} let pass. The document is spent afterwards:
     * close it.
     *
     * <p>The same document, entries and room give the same increment, but for an encrypted document's strings.
     *
     * @param digests have taken the whole document, see {@link PdfFile#digest}; spent afterwards
     * @throws IOException if the document turns out to be damaged
     */
    public static Increment of(PdfFile pdf, Entries entries, int roomBytes, RangeDigest digests) throws IOException {
        return HostileInput.read(() -> {
            var originalDigest = digests.endOfOriginal();
            var contents = new COSString(new byte[0]);
            var byteRange = new COSArray();
            var signature = SignaturePlacing.signature(entries, contents, byteRange);
            var update = new Update(pdf);
            SignaturePlacing.place(pdf, update, entries, signature, originalDigest);
            update.standIn(contents, hexadecimal(Bytes.of(new byte[roomBytes])));
            update.standIn(byteRange, spaces(BYTE_RANGE_BYTES));
            var octets = update.octets(identifier(entries.time(), originalDigest));
            int open = update.positionOf(contents);
            int after = open + 2 * roomBytes + 2;
            var range = String.format(
                    Locale.ROOT,
                    "[0 %d %d %d]",
                    pdf.sizeBytes() + open,
                    pdf.sizeBytes() + after,
                    octets.length - after);
            var rangeOctets = range.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(rangeOctets, 0, octets, update.positionOf(byteRange), rangeOctets.length);
            digests.after(octets, 0, open);
            digests.after(octets, after, octets.length - after);
            var all = Bytes.of(octets);
            return new Increment(
                    originalDigest,
                    pdf.sizeBytes(),
                    digests.all(),
                    all.slice(0, open),
                    roomBytes,
                    all.slice(after, octets.length));
        });
    }

    /**
     * What stands in {@code /Contents}: the CMS and zeros up to its room.
     *
     * @throws IllegalArgumentException if the room is too small
     */
    public Bytes contents(Bytes cms) {
        return Bytes.of(hexadecimal(padded(cms)));
    }

    /** The CMS and zeros up to its room. */
    Bytes padded(Bytes cms) {
        if (cms.size() > roomBytes) {
            throw new IllegalArgumentException("the room for the CMS is too small");
        }
        return Bytes.concat(cms, Bytes.of(new byte[roomBytes - cms.size()]));
    }

    /**
     * All that is appended, with this CMS.
     *
     * @throws IllegalArgumentException if the room is too small
     */
    public Bytes with(Bytes cms) {
        return Bytes.concat(head, contents(cms), tail);
    }

    private static byte[] hexadecimal(Bytes octets) {
        return ("<" + octets.toHex() + ">").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] spaces(int length) {
        var octets = new byte[length];
        Arrays.fill(octets, (byte) ' ');
        return octets;
    }

    /** Half of {@code /ID}: differs for each revision, is the same for the same document and time. */
    private static byte[] identifier(Instant time, Bytes originalDigest) {
        var seconds =
                ByteBuffer.allocate(Long.BYTES).putLong(time.getEpochSecond()).array();
        return Bytes.concat(originalDigest, Bytes.of(seconds))
                .sha256()
                .slice(0, IDENTIFIER_BYTES)
                .toArray();
    }
}
