package dev.natsuin.desktop.document.preview;

import dev.natsuin.desktop.document.pdf.WorkFolder;
import dev.natsuin.protocol.bytes.Secret;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of a PDF as they were in a signed revision beside those of today, drawn when asked for, with frames around
 * what differs.
 *
 * <p>A revision is the first octets of the file, which later updates leave as they are; it is copied to be looked at by
 * itself. Open, use and close it on one thread.
 */
public final class ComparedPages implements AutoCloseable {
    /** Beyond this, a revision is not copied to be looked at. */
    static final long MOST_BYTES = 200L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ComparedPages.class);
    private static final int CELL = 8;
    private static final int DIFFERENT = 24;
    private static final int OPAQUE = 0xFF000000;

    private final Path copy;
    private final PdfPages signed;
    private final PdfPages now;

    private ComparedPages(Path copy, PdfPages signed, PdfPages now) {
        this.copy = copy;
        this.signed = signed;
        this.now = now;
    }

    /**
     * One page.
     *
     * @param signed as it was; empty if there was no such page, or it cannot be drawn
     * @param now as it is, with frames around what differs, framed whole if its size differs; empty likewise
     * @param differs true if both are drawn and do not look the same
     */
    public record Sides(Optional<PageImage> signed, Optional<PageImage> now, boolean differs) {}

    /**
     * Opens both.
     *
     * @param revisionBytes how long the signed revision is, as found by verifying
     * @param password of an encrypted document; stays the caller's
     * @return nothing if there is no such revision, it is too large, or one of both cannot be shown
     * @throws IOException if the file cannot be read or its revision not be copied
     */
    public static Optional<ComparedPages> open(Path file, long revisionBytes, Optional<Secret> password)
            throws IOException {
        if (revisionBytes <= 0 || revisionBytes > MOST_BYTES) {
            return Optional.empty();
        }
        var copy = WorkFolder.file(".pdf");
        var opened = Optional.<ComparedPages>empty();
        try {
            try (var to = Files.newOutputStream(copy)) {
                ChangedPages.copyRevision(file, revisionBytes, to);
            }
            opened = opened(copy, file, password);
            return opened;
        } finally {
            if (opened.isEmpty()) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static Optional<ComparedPages> opened(Path copy, Path file, Optional<Secret> password) {
        if (!(PdfPages.open(copy, password) instanceof PdfPages.Opening.Opened before)) {
            return Optional.empty();
        }
        if (!(PdfPages.open(file, password) instanceof PdfPages.Opening.Opened after)) {
            before.pages().close();
            return Optional.empty();
        }
        return Optional.of(new ComparedPages(copy, before.pages(), after.pages()));
    }

    /** How many pages there were when it was signed. */
    public int signedCount() {
        return signed.count();
    }

    /** How many pages there are now. */
    public int nowCount() {
        return now.count();
    }

    /**
     * Draws one page of both.
     *
     * @param page from 1
     * @param maxPixels each picture has at most so many pixels
     * @param widthPixels the wanted width
     * @param late asked often while drawing; once true the drawing ends and that side is empty
     */
    public Sides page(int page, double maxPixels, int widthPixels, BooleanSupplier late) {
        var before = drawn(signed, page, maxPixels, widthPixels, late);
        var after = drawn(now, page, maxPixels, widthPixels, late);
        if (before.isEmpty() || after.isEmpty()) {
            return new Sides(before, after, false);
        }
        var framed = framed(image(before.get()), image(after.get()));
        return new Sides(
                before,
                Optional.of(framed.isEmpty() ? after.get() : page(framed.get(), after.get())),
                framed.isPresent());
    }

    private static Optional<PageImage> drawn(
            PdfPages pages, int page, double maxPixels, int widthPixels, BooleanSupplier late) {
        if (page < 1 || page > pages.count()) {
            return Optional.empty();
        }
        return pages.render(page, maxPixels, widthPixels, late) instanceof PdfPages.Rendering.Rendered rendered
                ? Optional.of(rendered.image())
                : Optional.empty();
    }

    /** A copy without alpha. */
    static BufferedImage image(PageImage drawn) {
        var image = new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, drawn.width(), drawn.height(), drawn.argbPre().array(), 0, drawn.width());
        return image;
    }

    private static PageImage page(BufferedImage framed, PageImage of) {
        var pixels = ((DataBufferInt) framed.getRaster().getDataBuffer()).getData();
        for (var i = 0; i < pixels.length; i++) {
            pixels[i] |= OPAQUE;
        }
        return new PageImage(framed.getWidth(), framed.getHeight(), of.undecodable(), of.substituted(), pixels);
    }

    @Override
    public void close() {
        signed.close();
        now.close();
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("a temporary copy is removed when the program ends", e);
        }
    }

    /** Frames around what differs, in amber: cells that touch share one. Empty if nothing does. */
    private static Optional<BufferedImage> framed(BufferedImage before, BufferedImage now) {
        var resized = before.getWidth() != now.getWidth() || before.getHeight() != now.getHeight();
        var areas = resized ? List.<Area>of() : areas(different(before, now));
        if (!resized && areas.isEmpty()) {
            return Optional.empty();
        }
        var pen = now.createGraphics();
        try {
            pen.setColor(new Color(0xBF, 0x87, 0x00));
            pen.setStroke(new BasicStroke(2));
            if (resized) {
                pen.drawRect(1, 1, now.getWidth() - 3, now.getHeight() - 3);
            }
            for (var area : areas) {
                int x = Math.max(1, area.left() * CELL - 3);
                int y = Math.max(1, area.top() * CELL - 3);
                int right = Math.min(now.getWidth() - 2, (area.right() + 1) * CELL + 3);
                int foot = Math.min(now.getHeight() - 2, (area.foot() + 1) * CELL + 3);
                pen.drawRect(x, y, right - x, foot - y);
            }
            return Optional.of(now);
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
}
