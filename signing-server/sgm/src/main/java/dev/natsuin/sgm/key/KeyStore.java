package dev.natsuin.sgm.key;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.Optional;

/**
 * What guards signing keys: it makes them, gives them out only wrapped, and uses them.
 *
 * <p>The wrapped form is bound to the associated data given when the key was made. Thread-safe.
 */
public interface KeyStore extends AutoCloseable {
    /**
     * A new key.
     *
     * @param publicKey DER SubjectPublicKeyInfo
     * @param wrapped the private key, under this store's newest key-encryption key
     */
    record NewKey(Bytes publicKey, Wrapped wrapped) {}

    /**
     * A private key as it is kept.
     *
     * @param octets under a key-encryption key
     * @param kekEpoch which one, from 1
     */
    record Wrapped(Bytes octets, int kekEpoch) {}

    /** A key ready for use; destroyed on close. Not thread-safe. */
    interface OpenKey extends AutoCloseable {
        /** The longest message for Ed25519 and ML-DSA; signed attributes have a few hundred octets. */
        int MOST_MESSAGE_BYTES = 16_384;

        /**
         * Signs: RSA octets (RFC 8017), DER ECDSA-Sig-Value, the 64 octets of Ed25519 (RFC 8032), or the 3,309 of
         * ML-DSA-65 (FIPS 204, hedged).
         *
         * @param input for RSA and ECDSA a hash of the algorithm's length; for Ed25519 and ML-DSA the message itself,
         *     at most {@link #MOST_MESSAGE_BYTES}, which must never be octets that somebody outside chose
         * @throws KeyStoreFault if the input has not that length, the key is of another family, the store failed or the
         *     result does not verify
         * @throws KeyStoreUnavailable if the store can no longer be used; nothing was given out
         */
        Bytes sign(SignAlgorithm algorithm, Bytes input);

        @Override
        void close();
    }

    /** True if keys of this kind can be made and used here. */
    boolean supports(KeyAlgorithm algorithm);

    /** The highest level of an act with a key made here (DESIGN §4). */
    int level();

    /**
     * Makes a key. RSA takes seconds.
     *
     * @throws KeyStoreUnavailable if the store cannot be used now
     */
    NewKey generate(KeyAlgorithm algorithm, Bytes associatedData);

    /**
     * Unwraps a key for use.
     *
     * @param publicKey the SubjectPublicKeyInfo it must belong to
     * @throws KeyStoreFault if wrapped form, associated data and store do not belong together
     * @throws KeyStoreUnavailable if the store cannot be used now
     */
    OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData);

    /**
     * The same key under the newest key-encryption key; nothing if it is, or the store lets no key out to be wrapped
     * anew.
     *
     * @throws KeyStoreFault as {@link #open}
     */
    Optional<Wrapped> underNewest(Wrapped wrapped, Bytes associatedData);

    /** True if keys that were made elsewhere can be taken in here. */
    boolean takesImports();

    /**
     * A key to which one signing key from elsewhere is to be encrypted; only if {@link #takesImports()}.
     *
     * @throws KeyStoreUnavailable if the store cannot be used now
     */
    TransportKey newTransportKey();

    /** How long one device has to wait for the next, because making one takes the store's time. */
    default Duration pauseBetweenTransportKeys() {
        return Duration.ZERO;
    }

    /** A key for one import, held until it is closed. Not thread-safe. */
    interface TransportKey extends AutoCloseable {
        /** How to encrypt to it. */
        KeyTransport.Suite suite();

        /** As the suite has it. */
        Bytes publicKey();

        /**
         * Takes a signing key in. The transport key is to be closed after that, whatever came of it.
         *
         * @throws KeyStoreUnavailable if the store can no longer be used
         */
        Taken take(Arriving arriving);

        /** Erases it. */
        @Override
        void close();
    }

    /**
     * A signing key on its way.
     *
     * @param algorithm what kind it must be
     * @param publicKey DER SubjectPublicKeyInfo: the public key it must belong to, as {@link #generate} would write it
     * @param binding whose it is and for which import
     * @param encrypted to the transport key
     * @param associatedData what its wrapped form is to be bound to
     */
    record Arriving(
            KeyAlgorithm algorithm,
            Bytes publicKey,
            KeyTransport.Binding binding,
            Bytes encrypted,
            Bytes associatedData) {}

    /** What came of taking a key in. */
    sealed interface Taken {
        /**
         * It is one of ours; it signed something, and that verified under the public key.
         *
         * @param wrapped under this store's newest key-encryption key
         */
        record In(Wrapped wrapped) implements Taken {}

        /** It is not, and nothing of it was kept. */
        record Refused(ProblemCode why) implements Taken {}
    }

    /** Ends its use. */
    @Override
    void close();
}
