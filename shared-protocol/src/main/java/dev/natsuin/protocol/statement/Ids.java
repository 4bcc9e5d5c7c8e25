package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.security.SecureRandom;

/** How ids are made: all lower-case hexadecimal, none tells anything about a person. */
public final class Ids {
    /** The length of a user's or invitation's id, in octets before hexadecimal. */
    public static final int PERSON_SIZE_BYTES = 8;

    /** The length of a statement's, device's or key's id, in octets before hexadecimal. */
    public static final int SIZE_BYTES = 16;

    private Ids() {}

    /** A new id for a user or an invitation: 64 random bits. */
    public static String newPersonId(SecureRandom random) {
        return random(random, PERSON_SIZE_BYTES);
    }

    /** A new id for a statement or a signing key: 128 random bits. */
    public static String newId(SecureRandom random) {
        return random(random, SIZE_BYTES);
    }

    /** The id of a device: the first half of the SHA-256 of its public key. */
    public static String deviceId(VerifyingKey deviceKey) {
        return deviceKey.encoded().sha256().slice(0, SIZE_BYTES).toHex();
    }

    private static String random(SecureRandom random, int sizeBytes) {
        var octets = new byte[sizeBytes];
        random.nextBytes(octets);
        return Bytes.of(octets).toHex();
    }
}
