package dev.natsuin.desktop.document.appearance;

import dev.natsuin.protocol.bytes.Bytes;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held (Exif 2.32 §4.6.4, tag 0x0112): every viewer turns the picture accordingly, so whoever chooses
 * it has only seen it turned.
 */
enum ExifOrientation {
    AS_IT_IS(1, 0, 0, 1),
    MIRRORED(-1, 0, 0, 1),
    HALF_TURNED(-1, 0, 0, -1),
    UPSIDE_DOWN(1, 0, 0, -1),
    TRANSPOSED(0, 1, 1, 0),
    TURNED_RIGHT(0, 1, -1, 0),
    TRANSVERSE(0, -1, -1, 0),
    TURNED_LEFT(0, -1, 1, 0);

    private static final int MARK = 0xFF;
    private static final int FIRST_SCAN = 0xDA;
    private static final int APPLICATION_1 = 0xE1;
    private static final Bytes EXIF = Bytes.of(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    private static final int SHORTEST = 10 + 8 + 2;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    private static final int MOST_ENTRIES = 512;

    private final int rightOfRight;
    private final int downOfRight;
    private final int rightOfDown;
    private final int downOfDown;

    /** Where a step to the right, and one down, of the picture as it was taken lead in the picture as it is seen. */
    ExifOrientation(int rightOfRight, int downOfRight, int rightOfDown, int downOfDown) {
        this.rightOfRight = rightOfRight;
        this.downOfRight = downOfRight;
        this.rightOfDown = rightOfDown;
        this.downOfDown = downOfDown;
    }

    /** What a JPEG says; {@link #AS_IT_IS} if it says nothing that can be understood. */
    static ExifOrientation of(Bytes jpeg) {
        var octets = ByteBuffer.wrap(jpeg.toArray());
        int at = 2;
        while (at + 4 <= octets.limit() && (octets.get(at) & MARK) == MARK) {
            int marker = octets.get(at + 1) & MARK;
            if (marker == MARK) {
                at++; // filling
                continue;
            }
            int length = octets.getShort(at + 2) & 0xFFFF;
            int end = at + 2 + length;
            if (marker == FIRST_SCAN || length < 2 || end > octets.limit()) {
                break;
            }
            if (marker == APPLICATION_1
                    && length >= SHORTEST
                    && jpeg.slice(at + 4, at + 10).equals(EXIF)) {
                return said(octets.slice(at + 10, length - 8));
            }
            at = end;
        }
        return AS_IT_IS;
    }

    /** The first directory of a TIFF. */
    private static ExifOrientation said(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return AS_IT_IS;
        }
        int entries = Math.min(MOST_ENTRIES, tiff.getShort(directory) & 0xFFFF);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + ENTRY_BYTES * i;
            if (entry > tiff.limit() - ENTRY_BYTES) {
                return AS_IT_IS;
            }
            if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= values().length ? values()[value - 1] : AS_IT_IS;
            }
        }
        return AS_IT_IS;
    }

    /** The picture as it is to be seen. */
    BufferedImage upright(BufferedImage picture) {
        if (this == AS_IT_IS) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean lies = rightOfRight == 0;
        var upright = new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                // About the middle, in halves of a pixel, so that nothing is between two.
                int across = 2 * x - width + 1;
                int down = 2 * y - height + 1;
                int right = rightOfRight * across + rightOfDown * down;
                int below = downOfRight * across + downOfDown * down;
                upright.setRGB(
                        (right + upright.getWidth() - 1) / 2,
                        (below + upright.getHeight() - 1) / 2,
                        picture.getRGB(x, y));
            }
        }
        return upright;
    }
}
