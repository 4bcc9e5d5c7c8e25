package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSString;

/**
 * The last signature of a file as another reader would find it: by opening the file, not by remembering what was
 * written.
 *
 * @param originalDigest SHA-256 of the file's first octets, as many as the original had
 * @param messageDigest the digest of everything but {@code /Contents}
 * @param contents the CMS with its padding
 * @param pageCount how many pages the file has; 0 if they were not counted again
 */
public record WrittenSignature(Bytes originalDigest, Bytes messageDigest, Bytes contents, int pageCount) {
    /**
     * Reads the signature whose byte range ends where the file ends.
     *
     * @param originalBytes how long the original was
     * @param copied the digests that have taken the original when it was copied; spent afterwards
     * @param password the document's, if it has one
     * @param pageCount how many pages the original has; they are counted one by one only if the nodes of the tree say
     *     otherwise
     * @return empty if there is no such signature, or its byte range leaves out anything but {@code /Contents}
     * @throws IOException if the file cannot be read
     */
    public static Optional<WrittenSignature> read(
            Path file, long originalBytes, RangeDigest copied, Optional<Secret> password, int pageCount)
            throws IOException {
        if (!(PdfFile.openKnown(file, password, originalBytes) instanceof PdfFile.Opening.Opened opened)) {
            return Optional.empty();
        }
        try (var pdf = opened.pdf()) {
            var range = range(pdf);
            return range.isEmpty() || range.get().before() < originalBytes
                    ? Optional.empty()
                    : digested(file, originalBytes, range.get(), copied, pages(pdf, pageCount));
        }
    }

    /**
     * True if another reader will find the signature of this increment, whatever its CMS will be: which hexadecimal
     * digits stand in {@code /Contents} changes nothing of how a file is read.
     *
     * @param original was read in one piece, and is what the increment was made for; not what was made of it in memory
     * @param pageCount as for {@link #read}
     */
    public static boolean willBeFound(PdfFile original, Increment increment, int pageCount) throws IOException {
        var appended = increment.with(Bytes.EMPTY);
        if (!(original.openAppended(appended.toArray()) instanceof PdfFile.Opening.Opened opened)) {
            return false;
        }
        try (var pdf = opened.pdf()) {
            var range = range(pdf);
            var before = increment.originalBytes() + increment.head().size();
            return range.isPresent()
                    && range.get().before() == before
                    && range.get().contents().equals(Bytes.of(new byte[increment.roomBytes()]))
                    && pdf.sizeBytes() == range.get().after() + increment.tail().size()
                    && pages(pdf, pageCount) == pageCount;
        }
    }

    private static Optional<Range> range(PdfFile pdf) throws IOException {
        return pdf.repaired() ? Optional.empty() : HostileInput.read(() -> lastRange(pdf));
    }

    private static int pages(PdfFile pdf, int expected) throws IOException {
        return HostileInput.read(() -> {
            int claimed = PageTree.claimed(pdf.document());
            return claimed == expected
                    ? claimed
                    : PageTree.read(pdf.document()).leaves().size();
        });
    }

    /**
     * The signature of a file that another reader {@linkplain #willBeFound will find}: where it must stand.
     *
     * @param behind what was read back behind the original
     * @param increment what must stand there, but for the CMS
     * @param cms what must stand in it
     * @param copied the digests that have taken the original when it was copied; spent afterwards
     * @return empty unless every octet behind the original is what it must be
     */
    public static Optional<WrittenSignature> at(Bytes behind, Increment increment, Bytes cms, RangeDigest copied) {
        if (!behind.equals(increment.with(cms))) {
            return Optional.empty();
        }
        var originalDigest = copied.endOfOriginal();
        var octets = behind.toArray();
        copied.after(octets, 0, increment.head().size());
        copied.after(
                octets,
                octets.length - increment.tail().size(),
                increment.tail().size());
        return Optional.of(new WrittenSignature(originalDigest, copied.all(), increment.padded(cms), 0));
    }

    /** SHA-256 of a file's first octets. */
    public static Bytes digestOfFirst(Path file, long length) throws IOException {
        return RangeDigest.ofOriginal(file, length, HashAlgorithm.SHA_256).endOfOriginal();
    }

    /** The same for a document that opens without a password; reads its original as well. */
    public static Optional<WrittenSignature> read(Path file, long originalBytes, HashAlgorithm algorithm)
            throws IOException {
        var original = RangeDigest.ofOriginal(file, originalBytes, algorithm);
        return read(file, originalBytes, original, Optional.empty(), 0);
    }

    private record Range(long before, long after, Bytes contents) {}

    private static Optional<Range> lastRange(PdfFile pdf) {
        return FormFields.read(pdf.document()).fields().stream()
                .flatMap(f -> f.signed().stream())
                .flatMap(signature -> range(signature, pdf.sizeBytes()).stream())
                .findFirst();
    }

    private static Optional<Range> range(COSDictionary signature, long size) {
        var range = signature.getCOSArray(COSName.BYTERANGE);
        if (range == null
                || range.size() != 4
                || !(range.getObject(0) instanceof COSNumber from)
                || !(range.getObject(1) instanceof COSNumber before)
                || !(range.getObject(2) instanceof COSNumber after)
                || !(range.getObject(3) instanceof COSNumber rest)
                || !(signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString contents)
                || from.longValue() != 0
                || after.longValue() + rest.longValue() != size
                || after.longValue() - before.longValue() != 2L * contents.getBytes().length + 2) {
            return Optional.empty();
        }
        return Optional.of(new Range(before.longValue(), after.longValue(), Bytes.of(contents.getBytes())));
    }

    private static Optional<WrittenSignature> digested(
            Path file, long originalBytes, Range range, RangeDigest digests, int pageCount) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(originalBytes);
            var originalDigest = digests.endOfOriginal();
            RangeDigest.feed(channel, range.before() - originalBytes, digests::after);
            var gap = ByteBuffer.allocate((int) (range.after() - range.before()));
            while (gap.hasRemaining() && channel.read(gap) >= 0) {
                // until it is full or the file ends
            }
            var expected = "<" + range.contents().toHex() + ">";
            if (!new String(gap.array(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(expected)) {
                return Optional.empty();
            }
            RangeDigest.feed(channel, channel.size() - range.after(), digests::after);
            return Optional.of(new WrittenSignature(originalDigest, digests.all(), range.contents(), pageCount));
        }
    }
}
