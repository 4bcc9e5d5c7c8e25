package dev.natsuin.sap.account;

import dev.natsuin.protocol.Malformed;

/**
 * How an officer called a person: for screens only, signed by nobody.
 *
 * @param name 1 to 200 characters
 * @param email 0 to 254 characters
 */
public record DisplayName(String name, String email) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;

    /**
     * Checks what came from outside.
     *
     * @throws Malformed if one is too long or holds control characters, or there is no name
     */
    public static DisplayName of(String name, String email) throws Malformed {
        if (name.isBlank() || name.length() > LONGEST_NAME || email.length() > LONGEST_EMAIL) {
            throw new Malformed("not the length of a name or an address");
        }
        if ((name + email).codePoints().anyMatch(Character::isISOControl)) {
            throw new Malformed("a control character in a name or an address");
        }
        return new DisplayName(name, email);
    }

    @Override
    public String toString() {
        return "DisplayName"; // a name does not belong in a log
    }
}
