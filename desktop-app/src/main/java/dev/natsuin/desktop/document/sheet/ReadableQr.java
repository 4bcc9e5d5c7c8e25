package dev.natsuin.desktop.document.sheet;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.EncodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.HashMap;
import java.util.Map;

/**
 * A QR code that was read before it is printed. The standard's own choice among the eight masks avoids most patterns
 * that readers take for a corner, not all: a reader that many telephones have (ZXing) overlooked about one sheet in a
 * hundred, whatever the size. The mask is taken that is read at most of some scales; that takes up to a tenth of a
 * second.
 */
final class ReadableQr {
    private static final int MASKS = 8;
    private static final int QUIET = 4;
    private static final int WHITE = 0xFFFFFF;
    private static final int PARTS = 4;
    /** Points of a camera for one module, as for a sheet that is scanned coarsely and one that is held near. */
    private static final double[] SCALES = {2.6, 3.2, 3.85, 5.1};

    private ReadableQr() {}

    /** The modules of a text, dark ones true, with the quiet zone around. */
    static BitMatrix of(String text) {
        var hints = new HashMap<EncodeHintType, Object>(
                Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, QUIET));
        var best = written(text, hints);
        var most = reads(best, text);
        for (var mask = 0; mask < MASKS && most < SCALES.length; mask++) {
            hints.put(EncodeHintType.QR_MASK_PATTERN, mask);
            var other = written(text, hints);
            var read = reads(other, text);
            if (read > most) {
                best = other;
                most = read;
            }
        }
        return best;
    }

    static BitMatrix written(String text, Map<EncodeHintType, Object> hints) {
        try {
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints);
        } catch (WriterException e) {
            throw new IllegalStateException("an enrolment code fits a QR code", e);
        }
    }

    /** At how many of the scales it is read. */
    static int reads(BitMatrix modules, String text) {
        var reads = 0;
        for (var scale : SCALES) {
            reads += isRead(modules, scale, text) ? 1 : 0;
        }
        return reads;
    }

    private static boolean isRead(BitMatrix modules, double scale, String text) {
        var side = (int) Math.ceil(modules.getWidth() * scale);
        var pixels = new int[side * side];
        for (var y = 0; y < side; y++) {
            for (var x = 0; x < side; x++) {
                pixels[y * side + x] = grey(modules, x, y, scale);
            }
        }
        try {
            var seen = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
            return new QRCodeReader().decode(seen).getText().equals(text);
        } catch (ReaderException e) {
            return false;
        }
    }

    /** As much white as modules under the point are. */
    private static int grey(BitMatrix modules, int x, int y, double scale) {
        var dark = 0;
        for (var down = 0; down < PARTS; down++) {
            for (var right = 0; right < PARTS; right++) {
                var column = (int) ((x + (right + 0.5) / PARTS) / scale);
                var row = (int) ((y + (down + 0.5) / PARTS) / scale);
                if (column < modules.getWidth() && row < modules.getHeight() && modules.get(column, row)) {
                    dark++;
                }
            }
        }
        var light = 0xFF - 0xFF * dark / (PARTS * PARTS);
        return dark == 0 ? WHITE : light << 16 | light << 8 | light;
    }
}
