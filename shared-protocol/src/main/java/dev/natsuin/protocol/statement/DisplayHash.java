package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Binds what staff called a person to the statement that admitted them.
 *
 * <p>The SAP keeps names and salt and shows them; the SGM and its log keep this hash only. Whoever is shown a name can
 * tell whether it is the one that was signed for, and from the hash alone nobody finds a name.
 */
public final class DisplayHash {
    /** The length of the salt, in octets. */
    public static final int SALT_SIZE_BYTES = 32;

    private static final Bytes LABEL = Bytes.utf8("natsuin-display-v1");

    private DisplayHash() {}

    /**
     * The hash, 32 octets.
     *
     * @param salt random, 32 octets
     * @param name as staff wrote it
     * @param kana how it is read; empty if nobody said
     * @param email the person's address; empty if there is none
     */
    public static Bytes of(Bytes salt, String name, String kana, String email) {
        if (salt.size() != SALT_SIZE_BYTES) {
            throw new IllegalArgumentException("not 32 octets");
        }
        var digest = HashAlgorithm.SHA_256.newDigest();
        digest.update(LABEL.toArray());
        digest.update(salt.toArray());
        for (var text : new String[] {name, kana, email}) {
            var octets = text.getBytes(StandardCharsets.UTF_8);
            if (octets.length > 0xFFFF) {
                throw new IllegalArgumentException("longer than 65535 octets");
            }
            digest.update(ByteBuffer.allocate(2).putShort((short) octets.length).array());
            digest.update(octets);
        }
        return Bytes.of(digest.digest());
    }
}
