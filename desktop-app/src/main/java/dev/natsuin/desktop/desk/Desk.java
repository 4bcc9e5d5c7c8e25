package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/** Who signs at this desk, with which keys, at which server. */
public interface Desk {
    /** Whether this desk belongs to somebody; reads the profile only. */
    DeskState state();

    /**
     * Where the device secret lies, if there is one; reads the profile only. While it is in the keyring, {@link #state}
     * may wait for the person to unlock that.
     */
    Optional<SecretPlace> secretPlace();

    /** Asks the server whether it is there, and believes it only if it proves to be ours. */
    Answer<ServerFacts> server();

    /** True if an order of this desk was left without a signed answer; reads the profile only. */
    boolean hasOpenOrder();

    /**
     * Sends such an order again, octet for octet.
     *
     * @return what became of it; nothing if there was none; {@code not-confirmed} if again no believed answer came
     */
    default Answer<Optional<Earlier>> settle() {
        return settle(Optional.empty());
    }

    /**
     * The same with a password for documents that are encrypted: a signed copy is written with the original open.
     *
     * @param password tried on each; stays the caller's
     */
    default Answer<Optional<Earlier>> settle(Optional<Secret> password) {
        return settle(password, (step, done, total) -> {}, Stopping.NEVER);
    }

    /**
     * The same, and tells how far it is.
     *
     * @param progress hears of ASK, SEAL, CHECK, RAISE, for each order anew
     * @param raisesLater once wanted, what is signed and not at its level yet is remembered to be raised later
     */
    Answer<Optional<Earlier>> settle(Optional<Secret> password, Progress progress, Stopping raisesLater);

    /** A new identity key of the SGM that nobody here was told of yet; reads the profile only. */
    Answer<Optional<NewIdentity>> newIdentity();

    /**
     * Somebody was told of the new identity key; of this one nobody is told again.
     *
     * @return the key it was about; nothing if there was none
     */
    Answer<Optional<NewIdentity>> identityWasTold();

    /** The signer's keys, from a signed answer. */
    Answer<KeyList> keys();
}
