package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/**
 * A file of which somebody reads a few places: in blocks, the last few of which are kept.
 *
 * <p>Parsers go one octet back all the time; here that costs nothing. Not thread-safe.
 */
final class FileBlocks implements RandomAccessRead {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int MOST_KEPT = 8;

    private final FileChannel channel;
    private final long length;
    private final byte[][] blocks = new byte[MOST_KEPT][];
    private final long[] starts = new long[MOST_KEPT];
    private int oldest;
    private byte[] block = {};
    private long start;
    private long position;

    FileBlocks(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        length = channel.size();
    }

    private FileBlocks(FileBlocks other) {
        channel = other.channel;
        length = other.length;
    }

    @Override
    public int read() throws IOException {
        if (position >= length) {
            return -1;
        }
        int at = inBlock();
        position++;
        return block[at] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int wanted) throws IOException {
        if (position >= length) {
            return -1;
        }
        int taken = 0;
        while (taken < wanted && position < length) {
            int at = inBlock();
            int part = Math.min(wanted - taken, block.length - at);
            System.arraycopy(block, at, buffer, from + taken, part);
            taken += part;
            position += part;
        }
        return taken;
    }

    /** Where the position is in its block, which is read if it has to be. */
    private int inBlock() throws IOException {
        long at = position - start;
        if (at < 0 || at >= block.length) {
            start = position - position % BLOCK_BYTES;
            block = blockAt(start);
            at = position - start;
        }
        return (int) at;
    }

    private byte[] blockAt(long from) throws IOException {
        for (int i = 0; i < MOST_KEPT; i++) {
            if (blocks[i] != null && starts[i] == from) {
                return blocks[i];
            }
        }
        var octets = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, length - from));
        while (octets.hasRemaining()) {
            if (channel.read(octets, from + octets.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        blocks[oldest] = octets.array();
        starts[oldest] = from;
        oldest = (oldest + 1) % MOST_KEPT;
        return octets.array();
    }

    @Override
    public long getPosition() {
        return position;
    }

    @Override
    public void seek(long wanted) throws IOException {
        if (wanted < 0) {
            throw new IOException("before the file");
        }
        position = Math.min(wanted, length);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isEOF() {
        return position >= length;
    }

    /** Reads at a position of its own; ends with this. */
    @Override
    public RandomAccessReadView createView(long from, long wanted) {
        return new RandomAccessReadView(new FileBlocks(this), from, wanted);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
