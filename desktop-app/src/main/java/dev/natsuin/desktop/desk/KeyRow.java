package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One signing key of this signer.
 *
 * @param keyId as issued
 * @param algorithm its kind
 * @param status whether it can sign now
 * @param certificate its certificate; null until one is issued
 * @param methods what may activate it
 * @param level 1 to 3
 * @param imported true if it was made elsewhere: another authority certified it, and only that one renews it
 * @param use how it was used; nothing if the server does not tell
 */
public record KeyRow(
        String keyId,
        KeyAlgorithm algorithm,
        Status status,
        @Nullable Certificate certificate,
        Set<Method> methods,
        int level,
        boolean imported,
        Optional<KeyUse> use) {
    /** A key of whose use nothing is known. */
    public KeyRow(
            String keyId,
            KeyAlgorithm algorithm,
            Status status,
            @Nullable Certificate certificate,
            Set<Method> methods,
            int level,
            boolean imported) {
        this(keyId, algorithm, status, certificate, methods, level, imported, Optional.empty());
    }

    /** Whether a key can sign now. */
    public enum Status {
        READY,
        WAITING_FOR_CERTIFICATE,
        SUSPENDED,
        EXPIRED,
        REVOKED
    }

    /** What may activate a key. */
    public enum Method {
        DEVICE,
        PASSKEY,
        TOTP
    }

    /**
     * The certificate bound to a key.
     *
     * @param name the subject's common name, to show
     * @param subject the whole subject, RFC 4514
     * @param issuer the issuer's common name, to show
     * @param serial lower-case hexadecimal
     * @param notBefore start of validity
     * @param notAfter end of validity
     * @param sha256 SHA-256 of the DER certificate
     */
    public record Certificate(
            String name,
            String subject,
            String issuer,
            String serial,
            Instant notBefore,
            Instant notAfter,
            Bytes sha256) {}

    /**
     * True if the key can sign now and its certificate ends soon: time to renew it.
     *
     * @param soon how soon
     * @param now SGM time
     */
    public boolean endsWithin(Duration soon, Instant now) {
        return status == Status.READY
                && certificate != null
                && certificate.notAfter().isBefore(now.plus(soon));
    }

    /** True if it lives, and this server certified it for another name than certificates have now. */
    public boolean hasOlderNameThan(CertifiedName now) {
        return !imported
                && status != Status.REVOKED
                && certificate != null
                && !Subjects.isSame(certificate.subject(), now.subject());
    }

    /** How it was used, if it can sign and has signed nothing for long. */
    public Optional<KeyUse> dormant(Instant now) {
        return use.filter(told -> status == Status.READY && told.isDormant(now));
    }

    /** True if its certificate can be renewed at this server. */
    public boolean isRenewable() {
        return !imported && (status == Status.READY || status == Status.EXPIRED);
    }

    /** Copies the methods. */
    public KeyRow {
        methods = Set.copyOf(methods);
    }
}
