package dev.natsuin.desktop.document.appearance;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A JPEG (ISO 10918-1) without all that does not make its picture: Exif, profiles, comments and thumbnails never reach
 * a decoder, and its size is known before anything is unpacked. Grey or three colours, eight bits, as cameras and
 * scanners write it.
 */
final class JpegParts {
    private static final Bytes BEGINNING = Bytes.of(new byte[] {(byte) 0xFF, (byte) 0xD8});
    private static final int MARK = 0xFF;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int ADOBE = 0xEE;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    /** Baseline, extended and progressive, each by Huffman. */
    private static final Set<Integer> FRAMES = Set.of(0xC0, 0xC1, 0xC2);

    /** Tables of codes and of steps, and how often the decoder begins anew. */
    private static final Set<Integer> TABLES = Set.of(0xC4, 0xDB, 0xDD);

    private static final Set<Integer> COMPONENTS = Set.of(1, 3);
    private static final Bytes RGB = Bytes.utf8("RGB");
    private static final int JFIF_MARKER = 0xE0;
    private static final int JFIF_NAME_LENGTH = 6;
    private static final Bytes JFIF =
            Bytes.of(new byte[] {(byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
    private static final int ADOBE_LENGTH = 14;
    private static final int EIGHT_BITS = 8;
    /** Each scan of a progressive picture costs a pass over all of it; encoders write about ten. */
    private static final int MOST_SCANS = 32;

    private final byte[] octets;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Bytes adobe = Bytes.EMPTY;
    private Bytes identities = Bytes.EMPTY;
    private boolean jfif;
    private int at = 2;
    private int scans;
    private boolean framed;

    private JpegParts(byte[] octets) {
        this.octets = octets;
    }

    /** True if it begins as a JPEG does. */
    static boolean is(Bytes file) {
        return file.size() > 2 && file.slice(0, 2).equals(BEGINNING);
    }

    /**
     * The same picture; empty if this is no such JPEG, is damaged, or is larger than allowed.
     *
     * @param largestSide in pixels
     */
    static Optional<Bytes> of(Bytes jpeg, int largestSide) {
        return is(jpeg) ? new JpegParts(jpeg.toArray()).parts(largestSide) : Optional.empty();
    }

    private Optional<Bytes> parts(int largestSide) {
        while (at + 1 < octets.length && octet(at) == MARK) {
            var marker = octet(at + 1);
            if (marker == MARK) {
                at++; // filling
            } else if (marker == END) {
                kept.write(octets, at, 2);
                return scans > 0 ? Optional.of(whole()) : Optional.empty();
            } else if (!segment(marker, largestSide)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Java's decoder guesses what three colours are where nobody says it; of a JFIF file it knows. */
    private Bytes whole() {
        var colours = jfif || (adobe.isEmpty() && !identities.equals(RGB)) ? JFIF : adobe;
        return Bytes.concat(BEGINNING, colours, Bytes.of(kept.toByteArray()));
    }

    /** One segment, and what belongs to it; false if there must not be such a one. */
    private boolean segment(int marker, int largestSide) {
        if (at + 4 > octets.length) {
            return false;
        }
        var length = number(at + 2);
        var end = at + 2 + length;
        if (length < 2 || end > octets.length) {
            return false;
        }
        if (FRAMES.contains(marker)) {
            if (framed || !isAllowed(length, largestSide)) {
                return false;
            }
            framed = true;
            identities = identities();
            keep(end);
        } else if (marker == SCAN) {
            scans++;
            return framed && scans <= MOST_SCANS && scan(end);
        } else if (TABLES.contains(marker)) {
            keep(end);
        } else if (marker == ADOBE && length == ADOBE_LENGTH && says("Adobe")) {
            adobe = Bytes.of(Arrays.copyOfRange(octets, at, end));
        } else if (marker == JFIF_MARKER) {
            jfif |= length > JFIF_NAME_LENGTH && says("JFIF");
        } else if (isFrameOrUnknown(marker)) {
            return false;
        }
        at = end;
        return true;
    }

    /** Other frames (lossless, by arithmetic) and what has no length; application data and comments are left out. */
    private static boolean isFrameOrUnknown(int marker) {
        return marker < 0xDB || (marker > 0xDD && marker < 0xE0) || (marker > 0xEF && marker != 0xFE);
    }

    private boolean isAllowed(int length, int largestSide) {
        if (length < EIGHT_BITS || octet(at + 4) != EIGHT_BITS) {
            return false;
        }
        var height = number(at + 5);
        var width = number(at + 7);
        return width > 0
                && height > 0
                && width <= largestSide
                && height <= largestSide
                && COMPONENTS.contains(octet(at + 9));
    }

    /** What the frame calls its colours. */
    private Bytes identities() {
        var all = new ByteArrayOutputStream();
        for (var i = 0; i < octet(at + 9) && at + 10 + 3 * i < octets.length; i++) {
            all.write(octet(at + 10 + 3 * i));
        }
        return Bytes.of(all.toByteArray());
    }

    private boolean says(String name) {
        return Arrays.equals(
                octets, at + 4, at + 4 + name.length(), Bytes.utf8(name).toArray(), 0, name.length());
    }

    /** The codes of a scan go on to the next marker that is no restart. */
    private boolean scan(int begin) {
        var end = begin;
        while (end + 1 < octets.length && !endsAt(end)) {
            end++;
        }
        if (end + 1 >= octets.length) {
            return false;
        }
        keep(end);
        at = end;
        return true;
    }

    private boolean endsAt(int place) {
        var next = octet(place + 1);
        return octet(place) == MARK && next != 0 && (next < FIRST_RESTART || next > LAST_RESTART);
    }

    private void keep(int end) {
        kept.write(octets, at, end - at);
    }

    private int number(int place) {
        return octet(place) << 8 | octet(place + 1);
    }

    private int octet(int place) {
        return octets[place] & MARK;
    }
}
