package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** What a file would be with something appended, before it is written. Not thread-safe. */
final class Appended implements RandomAccessRead {
    private final RandomAccessRead file;
    private final long fileBytes;
    private final byte[] rest;
    private long position;
    private boolean closed;

    /** Over both; closes the file. */
    Appended(RandomAccessRead file, byte[] rest) throws IOException {
        this.file = file;
        this.fileBytes = file.length();
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        if (position >= length()) {
            return -1;
        }
        var at = position++;
        if (at >= fileBytes) {
            return rest[(int) (at - fileBytes)] & 0xff;
        }
        seekInFile(at);
        return file.read();
    }

    @Override
    public int read(byte[] buffer, int from, int wanted) throws IOException {
        if (position >= length()) {
            return -1;
        }
        int taken = 0;
        while (taken < wanted && position < length()) {
            int part = position < fileBytes
                    ? inFile(buffer, from + taken, wanted - taken)
                    : behind(buffer, from + taken, wanted - taken);
            taken += part;
            position += part;
        }
        return taken;
    }

    private int inFile(byte[] buffer, int from, int wanted) throws IOException {
        seekInFile(position);
        int read = file.read(buffer, from, (int) Math.min(wanted, fileBytes - position));
        if (read <= 0) {
            throw new IOException("the file became shorter");
        }
        return read;
    }

    private int behind(byte[] buffer, int from, int wanted) {
        int at = (int) (position - fileBytes);
        int part = Math.min(wanted, rest.length - at);
        System.arraycopy(rest, at, buffer, from, part);
        return part;
    }

    private void seekInFile(long wanted) throws IOException {
        if (file.getPosition() != wanted) {
            file.seek(wanted);
        }
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
        position = Math.min(wanted, length());
    }

    @Override
    public long length() {
        return fileBytes + rest.length;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isEOF() {
        return position >= length();
    }

    /** Reads at a position of its own; ends with this. */
    @Override
    public RandomAccessReadView createView(long from, long wanted) throws IOException {
        return new RandomAccessReadView(new Appended(file.createView(0, fileBytes), rest), from, wanted);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
