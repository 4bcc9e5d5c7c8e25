package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stream of any length under AES-256-GCM, in chunks of 64 KiB, so that nothing of it is taken before it was
 * authenticated and memory does not grow with it (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
 * 2015: chunks are numbered and the last says so).
 *
 * <p>The nonce is the chunk's number, so a key serves one stream only. The associated data of each chunk are the hash
 * of what the stream is bound to, and one octet: 1 for the last chunk, else 0.
 */
final class Chunks {
    static final int SIZE_BYTES = 65_536;

    private static final int NONCE_SIZE_BYTES = 12;
    private static final int TAG_SIZE_BYTES = 16;

    private final SecretKeySpec key;
    private final Bytes boundTo;
    private long number;

    private Chunks(Secret key, Bytes boundTo) {
        this.key = key.use(k -> new SecretKeySpec(k, "AES"));
        this.boundTo = boundTo.sha256();
    }

    private byte[] next(int mode, byte[] input, int length, boolean last) throws GeneralSecurityException {
        var nonce = ByteBuffer.allocate(NONCE_SIZE_BYTES).putInt(0).putLong(number++);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_SIZE_BYTES, nonce.array()));
        cipher.updateAAD(boundTo.toArray());
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher.doFinal(input, 0, length);
    }

    /** Encrypts what is written; only what was closed by {@link Writer#end} can be read again. */
    static final class Writer extends OutputStream {
        private final OutputStream to;
        private final Chunks chunks;
        private final byte[] buffer = new byte[SIZE_BYTES];
        private int filled;

        Writer(OutputStream to, Secret key, Bytes boundTo) {
            this.to = to;
            this.chunks = new Chunks(key, boundTo);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            for (var done = 0; done < length; ) {
                if (filled == SIZE_BYTES) {
                    put(false);
                }
                var some = Math.min(length - done, SIZE_BYTES - filled);
                System.arraycopy(octets, from + done, buffer, filled, some);
                filled += some;
                done += some;
            }
        }

        private void put(boolean last) throws IOException {
            try {
                to.write(chunks.next(Cipher.ENCRYPT_MODE, buffer, filled, last));
                filled = 0;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256-GCM is not available", e);
            }
        }

        /** Writes the last chunk. */
        void end() throws IOException {
            put(true);
        }
    }

    /** Decrypts; a stream that was cut, lengthened, reordered or altered ends in a {@link BackupFault}. */
    static final class Reader extends InputStream {
        private final InputStream from;
        private final Chunks chunks;
        private byte[] ahead;
        private byte[] current = new byte[0];
        private int position;
        private boolean ended;

        Reader(InputStream from, Secret key, Bytes boundTo) throws IOException {
            this.from = from;
            this.chunks = new Chunks(key, boundTo);
            this.ahead = from.readNBytes(SIZE_BYTES + TAG_SIZE_BYTES);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (position == current.length) {
                if (ended) {
                    return -1;
                }
                advance();
            }
            var some = Math.min(length, current.length - position);
            System.arraycopy(current, position, into, at, some);
            position += some;
            return some;
        }

        private void advance() throws IOException {
            var sealed = ahead;
            ahead = from.readNBytes(SIZE_BYTES + TAG_SIZE_BYTES);
            ended = ahead.length == 0;
            if (sealed.length < TAG_SIZE_BYTES) {
                throw new BackupFault("The backup is cut.");
            }
            try {
                current = chunks.next(Cipher.DECRYPT_MODE, sealed, sealed.length, ended);
                position = 0;
            } catch (AEADBadTagException e) {
                throw new BackupFault(
                        "The backup does not open with this key: it is damaged, cut, or of another key.", e);
            } catch (GeneralSecurityException e) {
                throw new BackupFault("The backup is damaged or cut.", e);
            }
        }
    }
}
