package dev.natsuin.desktop.document.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;

/** How large streams become when they are decoded; PDFBox decodes them whole. */
final class Streams {
    private static final long LARGEST_DECODED = 128L << 20;

    /** What one round of deflate can stand for at most (RFC 1951: 258 octets in two bits). */
    private static final long DEFLATE = 1032;

    private static final long RUNS = 64;

    /** Larger than A0 in 300 dots an inch. */
    private static final double MOST_PIXELS = 2e8;

    private static final Set<COSName> DEFLATES = Set.of(COSName.FLATE_DECODE, COSName.FLATE_DECODE_ABBREVIATION);

    private static final Set<COSName> PICTURES = Set.of(
            COSName.DCT_DECODE,
            COSName.DCT_DECODE_ABBREVIATION,
            COSName.JPX_DECODE,
            COSName.JBIG2_DECODE,
            COSName.CCITTFAX_DECODE,
            COSName.CCITTFAX_DECODE_ABBREVIATION);

    private Streams() {}

    /**
     * Passes a stream that decodes to a bearable size.
     *
     * @throws Budget.Spent if it does not
     */
    static void requireBearable(COSStream stream, Budget budget) throws IOException {
        var filters = filters(stream);
        int deflated = 0;
        while (deflated < filters.size() && DEFLATES.contains(filters.get(deflated))) {
            deflated++;
        }
        double factor = Math.pow(DEFLATE, deflated);
        for (var filter : filters.subList(deflated, filters.size())) {
            if (PICTURES.contains(filter)) {
                requireBearablePicture(stream);
            } else if (!filter.equals(COSName.ASCII_HEX_DECODE) && !filter.equals(COSName.ASCII85_DECODE)) {
                // Others expand too (LZW, run lengths), but are rare: a bound stands for what they hold.
                factor *= DEFLATES.contains(filter) ? DEFLATE : RUNS;
            }
        }
        if (stream.getLength() * factor <= LARGEST_DECODED) {
            return;
        }
        if (deflated == 0 || deflated > 2 || factor > Math.pow(DEFLATE, deflated)) {
            throw new Budget.Spent();
        }
        try (var in = inflating(stream.createRawInputStream(), deflated)) {
            var buffer = new byte[1 << 16];
            long length = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
                budget.check();
                if (length > LARGEST_DECODED) {
                    throw new Budget.Spent();
                }
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            return; // Broken data end the decoding of PDFBox as well.
        }
    }

    /** What is decoded of a picture is as large as it says, whatever its octets. */
    private static void requireBearablePicture(COSStream stream) {
        double pixels = (double) stream.getLong(COSName.WIDTH, 1) * stream.getLong(COSName.HEIGHT, 1);
        if (pixels > MOST_PIXELS) {
            throw new Budget.Spent();
        }
    }

    private static InputStream inflating(InputStream raw, int times) {
        var in = raw;
        for (int i = 0; i < times; i++) {
            in = new InflaterInputStream(in);
        }
        return in;
    }

    private static java.util.List<COSName> filters(COSStream stream) {
        var filters = stream.getFilters();
        if (filters instanceof COSName one) {
            return java.util.List.of(one);
        }
        var names = new java.util.ArrayList<COSName>();
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
    static String lastFilter(COSStream stream) {
        var all = filters(stream);
        return all.isEmpty() ? "" : all.get(all.size() - 1).getName();
    }
}
