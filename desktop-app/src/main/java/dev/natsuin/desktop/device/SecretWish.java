package dev.natsuin.desktop.device;

import java.util.Map;

/** Where a new device secret shall go: {@code NATSUIN_SECRET_STORE}. One that is there is read wherever it lies. */
public enum SecretWish {
    /** Not told: to the keyring where there is one, else to a file. */
    AUTOMATIC,
    /** To a file. */
    FILE,
    /** To the keyring, or nowhere. */
    KEYRING,
    /** Told, but nothing that is known: refused rather than guessed. */
    UNKNOWN;

    /** As these environment variables tell. */
    static SecretWish of(Map<String, String> environment) {
        return switch (environment.getOrDefault("NATSUIN_SECRET_STORE", "")) {
            case "" -> AUTOMATIC;
            case "file" -> FILE;
            case "keyring" -> KEYRING;
            default -> UNKNOWN;
        };
    }
}
