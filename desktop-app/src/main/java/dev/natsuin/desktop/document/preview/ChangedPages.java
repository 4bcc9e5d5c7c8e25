package dev.natsuin.desktop.document.preview;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;

/**
 * Pages of a PDF as they were in a signed revision and as they are now, side by side.
 *
 * <p>A revision is the first octets of the file, which later updates leave as they are; so what was signed can always
 * be taken out and looked at by itself. Drawing is bounded in pixels and time, whatever the file.
 */
public final class ChangedPages {
    private static final double MOST_PIXELS = 1e6;
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
        if (pages.isEmpty()) {
            return List.of();
        }
        try {
            var opened = ComparedPages.open(file, revisionBytes, password);
            if (opened.isEmpty()) {
                return List.of();
            }
            try (var compared = opened.get()) {
                return drawn(compared, pages);
            }
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Changed> drawn(ComparedPages compared, List<Integer> pages) throws IOException {
        var all = new ArrayList<Changed>();
        for (int page : pages) {
            var end = nanoseconds.getAsLong() + 2 * patience.toNanos();
            var sides = compared.page(page, MOST_PIXELS, widthPixels, () -> nanoseconds.getAsLong() - end > 0);
            if (sides.signed().isPresent() && sides.now().isPresent()) {
                all.add(new Changed(
                        page, picture(sides.signed().get()), picture(sides.now().get())));
            }
        }
        return List.copyOf(all);
    }

    private static Picture picture(PageImage drawn) throws IOException {
        var octets = new ByteArrayOutputStream();
        ImageIO.write(ComparedPages.image(drawn), "png", octets);
        return new Picture(Bytes.of(octets.toByteArray()), drawn.width(), drawn.height());
    }
}
