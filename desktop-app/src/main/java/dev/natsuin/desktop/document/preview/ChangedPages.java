package dev.natsuin.desktop.document.preview;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;

/**
 * Pages of a PDF as they were in a signed revision and as they are now, side by side.
 *
 * <p>A revision is the first octets of the file, which later updates leave as they are; so what was signed can always
 * be taken out and looked at by itself. Drawing is bounded in pixels and time, whatever the file.
 */
public final class ChangedPages {
    /** Beyond this, a revision is not copied to be looked at. */
    private static final long MOST_BYTES = 200L << 20;

    private static final double MOST_PIXELS = 1e6;
    private static final int CELL = 8;
    private static final int DIFFERENT = 24;
    private static final int BLOCK_BYTES = 1 << 18;

    private final int widthPixels;
    private final Duration patience;
    private final LongSupplier nanoseconds;

    /**
     * Draws so.
     *
     * @param widthPixels of each picture, at most
     * @param patience how long a drawing may take
     * @param nanoseconds a clock that only goes forward
     */
    public ChangedPages(int widthPixels, Duration patience, LongSupplier nanoseconds) {
        this.widthPixels = widthPixels;
        this.patience = patience;
        this.nanoseconds = nanoseconds;
    }

    /**
     * One page.
     *
     * @param page from 1
     * @param signed as it was
     * @param now as it is, with frames around what differs; framed whole if its size differs
     */
    public record Changed(int page, Picture signed, Picture now) {}

    /** A picture as PNG. */
    public record Picture(Bytes png, int width, int height) {}

    /**
     * Writes a signed revision: exactly the octets that its signature is about, and the place of the signature itself.
     *
     * @param revisionBytes how long it is, as found by verifying
     * @throws IOException if the file is shorter, or cannot be read
     */
    public static void copyRevision(Path file, long revisionBytes, OutputStream to) throws IOException {
        try (var from = FileChannel.open(file, StandardOpenOption.READ)) {
            var block = ByteBuffer.allocate(BLOCK_BYTES);
            for (long done = 0; done < revisionBytes; ) {
                block.clear().limit((int) Math.min(BLOCK_BYTES, revisionBytes - done));
                int read = from.read(block, done);
                if (read <= 0) {
                    throw new IOException("the file is shorter than its revision");
                }
                to.write(block.array(), 0, read);
                done += read;
            }
        }
    }

