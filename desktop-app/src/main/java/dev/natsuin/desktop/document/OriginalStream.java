package dev.natsuin.desktop.document;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Reads an original, digests what is read, and tells trouble with it from trouble with anything else. */
final class OriginalStream extends FilterInputStream {
    private final MessageDigest digest = HashAlgorithm.SHA_256.newDigest();

    OriginalStream(InputStream in) {
        super(in);
    }

    /** The original could not be read. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super("the original could not be read", cause);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            var read = super.read(into, offset, length);
            if (read > 0) {
                digest.update(into, offset, read);
            }
            return read;
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public long skip(long octets) throws IOException {
        return readNBytes((int) Math.min(octets, 1 << 16)).length; // What is skipped is digested too.
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** SHA-256 of what was read; once. */
    Bytes sha256() {
        return Bytes.of(digest.digest());
    }
}
