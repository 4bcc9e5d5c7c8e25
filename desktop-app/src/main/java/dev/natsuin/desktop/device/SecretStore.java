package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/** Where the device secret lies: a private file, or the system's keyring. */
public interface SecretStore {
    /**
     * The secret, if there is one; the caller closes it.
     *
     * @throws Refusal {@code profile-unreadable} if it cannot be read or others could read it too;
     *     {@code keyring-unavailable} if the keyring does not give it out
     */
    Optional<Secret> read() throws Refusal;

    /** Keeps a secret in place of the one before, durably; it stays the caller's. */
    void write(Secret secret) throws Refusal;

    /** Forgets the secret, if there is one. */
    void erase() throws Refusal;
}
