package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/** What a stream of cross-references (ISO 32000-2 §7.5.8) gives up: PDFBox passes over that. */
final class FreeEntries {
    private static final int MOST_ENTRIES = 4_000_000;
    private static final int WIDEST = 8;

    private FreeEntries() {}

    /** The numbers; as far as they can be read. */
    static List<Long> in(COSStream section) throws IOException {
        var free = new ArrayList<Long>();
        var widths = section.getCOSArray(COSName.W);
        var index = section.getCOSArray(COSName.INDEX);
        if (widths == null || widths.size() != 3 || widths.getInt(0, 0) == 0) {
            return free; // Without a kind each is of the first.
        }
        if (index == null) {
            index = new COSArray();
            index.add(COSInteger.ZERO);
            index.add(COSInteger.get(section.getLong(COSName.SIZE)));
        }
        try (var in = section.createInputStream()) {
            int entries = 0;
            for (int i = 0; i + 1 < index.size(); i += 2) {
                long first = index.getInt(i, 0);
                for (long number = first; number < first + index.getInt(i + 1, 0); number++) {
                    long kind = next(in, widths.getInt(0, 0));
                    long place = next(in, widths.getInt(1, 0));
                    if (kind < 0 || place < 0 || next(in, widths.getInt(2, 0)) < 0 || ++entries > MOST_ENTRIES) {
                        return free;
                    }
                    if (kind == 0 || (kind == 1 && place == 0)) {
                        free.add(number);
                    }
                }
            }
        }
        return free;
    }

    /** The number, or less than 0 at the end. */
    private static long next(InputStream in, int width) throws IOException {
        long value = 0;
        for (int i = 0; i < width; i++) {
            int octet = width > WIDEST ? -1 : in.read();
            if (octet < 0) {
                return -1;
            }
            value = (value << 8 | octet) & Long.MAX_VALUE;
        }
        return value;
    }
}
