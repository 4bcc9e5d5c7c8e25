package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.protocol.bytes.Bytes;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/**
 * A picture of a seal (印影), with transparency if it has any: at most 512 pixels on its longer side. Immutable.
 *
 * <p>Read from a PNG or a JPEG that nobody vouches for: only as long as {@link #LARGEST_BYTES}, only as large as
 * {@link #LARGEST_SIDE}, only the parts that make the picture ({@link PngParts}, {@link JpegParts}).
 */
public final class SealImage {
    /** A longer file is refused. */
    public static final int LARGEST_BYTES = 4 << 20;

    /** A larger picture is refused, before any of it is decoded. */
    public static final int LARGEST_SIDE = 4096;

    private static final int LARGEST_KEPT = 512;
    private static final int SMALLEST_KEPT = 48;
    private static final int OPAQUE = 0xFF;
    private static final COSName CAL_RGB = COSName.getPDFName("CalRGB");

    private final BufferedImage picture;

    private SealImage(BufferedImage picture) {
        this.picture = picture;
    }

    /** Reads a file with a picture; empty if it is none that can be used. */
    public static Optional<SealImage> read(Path file) {
        try {
            return of(Bytes.of(NamedFile.octets(file, LARGEST_BYTES)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads a PNG or a JPEG; empty if it is none that can be used. */
    public static Optional<SealImage> of(Bytes picture) {
        if (picture.size() > LARGEST_BYTES) {
            return Optional.empty();
        }
        var isJpeg = JpegParts.is(picture);
        var parts = isJpeg ? JpegParts.of(picture, LARGEST_SIDE) : PngParts.of(picture, LARGEST_SIDE);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SealImage(HostileInput.read(() -> isJpeg
                    ? ExifOrientation.of(picture).upright(scaled(decoded(parts.get(), "jpeg"), LARGEST_KEPT))
                    : scaled(cleared(decoded(parts.get(), "png"), PngParts.clearGrey(parts.get())), LARGEST_KEPT))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the name of such a file ends in. */
    public static String ending(Bytes picture) {
        return JpegParts.is(picture) ? ".jpg" : ".png";
    }

    private static BufferedImage decoded(Bytes parts, String format) throws IOException {
        var readers = ImageIO.getImageReadersByFormatName(format);
        var reader = readers.next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(parts.toArray()))) {
            reader.setInput(in, true, true);
            return colours(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    /** Java passes over the transparency of grey in fewer than eight bits. */
    private static BufferedImage cleared(BufferedImage picture, OptionalInt grey) {
        if (grey.isPresent()) {
            int clear = OPAQUE << 24 | grey.getAsInt() << 16 | grey.getAsInt() << 8 | grey.getAsInt();
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    if (picture.getRGB(x, y) == clear) {
                        picture.setRGB(x, y, 0);
                    }
                }
            }
        }
        return picture;
    }

    private static BufferedImage colours(BufferedImage read) {
        var picture = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_ARGB);
        int bands = read.getRaster().getNumBands();
        boolean grey = bands <= 2 && read.getColorModel().getNumColorComponents() == 1;
        int shift = read.getColorModel().getComponentSize(0) - 8;
        for (int y = 0; y < read.getHeight(); y++) {
            for (int x = 0; x < read.getWidth(); x++) {
                if (grey && shift >= 0) {
                    // By the samples: Java takes grey for linear light and would lighten it.
                    int shade = read.getRaster().getSample(x, y, 0) >> shift;
                    int alpha = bands == 2 ? read.getRaster().getSample(x, y, 1) >> shift : OPAQUE;
                    picture.setRGB(x, y, alpha << 24 | shade << 16 | shade << 8 | shade);
                } else {
                    picture.setRGB(x, y, read.getRGB(x, y));
                }
            }
        }
        return picture;
    }

    /** Halved as often as needed, so that thin strokes stay, then to the very size. */
    private static BufferedImage scaled(BufferedImage picture, int longest) {
        var now = picture;
        while (Math.max(now.getWidth(), now.getHeight()) > longest) {
            double scale = Math.max(0.5, (double) longest / Math.max(now.getWidth(), now.getHeight()));
            int width = Math.max(1, (int) Math.round(now.getWidth() * scale));
            int height = Math.max(1, (int) Math.round(now.getHeight() * scale));
            // Premultiplied, or the colour of what is not seen would bleed into the edges.
            var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
            var graphics = smaller.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(now, 0, 0, width, height, null);
            graphics.dispose();
            now = smaller;
        }
        return now;
    }

    /** In pixels. */
    int width() {
        return picture.getWidth();
    }

    /** In pixels. */
    int height() {
        return picture.getHeight();
    }

    /**
     * The picture as an image XObject, as fine as the room allows.
     *
     * @param flat true to lay it on white, for a document that may not have transparency (PDF/A-1)
     * @param mostBytes what it may cost
     */
    COSStream object(boolean flat, int mostBytes) throws IOException {
        int longest = LARGEST_KEPT;
        while (true) {
            var encoded = encoded(scaled(picture, longest), flat);
            if (Streams.bytes(encoded) <= mostBytes || longest <= SMALLEST_KEPT) {
                return encoded;
            }
            longest = longest * 3 / 4;
        }
    }

    private static COSStream encoded(BufferedImage picture, boolean flat) throws IOException {
        int pixels = picture.getWidth() * picture.getHeight();
        var argb = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        var colours = new byte[3 * pixels];
        var alpha = new byte[pixels];
        boolean opaque = true;
        for (int i = 0; i < pixels; i++) {
            int a = argb[i] >>> 24;
            opaque &= a == OPAQUE;
            alpha[i] = (byte) a;
            for (int band = 0; band < 3; band++) {
                int value = (argb[i] >> (16 - 8 * band)) & OPAQUE;
                int onWhite = (value * a + OPAQUE * (OPAQUE - a) + OPAQUE / 2) / OPAQUE;
                // Where nothing is seen every colour would do; white packs best.
                colours[3 * i + band] = (byte) (flat ? onWhite : a == 0 ? OPAQUE : value);
            }
        }
        var image = image(picture, colours);
        image.setItem(COSName.COLORSPACE, colourSpace());
        if (!flat && !opaque) {
            var mask = image(picture, alpha);
            mask.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
            image.setItem(COSName.SMASK, mask);
        }
        return image;
    }

    private static COSStream image(BufferedImage picture, byte[] samples) throws IOException {
        var image = Streams.deflated(samples);
        image.setItem(COSName.TYPE, COSName.XOBJECT);
        image.setItem(COSName.SUBTYPE, COSName.IMAGE);
        image.setInt(COSName.WIDTH, picture.getWidth());
        image.setInt(COSName.HEIGHT, picture.getHeight());
        image.setInt(COSName.BITS_PER_COMPONENT, 8);
        return image;
    }

    /** sRGB in three lines, so that no document has to have a profile of its own for it (ISO 19005-1 §6.2.3). */
    private static COSArray colourSpace() {
        var parameters = new COSDictionary();
        parameters.setItem(COSName.getPDFName("WhitePoint"), numbers(0.9505f, 1, 1.089f));
        parameters.setItem(COSName.getPDFName("Gamma"), numbers(2.2f, 2.2f, 2.2f));
        parameters.setItem(
                COSName.getPDFName("Matrix"),
                numbers(0.4124f, 0.2126f, 0.0193f, 0.3576f, 0.7152f, 0.1192f, 0.1805f, 0.0722f, 0.9505f));
        var space = new COSArray();
        space.add(CAL_RGB);
        space.add(parameters);
        return space;
    }

    private static COSArray numbers(float... values) {
        var numbers = new COSArray();
        for (float value : values) {
            numbers.add(new COSFloat(value));
        }
        return numbers;
    }
}
