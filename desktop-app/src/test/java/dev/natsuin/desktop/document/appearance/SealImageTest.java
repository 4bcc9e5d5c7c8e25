package dev.natsuin.desktop.document.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Exif that says how the camera was held. */
    private static String held(int how, boolean little) {
        return little
                ? "Exif\0\0II*\0\u0008\0\0\0\u0001\0\u0012\u0001\u0003\0\u0001\0\0\0" + (char) how + "\0\0\0\0\0\0\0"
                : "Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0" + (char) how + "\0\0\0\0\0\0";
    }

    /** A picture that is red at the upper left, blue at the upper right, and white below. */
    private static byte[] corners() throws IOException {
        var picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 64, 32);
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 16, 16);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(48, 0, 16, 16);
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", out);
        return out.toByteArray();
    }

    private static String corner(byte[] rgb, int width, int x, int y) {
        var at = 3 * (y * width + x);
        boolean red = (rgb[at] & 0xFF) > 128;
        boolean blue = (rgb[at + 2] & 0xFF) > 128;
        return red && blue ? "w" : red ? "r" : "b";
    }

    /** The corners from the upper left, line by line. */
    @ParameterizedTest
    @CsvSource({
        "1, rbww", "2, brww", "3, wwbr", "4, wwrb", "5, rwbw", "6, wrwb", "7, wbwr", "8, bwrw", "0, rbww", "9, rbww"
    })
    void it_is_turned_as_the_camera_was_held(int how, String expected) throws IOException {
        for (var little : new boolean[] {true, false}) {
            var seal = SealImage.of(with(corners(), 0xE1, held(how, little))).orElseThrow();
            try (var samples = seal.object(true, 38_000).createInputStream()) {
                var rgb = samples.readAllBytes();
                int right = seal.width() - 4;
                int foot = seal.height() - 4;
                assertThat(seal.width()).isEqualTo(how >= 5 && how <= 8 ? 32 : 64);
                assertThat(corner(rgb, seal.width(), 4, 4)
                                + corner(rgb, seal.width(), right, 4)
                                + corner(rgb, seal.width(), 4, foot)
                                + corner(rgb, seal.width(), right, foot))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void exif_that_is_cut_or_changed_anywhere_turns_nothing_over() throws IOException {
        var held = held(6, true);
        for (int length = 0; length < held.length(); length++) {
            assertThat(SealImage.of(with(corners(), 0xE1, held.substring(0, length))))
                    .isPresent();
            for (var octet : new char[] {0, 1, 0x7F}) {
                var changed = held.substring(0, length) + octet + held.substring(length + 1);
                assertThat(SealImage.of(with(corners(), 0xE1, changed))).isPresent();
            }
        }
    }

    /** A PNG of grey: what is white is not seen. */
    private static Bytes grey(int bits, int... samples) throws IOException {
        var row = new byte[1 + (samples.length * bits + 7) / 8];
        for (int i = 0; i < samples.length; i++) {
            row[1 + i * bits / 8] |= (byte) (samples[i] << (8 - bits - i * bits % 8));
        }
        var packed = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(packed)) {
            deflating.write(row);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(samples.length)
                        .putInt(1)
                        .put((byte) bits)
                        .array());
        chunk(out, "tRNS", new byte[] {0, (byte) ((1 << bits) - 1)});
        chunk(out, "IDAT", packed.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return Bytes.of(out.toByteArray());
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        var body = Bytes.concat(Bytes.utf8(type), Bytes.of(content)).toArray();
        var sum = new CRC32();
        sum.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void the_white_of_a_scanned_seal_that_is_not_to_be_seen_is_not(int bits) throws IOException {
        var white = (1 << bits) - 1;
        var seal = SealImage.of(grey(bits, 0, white, 0, white)).orElseThrow();

        var mask = (COSStream) seal.object(false, 38_000).getDictionaryObject(COSName.SMASK);
        assertThat(mask).isNotNull();
        try (var alpha = mask.createInputStream()) {
            assertThat(alpha.readAllBytes()).containsExactly(0xFF, 0, 0xFF, 0);
        }
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