    /**
     * Draws pages; those that cannot be drawn, or are not in both, are left out.
     *
     * @param revisionBytes how long the signed revision is
     * @param pages from 1
     * @param password of an encrypted document; stays the caller's
     */
    public List<Changed> of(Path file, long revisionBytes, List<Integer> pages, Optional<Secret> password) {
        if (revisionBytes <= 0 || revisionBytes > MOST_BYTES || pages.isEmpty()) {
            return List.of();
        }
        try {
            var copy = Files.createTempFile("natsuin-", ".pdf");
            try {
                try (var to = Files.newOutputStream(copy)) {
                    copyRevision(file, revisionBytes, to);
                }
                return drawn(copy, file, pages, password);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Changed> drawn(Path signed, Path now, List<Integer> pages, Optional<Secret> password)
            throws IOException {
        var before = PdfPages.open(signed, password);
        if (!(before instanceof PdfPages.Opening.Opened one)) {
            return List.of();
        }
        try (var then = one.pages()) {
            var after = PdfPages.open(now, password);
            if (!(after instanceof PdfPages.Opening.Opened two)) {
                return List.of();
            }
            try (var today = two.pages()) {
                return drawn(then, today, pages);
            }
        }
    }

    private List<Changed> drawn(PdfPages then, PdfPages today, List<Integer> pages) throws IOException {
        var all = new ArrayList<Changed>();
        for (int page : pages) {
            if (page < 1 || page > then.count() || page > today.count()) {
                continue;
            }
            var one = image(then, page);
            var two = image(today, page);
            if (one.isPresent() && two.isPresent()) {
                var signed = one.get();
                var framed = framed(signed, two.get());
                all.add(new Changed(page, picture(signed), picture(framed)));
            }
        }
        return List.copyOf(all);
    }

    private Optional<BufferedImage> image(PdfPages pages, int page) {
        var end = nanoseconds.getAsLong() + patience.toNanos();
        BooleanSupplier late = () -> nanoseconds.getAsLong() - end > 0;
        if (!(pages.render(page, MOST_PIXELS, widthPixels, late) instanceof PdfPages.Rendering.Rendered rendered)) {
            return Optional.empty();
        }
        var drawn = rendered.image();
        var image = new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, drawn.width(), drawn.height(), drawn.argbPre().array(), 0, drawn.width());
        return Optional.of(image);
    }

    /** Frames around what differs, in amber: cells that touch share one. */
    private static BufferedImage framed(BufferedImage before, BufferedImage now) {
        var framed = new BufferedImage(now.getWidth(), now.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = framed.createGraphics();
        try {
            pen.drawImage(now, 0, 0, null);
            pen.setColor(new Color(0xBF, 0x87, 0x00));
            pen.setStroke(new BasicStroke(2));
            if (before.getWidth() != now.getWidth() || before.getHeight() != now.getHeight()) {
                pen.drawRect(1, 1, now.getWidth() - 3, now.getHeight() - 3);
                return framed;
            }
            for (var area : areas(different(before, now))) {
                int x = Math.max(1, area.left() * CELL - 3);
                int y = Math.max(1, area.top() * CELL - 3);
                int right = Math.min(now.getWidth() - 2, (area.right() + 1) * CELL + 3);
                int foot = Math.min(now.getHeight() - 2, (area.foot() + 1) * CELL + 3);
                pen.drawRect(x, y, right - x, foot - y);
            }
            return framed;
        } finally {
            pen.dispose();
        }
    }

    private static boolean[][] different(BufferedImage before, BufferedImage now) {
        var cells = new boolean[(now.getHeight() + CELL - 1) / CELL][(now.getWidth() + CELL - 1) / CELL];
        for (int y = 0; y < now.getHeight(); y++) {
            for (int x = 0; x < now.getWidth(); x++) {
                if (differ(before.getRGB(x, y), now.getRGB(x, y))) {
                    cells[y / CELL][x / CELL] = true;
                }
            }
        }
        return cells;
    }

    private static boolean differ(int one, int other) {
        return Math.abs((one >> 16 & 255) - (other >> 16 & 255)) > DIFFERENT
                || Math.abs((one >> 8 & 255) - (other >> 8 & 255)) > DIFFERENT
                || Math.abs((one & 255) - (other & 255)) > DIFFERENT;
    }

    private record Area(int left, int top, int right, int foot) {
        Area with(Area other) {
            return new Area(
                    Math.min(left, other.left),
                    Math.min(top, other.top),
                    Math.max(right, other.right),
                    Math.max(foot, other.foot));
        }

        boolean near(Area other) {
            return left <= other.right + 3 && other.left <= right + 3 && top <= other.foot + 2 && other.top <= foot + 2;
        }
    }

    /** Rows of cells that differ, joined with what lies near. */
    private static List<Area> areas(boolean[][] cells) {
        var areas = new ArrayList<Area>();
        for (int y = 0; y < cells.length; y++) {
            for (int x = 0; x < cells[y].length; x++) {
                if (cells[y][x]) {
                    int from = x;
                    while (x + 1 < cells[y].length && cells[y][x + 1]) {
                        x++;
                    }
                    join(areas, new Area(from, y, x, y));
                }
            }
        }
        return areas;
    }

    private static void join(List<Area> areas, Area added) {
        var area = added;
        for (boolean joined = true; joined; ) {
            joined = false;
            for (var each : List.copyOf(areas)) {
                if (each.near(area)) {
                    areas.remove(each);
                    area = area.with(each);
                    joined = true;
                }
            }
        }
        areas.add(area);
    }

    private static Picture picture(BufferedImage image) throws IOException {
        var octets = new ByteArrayOutputStream();
        ImageIO.write(image, "png", octets);
        return new Picture(Bytes.of(octets.toByteArray()), image.getWidth(), image.getHeight());
    }
}
