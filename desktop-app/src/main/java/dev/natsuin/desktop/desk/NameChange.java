package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;

/**
 * What an order of staff changed in a signer's name, as the log has it. What desks show of them is there by its hash
 * only.
 *
 * @param before the name in certificates until then, RFC 4514
 * @param after the name in certificates from then on; perhaps the same
 * @param endsKeys whether the keys of then ended, and their certificates were revoked
 * @param keys how many that were
 * @param evidence SHA-256 of the file that shows it
 */
public record NameChange(String before, String after, boolean endsKeys, int keys, Optional<Bytes> evidence) {
    /** True unless only what desks show is another. */
    public boolean isInCertificates() {
        return !before.equals(after);
    }
}
