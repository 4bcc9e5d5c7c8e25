package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.desk.PageImage;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Drawn pages as images of the toolkit. */
public final class Pictures {
    private Pictures() {}

    /** The wrapped pixels as an image, without a copy. */
    public static WritableImage of(PageImage image) {
        return new WritableImage(new PixelBuffer<>(
                image.widthPixels(), image.heightPixels(), image.pixels(), PixelFormat.getIntArgbPreInstance()));
    }
}
