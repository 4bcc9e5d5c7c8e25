package dev.natsuin.desktop.document.appearance;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A PNG (ISO 15948) without all that does not make its picture: texts, profiles, animations never reach a decoder, and
 * its size is known before anything is unpacked.
 */
final class PngParts {
    private static final Bytes SIGNATURE = Bytes.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int AROUND_DATA = 12;
    private static final int TRANSPARENCY = 't' << 24 | 'R' << 16 | 'N' << 8 | 'S';

    private PngParts() {}

    /**
     * The same picture; empty if this is no PNG, is damaged, or is larger than allowed.
     *
     * @param largestSide in pixels
     */
    static Optional<Bytes> of(Bytes png, int largestSide) {
        if (png.size() < SIGNATURE.size() || !png.slice(0, SIGNATURE.size()).equals(SIGNATURE)) {
            return Optional.empty();
        }
        var octets = png.toArray();
        var kept = new ByteArrayOutputStream();
        kept.write(octets, 0, SIGNATURE.size());
        int at = SIGNATURE.size();
        boolean first = true;
        while (at + AROUND_DATA <= octets.length) {
            int length = ByteBuffer.wrap(octets).getInt(at);
            if (length < 0 || length > octets.length - at - AROUND_DATA || !intact(octets, at, length)) {
                return Optional.empty();
            }
            var type = new String(octets, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (first != type.equals("IHDR") || (first && !allowed(octets, at, length, largestSide))) {
                return Optional.empty();
            }
            first = false;
            if (NEEDED.contains(type)) {
                kept.write(octets, at, length + AROUND_DATA);
            }
            if (type.equals("IEND")) {
                return Optional.of(Bytes.of(kept.toByteArray()));
            }
            at += length + AROUND_DATA;
        }
        return Optional.empty();
    }

    /**
     * The grey that is not seen, of 255, where a picture has one and fewer than eight bits of grey.
     *
     * @param parts what {@link #of} gave
     */
    static OptionalInt clearGrey(Bytes parts) {
        var png = ByteBuffer.wrap(parts.toArray());
        int at = SIGNATURE.size();
        int bits = png.get(at + 8 + 8);
        boolean grey = png.get(at + 8 + 9) == 0;
        while (grey && bits < 8 && at + AROUND_DATA <= png.limit()) {
            int length = png.getInt(at);
            if (png.getInt(at + 4) == TRANSPARENCY && length == 2) {
                int most = (1 << bits) - 1;
                return OptionalInt.of((png.getShort(at + 8) & most) * 255 / most);
            }
            at += length + AROUND_DATA;
        }
        return OptionalInt.empty();
    }

    private static boolean intact(byte[] octets, int at, int length) {
        var sum = new CRC32();
        sum.update(octets, at + 4, 4 + length);
        return (int) sum.getValue() == ByteBuffer.wrap(octets).getInt(at + 8 + length);
    }

    private static boolean allowed(byte[] octets, int at, int length, int largestSide) {
        var header = ByteBuffer.wrap(octets);
        int width = header.getInt(at + 8);
        int height = header.getInt(at + 12);
        return length == 13 && width > 0 && height > 0 && width <= largestSide && height <= largestSide;
    }
}
