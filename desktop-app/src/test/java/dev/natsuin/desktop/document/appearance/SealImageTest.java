package dev.natsuin.desktop.document.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of seals as cameras and scanners write them. */
final class SealImageTest {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 40;

    /** A vermilion seal on white. */
    private static byte[] jpeg(int type, boolean progressive) throws IOException {
        var picture = new BufferedImage(WIDTH, HEIGHT, type);
        var graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(new Color(0xC43A31));
        graphics.fillRect(20, 10, 20, 20);
        graphics.dispose();
        var written = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var how = writer.getDefaultWriteParam();
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (var out = ImageIO.createImageOutputStream(written)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return written.toByteArray();
    }

    /** The same with a segment behind the beginning. */
    private static Bytes with(byte[] jpeg, int marker, String content) {
        var text = Bytes.utf8(content).toArray();
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xFF);
        out.write(marker);
        out.write((text.length + 2) >> 8);
        out.write(text.length + 2);
        out.write(text, 0, text.length);
        out.write(jpeg, 2, jpeg.length - 2);
        return Bytes.of(out.toByteArray());
    }

    private static int find(byte[] jpeg, int marker) {
        var at = 2;
        while ((jpeg[at + 1] & 0xFF) != marker) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
        }
        return at;
    }

    private static boolean isRead(byte[] jpeg) {
        return SealImage.of(Bytes.of(jpeg)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_jpeg_is_a_seal_with_the_size_it_has(boolean progressive) throws IOException {
        var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, progressive);
        var seal = SealImage.of(Bytes.of(jpeg)).orElseThrow();

        assertThat(seal.width()).isEqualTo(WIDTH);
        assertThat(seal.height()).isEqualTo(HEIGHT);
        var image = seal.object(false, 38_000);
        assertThat(image.containsKey("SMask")).as("it covers what is below it").isFalse();
        try (var samples = image.createInputStream()) {
            var rgb = samples.readAllBytes();
            var another = ImageIO.read(new ByteArrayInputStream(jpeg));
            for (var at : new int[][] {{30, 20}, {21, 11}, {5, 5}}) {
                var seen = new Color(another.getRGB(at[0], at[1]));
                var pixel = 3 * (at[1] * WIDTH + at[0]);
                assertThat(new Color(rgb[pixel] & 0xFF, rgb[pixel + 1] & 0xFF, rgb[pixel + 2] & 0xFF))
                        .isEqualTo(seen);
            }
        }
    }

    @Test
    void a_grey_one_is_read_too() throws IOException {
        assertThat(isRead(jpeg(BufferedImage.TYPE_BYTE_GRAY, false))).isTrue();
    }

    @Test
    void what_a_camera_writes_beside_the_picture_reaches_no_decoder() throws IOException {
        var jpeg = with(jpeg(BufferedImage.TYPE_INT_RGB, false), 0xE1, "Exif where it was taken");
        var more = with(jpeg.toArray(), 0xFE, "a comment");

        var parts = JpegParts.of(more, 4096).orElseThrow();

        assertThat(parts.toUtf8()).doesNotContain("Exif", "comment");
        assertThat(SealImage.of(more)).isPresent();
    }

    @Test
    void one_that_says_to_be_larger_than_allowed_is_refused_before_it_is_unpacked() throws IOException {
        var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, false);
        var frame = find(jpeg, 0xC0);
        jpeg[frame + 7] = 0x10;
        jpeg[frame + 8] = 0x01; // 4097 wide

        assertThat(isRead(jpeg)).isFalse();
    }

    @Test
    void four_colours_twelve_bits_and_other_ways_to_code_are_refused() throws IOException {
        for (var change : new int[][] {{9, 4}, {4, 12}, {1, 0xC3}, {1, 0xC9}}) {
            var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, false);
            jpeg[find(jpeg, 0xC0) + change[0]] = (byte) change[1];

            assertThat(isRead(jpeg)).as("%s", Arrays.toString(change)).isFalse();
        }
    }

    @Test
    void a_picture_of_a_thousand_scans_is_refused() throws IOException {
        var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, false);
        var scan = find(jpeg, 0xDA);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        for (var i = 0; i < 1000; i++) {
            out.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        out.write(jpeg, jpeg.length - 2, 2);

        assertThat(isRead(out.toByteArray())).isFalse();
    }

    @Test
    void one_that_is_cut_off_anywhere_is_refused() throws IOException {
        var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, true);
        for (var length = 0; length < jpeg.length; length++) {
            assertThat(isRead(Arrays.copyOf(jpeg, length)))
                    .as("%d octets", length)
                    .isFalse();
        }
    }

    @Test
    void octets_that_were_changed_are_a_picture_or_a_refusal_and_nothing_else() throws IOException {
        var chance = new Random(20261127);
        for (var i = 0; i < 300; i++) {
            var jpeg = jpeg(BufferedImage.TYPE_INT_RGB, i % 2 == 0);
            for (var n = 0; n < 1 + chance.nextInt(4); n++) {
                jpeg[2 + chance.nextInt(jpeg.length - 2)] = (byte) chance.nextInt(256);
            }
            assertThat(SealImage.of(Bytes.of(jpeg))).isNotNull();
        }
    }
}
