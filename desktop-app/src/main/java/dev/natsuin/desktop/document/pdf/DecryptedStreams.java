package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccess;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.io.ScratchFile;
import org.jspecify.annotations.Nullable;

/**
 * What PDFBox decrypts of a document's streams: the first megabytes in memory, the rest in the {@link WorkFolder}.
 * Where that takes nothing, whoever reads the document fails, since PDFBox would show it without what could not be
 * kept.
 */
final class DecryptedStreams implements RandomAccessStreamCache {
    private static final long IN_MEMORY_BYTES = 16L << 20;

    private @Nullable ScratchFile scratch;

    @Override
    public RandomAccess createBuffer() {
        try {
            var made = scratch;
            if (made == null) {
                made = new ScratchFile(MemoryUsageSetting.setupMixed(IN_MEMORY_BYTES)
                        .setTempDir(WorkFolder.own().toFile()));
                scratch = made;
            }
            return new Told(made.createBuffer());
        } catch (NoRoom e) {
            throw e.unchecked();
        } catch (IOException e) {
            throw new NoRoom(e).unchecked();
        }
    }

    @Override
    public void close() throws IOException {
        if (scratch != null) {
            scratch.close();
        }
    }

    /** One that says so when it cannot be written. */
    private static final class Told implements RandomAccess {
        private final RandomAccess kept;

        Told(RandomAccess kept) {
            this.kept = kept;
        }

        private interface Writing {
            void write() throws IOException;
        }

        private void written(Writing writing) throws IOException {
            try {
                writing.write();
            } catch (IOException e) {
                if (kept.isClosed()) {
                    throw e;
                }
                throw new NoRoom(e).unchecked();
            }
        }

        @Override
        public void write(int octet) throws IOException {
            written(() -> kept.write(octet));
        }

        @Override
        public void write(byte[] octets) throws IOException {
            written(() -> kept.write(octets));
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            written(() -> kept.write(octets, from, length));
        }

        @Override
        public void clear() throws IOException {
            kept.clear();
        }

        @Override
        public int read() throws IOException {
            return kept.read();
        }

        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
            return kept.read(octets, from, length);
        }

        @Override
        public long getPosition() throws IOException {
            return kept.getPosition();
        }

        @Override
        public void seek(long position) throws IOException {
            kept.seek(position);
        }

        @Override
        public long length() throws IOException {
            return kept.length();
        }

        @Override
        public boolean isClosed() {
            return kept.isClosed();
        }

        @Override
        public boolean isEOF() throws IOException {
            return kept.isEOF();
        }

        @Override
        public int available() throws IOException {
            return kept.available();
        }

        @Override
        public RandomAccessReadView createView(long start, long length) throws IOException {
            return kept.createView(start, length);
        }

        @Override
        public void close() throws IOException {
            kept.close();
        }
    }
}
