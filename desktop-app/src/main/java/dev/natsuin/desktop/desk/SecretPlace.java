package dev.natsuin.desktop.desk;

/** Where the device secret lies. */
public enum SecretPlace {
    /** In a file of the profile that only its owner can read. */
    FILE,
    /** In the system's keyring; the profile's folder holds no secret. */
    KEYRING
}
