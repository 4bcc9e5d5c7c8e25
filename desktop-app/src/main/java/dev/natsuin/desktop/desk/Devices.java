package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.time.Instant;
import java.util.List;

/**
 * The person's devices, and this one's PIN. Every word is from a signed answer; secrets are lent, the caller closes
 * them.
 */
public interface Devices {
    /** How a device stands. */
    enum State {
        /** It may act. */
        ACTIVE,
        /** Its fingerprint is not confirmed yet. */
        WAITING,
        /** Too many PINs were wrong; it orders nothing any more, for ever. */
        LOCKED,
        /** It was removed, for ever. */
        REMOVED
    }

    /**
     * A device.
     *
     * @param id its id
     * @param key its public key, as an order to remove it holds it
     * @param fingerprint 16 base32 characters without separators, as its own screen shows it
     * @param enrolled when
     * @param state how it stands
     * @param own true for the device that asks
     */
    record Row(String id, Bytes key, String fingerprint, Instant enrolled, State state, boolean own) {}

    /**
     * A code for a further device. It is a secret.
     *
     * @param text as it is carried across; the caller closes it
     * @param expires when it dies
     */
    record Code(Secret text, Instant expires) implements AutoCloseable {
        @Override
        public void close() {
            text.close();
        }
    }

    /**
     * A device that was removed.
     *
     * @param id its id
     * @param keys ids of the signing keys that ended with it: all, if it was the last device
     * @param logIndex where the log has it
     */
    record Removed(String id, List<String> keys, long logIndex) {
        /** Copies the list. */
        public Removed {
            keys = List.copyOf(keys);
        }
    }

    /** All devices, first enrolled first, removed ones too. */
    Answer<List<Row>> devices();

    /** Makes a code that admits a further device within ten minutes; it ends the code before. */
    Answer<Code> invite(Secret pin);

    /**
     * Removes a device.
     *
     * @param device as it was shown: the order holds its key
     */
    Answer<Removed> remove(Row device, Secret pin);

    /**
     * Gives this device another PIN.
     *
     * @return where the log has it; {@code pin-too-weak} if the new one may not be chosen, and nothing was sent
     */
    Answer<Long> changePin(Secret oldPin, Secret newPin);
}
