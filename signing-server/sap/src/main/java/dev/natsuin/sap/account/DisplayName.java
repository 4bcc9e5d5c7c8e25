package dev.natsuin.sap.account;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.text.Seen;
import java.util.Optional;

/**
 * How an officer called a person: for screens only. The SGM does not read it; with the salt a desk can tell whether it
 * is what the admitting statement signed.
 *
 * @param name 1 to 200 characters
 * @param kana how the name is read, 0 to 200 characters
 * @param email 0 to 254 characters
 * @param salt of the hash in the admitting statement, 32 octets; empty where nobody signed for the name
 */
public record DisplayName(String name, String kana, String email, Bytes salt) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;

    /** A name for which nobody signed. */
    public DisplayName(String name, String email) {
        this(name, "", email, Bytes.EMPTY);
    }

    /**
     * Checks what came from outside.
     *
     * @throws Malformed if one is too long or holds what is not {@linkplain Seen seen}, or there is no name
     */
    public static DisplayName of(String name, String kana, String email, Bytes salt) throws Malformed {
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || kana.length() > LONGEST_NAME
                || email.length() > LONGEST_EMAIL) {
            throw new Malformed("not the length of a name or an address");
        }
        if (!salt.isEmpty() && salt.size() != DisplayHash.SALT_SIZE_BYTES) {
            throw new Malformed("not the length of a salt");
        }
        if (!Seen.wholly(name) || !Seen.wholly(kana) || !Seen.wholly(email)) {
            throw new Malformed("a character that is not seen in a name or an address");
        }
        return new DisplayName(name, kana, email, salt);
    }

    /** What the officer signed if this is how they called the person; nothing where nobody signed for the name. */
    public Optional<Bytes> hash() {
        return salt.isEmpty() ? Optional.empty() : Optional.of(DisplayHash.of(salt, name, kana, email));
    }

    @Override
    public String toString() {
        return "DisplayName"; // a name does not belong in a log
    }
}
