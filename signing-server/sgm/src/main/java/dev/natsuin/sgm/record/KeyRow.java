package dev.natsuin.sgm.record;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * A signing key with its one certificate.
 *
 * @param keyId id (CSC: credentialID)
 * @param user whose it is
 * @param algorithm what kind
 * @param methods what may activate it
 * @param level the highest level of an act with it
 * @param state whether it can be used
 * @param kekEpoch which key-encryption key it is wrapped under
 * @param publicKey DER SubjectPublicKeyInfo
 * @param sealed the wrapped key in its seal; empty once destroyed
 * @param certificate DER
 * @param notAfter the last second of the certificate
 * @param created when
 */
public record KeyRow(
        String keyId,
        String user,
        KeyAlgorithm algorithm,
        List<String> methods,
        int level,
        State state,
        int kekEpoch,
        Bytes publicKey,
        Bytes sealed,
        Bytes certificate,
        Instant notAfter,
        Instant created) {
    /** Whether a key can be used. */
    public enum State {
        ENABLED("enabled"),
        DESTROYED("destroyed");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    /** Copies the methods. */
    public KeyRow {
        methods = List.copyOf(methods);
    }

    /**
     * The same key, wrapped under another key-encryption key.
     *
     * @param newSealed the wrapped key in its seal
     */
    public KeyRow under(int newKekEpoch, Bytes newSealed) {
        return with(state, newKekEpoch, newSealed, certificate, notAfter);
    }

    /** The same key with another certificate. */
    public KeyRow renewed(Bytes newCertificate, Instant newNotAfter) {
        return with(state, kekEpoch, sealed, newCertificate, newNotAfter);
    }

    /** The same key, destroyed: nothing is left that could sign. */
    public KeyRow destroyed() {
        return with(State.DESTROYED, kekEpoch, Bytes.EMPTY, certificate, notAfter);
    }

    private KeyRow with(State newState, int newKekEpoch, Bytes newSealed, Bytes newCertificate, Instant newNotAfter) {
        return new KeyRow(
                keyId,
                user,
                algorithm,
                methods,
                level,
                newState,
                newKekEpoch,
                publicKey,
                newSealed,
                newCertificate,
                newNotAfter,
                created);
    }
}
