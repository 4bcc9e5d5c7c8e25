package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;

/**
 * A sealed envelope as it travels: format version 1, the id of the sealing key, the HPKE output.
 *
 * <p>Layout: one octet {@code 1}, 8 octets key id, 32 octets encapsulated key, the ciphertext.
 *
 * @param sealingKeyId which sealing key opens it, 8 octets
 * @param encapsulated HPKE's encapsulated key, 32 octets
 * @param ciphertext HPKE's ciphertext, at least 16 octets
 */
public record SealedStatement(Bytes sealingKeyId, Bytes encapsulated, Bytes ciphertext) {
    /** The length of a sealing key's id, in octets. */
    public static final int KEY_ID_SIZE_BYTES = 8;

    /** The most octets a sealed statement may have: ten thousand hashes of 64 octets need less than half. */
    public static final int LARGEST_SIZE_BYTES = 2 << 20;

    private static final int CIPHERTEXT_AT = 1 + KEY_ID_SIZE_BYTES + Sealing.KEY_SIZE_BYTES;
    private static final int TAG_SIZE_BYTES = 16;
    private static final Bytes VERSION = Bytes.hex("01");

    /** Checks the lengths. */
    public SealedStatement {
        if (sealingKeyId.size() != KEY_ID_SIZE_BYTES
                || encapsulated.size() != Sealing.KEY_SIZE_BYTES
                || ciphertext.size() < TAG_SIZE_BYTES) {
            throw new IllegalArgumentException("wrong length");
        }
    }

    /** From a key id and what {@link Sealing#seal} gave. */
    public static SealedStatement of(Bytes sealingKeyId, Bytes hpke) {
        return new SealedStatement(sealingKeyId, hpke.slice(0, 32), hpke.slice(32, hpke.size()));
    }

    /**
     * Reads it.
     *
     * @throws Malformed if the version is not 1, or it is too short or too long
     */
    public static SealedStatement read(Bytes octets) throws Malformed {
        if (octets.size() < CIPHERTEXT_AT + TAG_SIZE_BYTES
                || octets.size() > LARGEST_SIZE_BYTES
                || !octets.slice(0, 1).equals(VERSION)) {
            throw new Malformed("not a sealed statement");
        }
        return new SealedStatement(
                octets.slice(1, 1 + KEY_ID_SIZE_BYTES),
                octets.slice(1 + KEY_ID_SIZE_BYTES, CIPHERTEXT_AT),
                octets.slice(CIPHERTEXT_AT, octets.size()));
    }

    /** The octets that travel. Their SHA-256 finds the answer again. */
    public Bytes toBytes() {
        return Bytes.concat(VERSION, sealingKeyId, encapsulated, ciphertext);
    }
}
