package dev.natsuin.desktop.document.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;

/**
 * The cross-reference section and trailer that end an update (ISO 32000-2 §7.5.4, §7.5.5, §7.5.8): of the kind that the
 * file ends with, so that a reader which understood the file understands the update.
 *
 * <p>A hybrid file (§7.5.8.4) ends with a table and gets a table: what it hides from old readers is in its own sections
 * and stays there. A table has ten digits for an offset; beyond that every reader has to know streams, and gets one.
 */
final class CrossReferences {
    private static final long BEYOND_TABLES = 10_000_000_000L;
    private static final int GENERATION_BYTES = 2;
    private static final COSName INDEX = COSName.getPDFName("Index");

    /** What belongs to one section only; the rest of a trailer goes into the next (§7.5.6). */
    private static final Set<COSName> NOT_REPEATED = Set.of(
            COSName.SIZE,
            COSName.PREV,
            COSName.XREF_STM,
            COSName.ID,
            COSName.TYPE,
            COSName.W,
            INDEX,
            COSName.LENGTH,
            COSName.FILTER,
            COSName.DECODE_PARMS,
            // LibreOffice's checksum of what the file was before.
            COSName.DOC_CHECKSUM);

    private final PdfFile pdf;
    private final ObjectSyntax.Resolver resolver;
    private final SortedMap<COSObjectKey, Long> offsets;
    private final long nextNumber;
    private final byte[] fileIdentifier;

    /**
     * For these objects.
     *
     * @param resolver what the items of the trailer become
     * @param offsets where in the file each begins
     * @param nextNumber the number that no object has yet
     * @param fileIdentifier the second half of {@code /ID}
     */
    CrossReferences(
            PdfFile pdf,
            ObjectSyntax.Resolver resolver,
            SortedMap<COSObjectKey, Long> offsets,
            long nextNumber,
            byte[] fileIdentifier) {
        this.pdf = pdf;
        this.resolver = resolver;
        this.offsets = new TreeMap<>(offsets);
        this.nextNumber = nextNumber;
        this.fileIdentifier = fileIdentifier.clone();
    }

    /** Appends section, trailer and end of file to an update of which {@code out} holds all objects. */
    void writeTo(ByteArrayOutputStream out) throws IOException {
        long start = pdf.sizeBytes() + out.size();
        if (pdf.endsWithStream() || start >= BEYOND_TABLES) {
            writeStream(out, start);
        } else {
            writeTable(out);
        }
        ascii(out, "startxref\n" + start + "\n%%EOF\n");
    }

    private void writeTable(ByteArrayOutputStream out) throws IOException {
        ascii(out, "xref\n");
        for (var section : subsections()) {
            ascii(out, section.get(0).getKey().getNumber() + " " + section.size() + "\n");
            for (var entry : section) {
                int generation = entry.getKey().getGeneration();
                ascii(out, String.format(Locale.ROOT, "%010d %05d n \n", entry.getValue(), generation));
            }
        }
        ascii(out, "trailer\n");
        syntax(out).trailer(trailer(new COSDictionary(), nextNumber));
        ascii(out, "\n");
    }

    private void writeStream(ByteArrayOutputStream out, long start) throws IOException {
        var own = new COSObjectKey(nextNumber, 0);
        offsets.put(own, start);
        int offsetBytes = (Long.SIZE - Long.numberOfLeadingZeros(start) + 7) / 8;
        var index = new COSArray();
        var rows = new ByteArrayOutputStream();
        for (var section : subsections()) {
            index.add(COSInteger.get(section.get(0).getKey().getNumber()));
            index.add(COSInteger.get(section.size()));
            for (var entry : section) {
                rows.write(1);
                rows.writeBytes(bigEndian(entry.getValue(), offsetBytes));
                rows.writeBytes(bigEndian(entry.getKey().getGeneration(), GENERATION_BYTES));
            }
        }
        try (var stream = new COSStream()) {
            try (var octets = stream.createRawOutputStream()) {
                rows.writeTo(octets);
            }
            stream.setItem(COSName.TYPE, COSName.XREF);
            stream.setItem(COSName.W, numbers(1, offsetBytes, GENERATION_BYTES));
            stream.setItem(INDEX, index);
            trailer(stream, nextNumber + 1);
            syntax(out).object(own, stream);
        }
    }

    /** Neither trailers nor cross-reference streams are ever encrypted (§7.6.2). */
    private ObjectSyntax syntax(ByteArrayOutputStream out) {
        return new ObjectSyntax(out, resolver, ObjectCipher.NONE);
    }

    private COSDictionary trailer(COSDictionary trailer, long size) {
        for (var entry : pdf.trailer().entrySet()) {
            if (!NOT_REPEATED.contains(entry.getKey())) {
                trailer.setItem(entry.getKey(), entry.getValue());
            }
        }
        trailer.setLong(COSName.SIZE, size);
        trailer.setLong(COSName.PREV, pdf.startOfCrossReferences());
        var earlier = pdf.trailer().getCOSArray(COSName.ID);
        var fresh = new COSString(fileIdentifier, true);
        var identifier = new COSArray();
        identifier.add(earlier != null && earlier.getObject(0) instanceof COSString first ? first : fresh);
        identifier.add(fresh);
        trailer.setItem(COSName.ID, identifier);
        return trailer;
    }

    private List<List<Map.Entry<COSObjectKey, Long>>> subsections() {
        var sections = new ArrayList<List<Map.Entry<COSObjectKey, Long>>>();
        long expected = -1;
        for (var entry : offsets.entrySet()) {
            long number = entry.getKey().getNumber();
            if (number != expected) {
                sections.add(new ArrayList<>());
            }
            sections.get(sections.size() - 1).add(entry);
            expected = number + 1;
        }
        return sections;
    }

    private static COSArray numbers(int... values) {
        var array = new COSArray();
        for (int value : values) {
            array.add(COSInteger.get(value));
        }
        return array;
    }

    private static byte[] bigEndian(long value, int length) {
        var octets = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Arrays.copyOfRange(octets, Long.BYTES - length, Long.BYTES);
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
