package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One page behind a stream of zeros that takes no room on the disk: a sound PDF of any length, whose every offset but
 * one is beyond the hole.
 */
public final class SparsePdf {
    private static final int HOLE = 1;
    private static final String[] BEHIND = {
        "<</Type/Catalog/Pages 3 0 R/Hole 1 0 R>>",
        "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        "<</Type/Page/Parent 3 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>",
        "<</Length 45>>stream\nBT /F1 24 Tf 72 700 Td (large as it is) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    };

    private SparsePdf() {}

    /** Writes a file with a hole of this length: with a table as long as ten digits do, then with a stream. */
    public static Path write(Path path, long holeBytes) {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            var offsets = new long[BEHIND.length + HOLE + 1];
            ascii(file, "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
            offsets[HOLE] = file.getFilePointer();
            ascii(file, "1 0 obj\n<</Length " + holeBytes + ">>stream\n");
            file.seek(file.getFilePointer() + holeBytes);
            ascii(file, "\nendstream\nendobj\n");
            for (int i = 0; i < BEHIND.length; i++) {
                offsets[i + 2] = file.getFilePointer();
                ascii(file, (i + 2) + " 0 obj\n" + BEHIND[i] + "\nendobj\n");
            }
            long start = file.getFilePointer();
            if (start < 10_000_000_000L) {
                table(file, offsets);
            } else {
                stream(file, offsets, start);
            }
            ascii(file, "startxref\n" + start + "\n%%EOF\n");
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void table(RandomAccessFile file, long[] offsets) throws IOException {
        ascii(file, "xref\n0 " + offsets.length + "\n0000000000 65535 f \n");
        for (int i = 1; i < offsets.length; i++) {
            ascii(file, String.format(Locale.ROOT, "%010d 00000 n \n", offsets[i]));
        }
        ascii(file, "trailer<</Size " + offsets.length + "/Root 2 0 R>>\n");
    }

    private static void stream(RandomAccessFile file, long[] offsets, long start) throws IOException {
        var rows = ByteBuffer.allocate((offsets.length + 1) * 10);
        rows.put((byte) 0).putLong(0).put((byte) 255);
        for (int i = 1; i < offsets.length; i++) {
            rows.put((byte) 1).putLong(offsets[i]).put((byte) 0);
        }
        rows.put((byte) 1).putLong(start).put((byte) 0);
        ascii(
                file,
                offsets.length + " 0 obj\n<</Type/XRef/W[1 8 1]/Size " + (offsets.length + 1) + "/Root 2 0 R/Length "
                        + rows.capacity() + ">>stream\n");
        file.write(rows.array());
        ascii(file, "\nendstream\nendobj\n");
    }

    private static void ascii(RandomAccessFile file, String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
