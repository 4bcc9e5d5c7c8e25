package dev.natsuin.desktop.testdata;

import dev.natsuin.protocol.bytes.Bytes;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures of seals, and pictures that are worse than any seal. */
public final class TestSeals {
    private TestSeals() {}

    /** A red ring on nothing. */
    public static Bytes ring(int pixels) {
        var picture = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
        var graphics = picture.createGraphics();
        graphics.setColor(new Color(200, 30, 30));
        graphics.setStroke(new BasicStroke(pixels / 20f));
        graphics.drawOval(pixels / 20, pixels / 20, pixels - pixels / 10, pixels - pixels / 10);
        graphics.dispose();
        return png(picture);
    }

    /** What packs worst: every pixel another colour, and as transparent as it likes. */
    public static Bytes noise(int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        var random = new SeededRandom("noise");
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        return png(picture);
    }

    /** As a PNG. */
    public static Bytes png(BufferedImage picture) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }
}
