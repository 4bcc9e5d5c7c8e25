package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * What a stream holds, decoded as it is read: PDFBox decodes all of a stream before it gives the first octet, and a
 * megabyte can swell to a thousand, or with a second filter to a million.
 */
public final class PlainStream {
    private PlainStream() {}

    /**
     * The octets of a stream that is deflated once or not at all.
     *
     * @return empty if other filters or a predictor are in use
     */
    public static Optional<InputStream> of(COSStream stream) throws IOException {
        var filter = filter(stream);
        if (filter.isEmpty()) {
            return Optional.of(stream.createRawInputStream());
        }
        boolean deflated = filter.get().equals("FlateDecode") || filter.get().equals("Fl");
        return deflated && !stream.containsKey(COSName.DECODE_PARMS) && !stream.containsKey(COSName.DP)
                ? Optional.of(new InflaterInputStream(stream.createRawInputStream()))
                : Optional.empty();
    }

    /**
     * Refuses a stream that is larger than this, or whose size cannot be told by inflating it once.
     *
     * @throws IOException also if its octets are damaged
     */
    static void limit(COSStream stream, long mostBytes) throws IOException {
        var filter = filter(stream);
        if (filter.isEmpty()) {
            return;
        }
        if (!filter.get().equals("FlateDecode") && !filter.get().equals("Fl")) {
            throw new IOException("unusual filters");
        }
        try (var in = new InflaterInputStream(stream.createRawInputStream())) {
            var block = new byte[1 << 14];
            long size = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                size += read;
                if (size > mostBytes) {
                    throw new IOException("a stream that swells");
                }
            }
        }
    }

    /** The name of its only filter; empty if it has none; {@code several} if there are more. */
    private static Optional<String> filter(COSStream stream) {
        var filters = stream.getDictionaryObject(COSName.FILTER, COSName.F);
        if (filters instanceof COSArray list) {
            return list.size() == 0
                    ? Optional.empty()
                    : Optional.of(list.size() == 1 ? name(list.getObject(0)) : "several");
        }
        return filters == null ? Optional.empty() : Optional.of(name(filters));
    }

    private static String name(@Nullable COSBase filter) {
        return filter instanceof COSName name ? name.getName() : "several";
    }
}
