package dev.natsuin.sap.witness;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.util.Optional;
import java.util.function.Supplier;

/** What the SAP keeps of the log it cosigns; each change is on the disk when its call returns. */
public interface SeenLog {
    /**
     * The seed of the key that cosigns, the same for ever; made and kept when there is none. The caller closes it.
     *
     * @param random gives one
     */
    Secret seed(Supplier<Secret> random);

    /**
     * The newest checkpoint that was cosigned.
     *
     * @param logKey that signed it
     * @param note the signed note
     */
    record Seen(VerifyingKey logKey, String note) {}

    /** The newest, if there is one. */
    Optional<Seen> newest();

    /** Keeps another. */
    void keep(Seen seen);
}
