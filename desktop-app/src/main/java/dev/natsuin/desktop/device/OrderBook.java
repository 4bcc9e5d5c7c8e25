package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one order has to remember, in a file of its own: lines that are only ever added.
 *
 * <p>Each line carries a MAC over the book's name, the line's number and its text, under a key made from the device
 * secret: so a line that was changed, moved, left out or brought from another book or computer is noticed. The book
 * ends before the first line that does not hold, which a crash may have cut off; what is added takes its place. No
 * secret stands in it. Held by one process at a time; thread-safe.
 */
public final class OrderBook implements AutoCloseable {
    private static final int LONGEST_LINE_BYTES = 16 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final BookMac mac;
    private final List<Place> places = new ArrayList<>();
    private long end;
    private boolean altered;
    private boolean rest;

    private OrderBook(Path file, FileChannel channel, BookMac mac) {
        this.file = file;
        this.channel = channel;
        this.mac = mac;
    }

    /**
     * Where a line stands.
     *
     * @param number from 0
     * @param offset of its first octet in the file
     * @param sizeBytes of MAC, text and what lies between, without the line's end
     */
    private record Place(long number, long offset, int sizeBytes) {}

    /** A book over an open and locked file, which it takes over; reads what is there. */
    static OrderBook over(Path file, FileChannel channel, BookMac mac) throws IOException {
        var book = new OrderBook(file, channel, mac);
        book.look();
        return book;
    }

    /** Its name, of which no two are alike. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** How many lines it has. */
    public synchronized int size() {
        return places.size();
    }

    /** True if a whole line does not hold: a process that is killed cuts a line off, but does not end it. */
    public synchronized boolean altered() {
        return altered;
    }

    private void look() throws IOException {
        channel.position(0);
        var in = Channels.newInputStream(channel);
        var buffer = new byte[BUFFER_BYTES];
        var line = new ByteArrayOutputStream();
        var sound = true;
        long offset = 0;
        long number = 0;
        for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (var i = 0; i < read; i++) {
                if (buffer[i] != '\n') {
                    if (line.size() <= LONGEST_LINE_BYTES) {
                        line.write(buffer[i]);
                    }
                    offset++;
                    continue;
                }
                var octets = line.toByteArray();
                var holds = mac.text(number, octets).isPresent();
                altered |= !holds;
                sound &= holds;
                if (sound) {
                    places.add(new Place(number, offset - octets.length, octets.length));
                    end = offset + 1;
                }
                number++;
                offset++;
                line.reset();
            }
        }
        rest = channel.size() > end;
    }

    /** Adds a line; gives its number. Durable only after {@link #force()}, but there for the next process at once. */
    public synchronized int append(JsonObject content) throws IOException {
        if (rest) {
            channel.truncate(end);
            rest = false;
        }
        var number = places.size();
        var line = mac.line(number, content);
        if (line.length > LONGEST_LINE_BYTES) {
            throw new IOException("a line that could not be read back");
        }
        var whole = ByteBuffer.wrap(line);
        var at = end;
        while (whole.hasRemaining()) {
            at += channel.write(whole, at);
        }
        places.add(new Place(number, end, line.length - 1));
        end = at;
        return number;
    }

    /**
     * A line as it was added.
     *
     * @throws Malformed if it is another by now
     */
    public synchronized JsonObject line(int number) throws IOException, Malformed {
        var place = places.get(number);
        var octets = ByteBuffer.allocate(place.sizeBytes());
        while (octets.hasRemaining() && channel.read(octets, place.offset() + octets.position()) >= 0) {
            // until the line is read or the file ends
        }
        var text = octets.hasRemaining() ? Optional.<Bytes>empty() : mac.text(place.number(), octets.array());
        if (text.isEmpty()) {
            altered = true;
            throw new Malformed("a line that was changed");
        }
        return JsonObject.strict(text.get());
    }

    /** Makes all that was added durable. */
    public synchronized void force() throws IOException {
        channel.force(true);
    }

    /** Lets it go; it stays. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // What had to be durable was forced before; the lock goes with the process at the latest.
            return;
        }
    }

    /** Lets it go, for ever. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }
}
