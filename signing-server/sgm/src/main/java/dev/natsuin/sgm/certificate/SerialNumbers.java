package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.record.RowGuard;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The serial numbers of certificates, which only this authority can make and can recognise: eight random octets and the
 * first eight of a MAC over them.
 *
 * <p>So the OCSP responder tells a certificate that was issued from one that never was (RFC 6960 §2.2) without a table
 * of all of them, and a restored backup still knows those issued after it was made. 16 octets, positive, with 62 random
 * bits and as many as the MAC's beside them that nobody else can predict. Thread-safe.
 */
final class SerialNumbers {
    private static final int HALF = 8;
    private static final String TABLE = "certificate serial number";

    private final RowGuard guard;
    private final Bytes boundTo;
    private final SecureRandom random;

    /**
     * Those of one key of the authority.
     *
     * @param boundTo what tells a later key from the others; empty for the first
     */
    SerialNumbers(RowGuard guard, Bytes boundTo, SecureRandom random) {
        this.guard = guard;
        this.boundTo = boundTo;
        this.random = random;
    }

    BigInteger next() {
        var octets = new byte[HALF];
        random.nextBytes(octets);
        octets[0] = (byte) ((octets[0] & 0x3F) | 0x40); // positive and always as long
        return new BigInteger(1, whole(octets));
    }

    /** True if {@link #next} gave it for this key of the authority, to anybody who has the same key for rows. */
    boolean isOurs(BigInteger serial) {
        var octets = serial.toByteArray();
        return octets.length == 2 * HALF && Arrays.equals(octets, whole(Arrays.copyOf(octets, HALF)));
    }

    private byte[] whole(byte[] octets) {
        var fields = boundTo.size() == 0 ? List.of(Bytes.of(octets)) : List.of(Bytes.of(octets), boundTo);
        var mac = guard.mac(TABLE, fields).toArray();
        var whole = Arrays.copyOf(octets, 2 * HALF);
        System.arraycopy(mac, 0, whole, HALF, HALF);
        return whole;
    }
}
