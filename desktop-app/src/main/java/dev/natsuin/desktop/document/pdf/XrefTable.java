package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.io.RandomAccessRead;

/**
 * A cross-reference table as ISO 32000-2 §7.5.4 has it, and in no other form.
 *
 * @param keys objects in use, in the order of the table
 * @param places where each begins
 * @param free numbers that it gives up, or of which it names no place
 */
record XrefTable(List<COSObjectKey> keys, List<Long> places, List<Long> free) {
    private static final int ENTRY_BYTES = 20;
    private static final int LONGEST_HEAD = 24;
    private static final Pattern HEAD = Pattern.compile("(\\d{1,9}) (\\d{1,7})(?: ?\\r?\\n|\\r)");

    /**
     * Reads the table that begins here, and stops before {@code trailer}.
     *
     * @return empty, somewhere behind where it began, if it is written in any other way
     */
    static Optional<XrefTable> read(RandomAccessRead source) throws IOException {
        var table = new XrefTable(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (!ahead(source, 4).equals("xref")) {
            return Optional.empty();
        }
        source.seek(source.getPosition() + 4);
        skipLineEnd(source);
        while (!ahead(source, 7).equals("trailer")) {
            var head = HEAD.matcher(ahead(source, LONGEST_HEAD));
            if (!head.lookingAt() || !table.section(source, head.end(), head.group(1), head.group(2))) {
                return Optional.empty();
            }
        }
        return table.keys.isEmpty() && table.free.isEmpty() ? Optional.empty() : Optional.of(table);
    }

    private boolean section(RandomAccessRead source, int head, String first, String count) throws IOException {
        source.seek(source.getPosition() + head);
        long length = (long) ENTRY_BYTES * Integer.parseInt(count);
        if (length > source.length() - source.getPosition()) {
            return false;
        }
        var octets = new byte[(int) length];
        source.readFully(octets);
        long number = Long.parseLong(first);
        for (int at = 0; at < octets.length; at += ENTRY_BYTES) {
            long place = digits(octets, at, 10);
            long generation = digits(octets, at + 11, 5);
            byte state = octets[at + 17];
            boolean exact = place >= 0
                    && generation >= 0
                    && generation <= Increments.LARGEST_GENERATION
                    && octets[at + 10] == ' '
                    && octets[at + 16] == ' '
                    && (state == 'n' || state == 'f')
                    && isLineEnd(octets[at + 18], octets[at + 19]);
            if (!exact) {
                return false;
            }
            if (state == 'n' && place > 0) {
                keys.add(new COSObjectKey(number, (int) generation));
                places.add(place);
            } else {
                free.add(number);
            }
            number++;
        }
        return true;
    }

    private static boolean isLineEnd(byte first, byte second) {
        return (first == ' ' && (second == '\n' || second == '\r')) || (first == '\r' && second == '\n');
    }

    /** The number, or -1 if there is anything but digits. */
    private static long digits(byte[] octets, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            if (octets[i] < '0' || octets[i] > '9') {
                return -1;
            }
            number = number * 10 + octets[i] - '0';
        }
        return number;
    }

    private static String ahead(RandomAccessRead source, int most) throws IOException {
        long here = source.getPosition();
        var octets = new byte[(int) Math.min(most, Math.max(0, source.length() - here))];
        source.readFully(octets);
        source.seek(here);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static void skipLineEnd(RandomAccessRead source) throws IOException {
        while (source.peek() == ' ' || source.peek() == '\r' || source.peek() == '\n') {
            source.read();
        }
    }

    void forEach(ObjLongConsumer<COSObjectKey> taker) {
        for (int i = 0; i < keys.size(); i++) {
            taker.accept(keys.get(i), places.get(i));
        }
    }
}
