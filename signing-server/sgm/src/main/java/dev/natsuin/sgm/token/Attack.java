package dev.natsuin.sgm.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody who took the SGM's process over, PIN and all, may try on a token, and what the operator can do where it
 * succeeds.
 */
public enum Attack {
    UNWRAP_IN_CLEAR(
            "a wrapped key is unwrapped so that it can be read or taken out",
            "the token must hold the key-encryption key to an unwrap template (CKA_UNWRAP_TEMPLATE)"),
    UNWRAP_AS_ANOTHER_KIND(
            "a wrapped key is unwrapped as a key of another kind or for another use",
            "the token must hold the key-encryption key to an unwrap template (CKA_UNWRAP_TEMPLATE)"),
    UNWRAP_TO_STAY(
            "a wrapped key is unwrapped so that it stays in the token",
            "the token must hold the key-encryption key to an unwrap template (CKA_UNWRAP_TEMPLATE)"),
    OTHER_MECHANISM(
            "the key-encryption key works by another mechanism than the one it is for",
            "the token must hold keys to their mechanisms (CKA_ALLOWED_MECHANISMS)"),
    KEK_READ(
            "the key-encryption key is read, decrypts what it wrapped, or is wrapped out under another key",
            "make a new key-encryption key: this one is not sensitive, can be extracted or decrypts"),
    KEK_CHANGED(
            "attributes of the key-encryption key are changed",
            "the token must keep keys as they were made (CKA_MODIFIABLE false)"),
    KEK_COPIED(
            "the key-encryption key is copied with other attributes",
            "the token must not copy keys that are not to be copied (CKA_COPYABLE false)"),
    WRAP_UNDER_A_KNOWN_KEY(
            "a signing key is wrapped out under a key that the attacker knows, in the moment it is made",
            "use a token that marks wrapping keys as trusted (CKA_TRUSTED, CKA_WRAP_WITH_TRUSTED) and a profile that says so");

    private final String words;
    private final String remedy;

    Attack(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** Its name in a profile and in {@code self-check}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is. */
    public String words() {
        return words;
    }

    /** What helps against it. */
    public String remedy() {
        return remedy;
    }

    static Optional<Attack> byCode(String code) {
        return Arrays.stream(values()).filter(a -> a.code().equals(code)).findFirst();
    }
}
