package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;

/**
 * That a signing key was made elsewhere, written once, beside its own row.
 *
 * @param keyId the key
 * @param issuers DER: the certificates that came behind the key's own
 */
public record ImportedKeyRow(String keyId, List<Bytes> issuers) {
    /** Copies the list. */
    public ImportedKeyRow {
        issuers = List.copyOf(issuers);
    }
}
