package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.io.RandomAccessReadView;

/** The first octets of a file as if there were no more: an earlier revision, without copying it. */
final class FilePrefix implements RandomAccessRead {
    private final RandomAccessReadBufferedFile file;
    private final long length;

    FilePrefix(Path file, long length) throws IOException {
        this.file = new RandomAccessReadBufferedFile(file);
        this.length = Math.min(length, this.file.length());
    }

    @Override
    public int read() throws IOException {
        return isEOF() ? -1 : file.read();
    }

    @Override
    public int read(byte[] buffer, int from, int wanted) throws IOException {
        return isEOF() ? -1 : file.read(buffer, from, (int) Math.min(wanted, length - file.getPosition()));
    }

    @Override
    public long getPosition() throws IOException {
        return file.getPosition();
    }

    @Override
    public void seek(long position) throws IOException {
        file.seek(Math.min(position, length));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isClosed() {
        return file.isClosed();
    }

    @Override
    public boolean isEOF() throws IOException {
        return file.getPosition() >= length;
    }

    @Override
    public RandomAccessReadView createView(long start, long wanted) throws IOException {
        return file.createView(start, Math.max(0, Math.min(wanted, length - start)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
