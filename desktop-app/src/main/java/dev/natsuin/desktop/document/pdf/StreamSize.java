package dev.natsuin.desktop.document.pdf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FilterFactory;

/** How large streams become when they are decoded; PDFBox decodes them whole. */
public final class StreamSize {
    private static final long LARGEST_DECODED = 128L << 20;

    /** What one round of deflate can stand for at most (RFC 1951: 258 octets in two bits). */
    private static final long DEFLATE = 1032;

    /** Run lengths: 128 octets in two. */
    private static final long RUNS = 64;

    /**
     * LZW: about as much, until its table of 4096 is full; a file that never empties the table is found by decoding.
     */
    private static final long LZW = 1400;

    /** PDFBox's decoder of LZW keeps about as much again for its table. */
    private static final long LARGEST_LZW = 32L << 20;

    /** Larger than A0 in 300 dots an inch. */
    private static final double MOST_PIXELS = 2e8;

    private static final Set<COSName> DEFLATES = Set.of(COSName.FLATE_DECODE, COSName.FLATE_DECODE_ABBREVIATION);
    private static final Set<COSName> LZWS = Set.of(COSName.LZW_DECODE, COSName.LZW_DECODE_ABBREVIATION);

    private static final Set<COSName> PICTURES = Set.of(
            COSName.DCT_DECODE,
            COSName.DCT_DECODE_ABBREVIATION,
            COSName.JPX_DECODE,
            COSName.JBIG2_DECODE,
            COSName.CCITTFAX_DECODE,
            COSName.CCITTFAX_DECODE_ABBREVIATION);

    private StreamSize() {}

    /**
     * True if a stream decodes to a size that a computer can bear.
     *
     * @param meanwhile is called for each block that has to be decoded to find that out; may throw to end it
     */
    public static boolean isBearable(COSStream stream, Runnable meanwhile) throws IOException {
        var filters = filters(stream);
        int deflated = 0;
        while (deflated < filters.size() && DEFLATES.contains(filters.get(deflated))) {
            deflated++;
        }
        double factor = Math.pow(DEFLATE, deflated);
        for (var filter : filters.subList(deflated, filters.size())) {
            if (PICTURES.contains(filter)) {
                if (pixels(stream) > MOST_PIXELS) {
                    return false;
                }
            } else if (!filter.equals(COSName.ASCII_HEX_DECODE) && !filter.equals(COSName.ASCII85_DECODE)) {
                factor *= DEFLATES.contains(filter) ? DEFLATE : LZWS.contains(filter) ? LZW : RUNS;
            }
        }
        long mostBytes = filters.stream().anyMatch(LZWS::contains) ? LARGEST_LZW : LARGEST_DECODED;
        if (stream.getLength() * factor <= mostBytes) {
            return true;
        }
        var measure = new Measure(mostBytes, meanwhile);
        try {
            if (filters.size() == 1 && LZWS.contains(filters.get(0))) {
                try (var raw = stream.createRawInputStream()) {
                    FilterFactory.INSTANCE.getFilter(filters.get(0)).decode(raw, measure, stream, 0);
                }
                return true;
            }
            if (deflated == 0 || deflated > 2 || factor > Math.pow(DEFLATE, deflated)) {
                return false;
            }
            try (var in = inflating(stream.createRawInputStream(), deflated)) {
                in.transferTo(measure);
            }
            return true;
        } catch (TooLarge e) {
            return false;
        } catch (ZipException | EOFException e) {
            return true; // Broken data end the decoding of PDFBox as well.
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Takes octets, counts them and keeps none. */
    private static final class Measure extends OutputStream {
        private final long mostBytes;
        private final Runnable meanwhile;
        private long length;

        Measure(long mostBytes, Runnable meanwhile) {
            this.mostBytes = mostBytes;
            this.meanwhile = meanwhile;
        }

        @Override
        public void write(int octet) throws IOException {
            count(1);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            count(count);
        }

        private void count(int more) throws IOException {
            length += more;
            meanwhile.run();
            if (length > mostBytes) {
                throw new TooLarge();
            }
        }
    }

    /** What is decoded of a picture is as large as it says, whatever its octets. */
    private static double pixels(COSStream stream) {
        return (double) stream.getLong(COSName.WIDTH, 1) * stream.getLong(COSName.HEIGHT, 1);
    }

    private static InputStream inflating(InputStream raw, int times) {
        var in = raw;
        for (int i = 0; i < times; i++) {
            in = new InflaterInputStream(in);
        }
        return in;
    }

    private static List<COSName> filters(COSStream stream) {
        var filters = stream.getFilters();
        if (filters instanceof COSName one) {
            return List.of(one);
        }
        var names = new ArrayList<COSName>();
        if (filters instanceof COSArray array) {
            for (COSBase each : array) {
                var direct = each instanceof COSObject reference ? reference.getObject() : each;
                if (direct instanceof COSName name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The last filter, which says what kind of picture a stream is; empty if there is none. */
    public static String lastFilter(COSStream stream) {
        var all = filters(stream);
        return all.isEmpty() ? "" : all.get(all.size() - 1).getName();
    }
}
