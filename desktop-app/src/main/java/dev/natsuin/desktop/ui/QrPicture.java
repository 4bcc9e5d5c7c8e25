package dev.natsuin.desktop.ui;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/** A text as a QR code, dark on white in every look, as cameras want it. */
public final class QrPicture {
    /** Blank modules on each side (ISO/IEC 18004). */
    private static final int QUIET_ZONE = 4;

    private static final int PIXELS_A_MODULE = 4;

    private QrPicture() {}

    /**
     * The picture of a text.
     *
     * @param name for those who do not see it
     */
    public static ImageView of(String text, String name) {
        try {
            var modules = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M));
            var size = modules.getWidth() * PIXELS_A_MODULE;
            var image = new WritableImage(size, size);
            var pixels = image.getPixelWriter();
            for (var y = 0; y < size; y++) {
                for (var x = 0; x < size; x++) {
                    var dark = modules.get(x / PIXELS_A_MODULE, y / PIXELS_A_MODULE);
                    pixels.setColor(x, y, dark ? Color.BLACK : Color.WHITE);
                }
            }
            var view = new ImageView(image);
            view.setSmooth(false);
            view.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
            view.setAccessibleText(name);
            return view;
        } catch (WriterException e) {
            throw new IllegalArgumentException("too much for one QR code", e);
        }
    }
}
