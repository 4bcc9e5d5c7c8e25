package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * One message as it stands on the wire.
 *
 * @param kind operation or status, 0 to 255
 * @param body what it carries
 */
record Frame(int kind, Bytes body) {
    static final int VERSION = 1;
    private static final int HEADER = 6;

    /** Writes it with one call, so that a small frame is one TLS record and one packet. */
    void writeTo(OutputStream out) throws IOException {
        byte[] octets = body.toArray();
        var frame = ByteBuffer.allocate(HEADER + octets.length);
        frame.put((byte) VERSION).put((byte) kind).putInt(octets.length).put(octets);
        out.write(frame.array());
        out.flush();
    }

    /**
     * Reads what follows a frame's first octet.
     *
     * @throws NotAFrame if it is of another version or longer than allowed; nothing after the header was read then
     */
    static Frame readAfter(int version, DataInputStream in, int maxBodyBytes) throws IOException {
        if (version != VERSION) {
            throw new NotAFrame("version " + version);
        }
        int kind = in.readUnsignedByte();
        long length = Integer.toUnsignedLong(in.readInt());
        if (length > maxBodyBytes) {
            throw new NotAFrame("length " + length);
        }
        byte[] octets = in.readNBytes((int) length);
        if (octets.length < length) {
            throw new EOFException("the frame ends early");
        }
        return new Frame(kind, Bytes.of(octets));
    }

    /** The other end does not speak this protocol. */
    static final class NotAFrame extends IOException {
        private static final long serialVersionUID = 1L;

        NotAFrame(String message) {
            super(message);
        }
    }
}
