package dev.natsuin.desktop.core;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Changes a value deep in a DER encoding and mends the lengths around it; nothing else is looked at. */
final class Pkcs12Surgery {
    private Pkcs12Surgery() {}

    /** The octets with another value in the place of the one that begins at {@code at}. */
    static byte[] replaced(byte[] der, int at, byte[] value) {
        return element(der, 0, der.length, at, value);
    }

    private static byte[] element(byte[] der, int from, int to, int at, byte[] value) {
        var out = new ByteArrayOutputStream();
        var i = from;
        while (i < to) {
            var header = headerSize(der, i);
            var end = i + header + length(der, i);
            if (i == at) {
                out.writeBytes(value);
            } else if (at > i && at < end) {
                var inner = element(der, i + header, end, at, value);
                out.write(der[i]);
                writeLength(out, inner.length);
                out.writeBytes(inner);
            } else {
                out.writeBytes(Arrays.copyOfRange(der, i, end));
            }
            i = end;
        }
        return out.toByteArray();
    }

    private static int headerSize(byte[] der, int at) {
        return (der[at + 1] & 0x80) == 0 ? 2 : 2 + (der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        if ((der[at + 1] & 0x80) == 0) {
            return der[at + 1];
        }
        var length = 0;
        for (var i = 0; i < (der[at + 1] & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
    }
}
