package dev.natsuin.desktop.device;

import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/**
 * The system's keyring, as far as a device secret needs it. It may be locked, gone or unwilling at any time, and rarely
 * tells which.
 */
interface Keyring {
    /** Whether it answers; asks no person and takes seconds at most. */
    boolean isThere();

    /**
     * The secret of this item, which the caller closes; nothing if it could not be had, for whatever reason. The person
     * may be asked to unlock the keyring, which takes as long as they do, and ends after some minutes.
     */
    Optional<Secret> lookup(String item);

    /**
     * Keeps a secret, which stays the caller's, in a new item. The person may be asked.
     *
     * @param label what people read in a list of their keyring
     * @return whether the keyring says that it did
     */
    boolean store(String item, String label, Secret secret);

    /** Erases an item; true if it is certainly not there any more. */
    boolean erase(String item);
}
