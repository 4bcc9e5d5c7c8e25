package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.desktop.document.format.SignatureValues;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;

/**
 * What was ordered and the signature that came, found to belong together without the document. That there is one of
 * these is the proof: whoever has it need not verify the value again, only see that it is about their document.
 */
public final class SignedHash {
    private final SigningCertificate certificate;
    private final Bytes toBeSigned;
    private final Bytes value;

    private SignedHash(SigningCertificate certificate, Bytes toBeSigned, Bytes value) {
        this.certificate = certificate;
        this.toBeSigned = toBeSigned;
        this.value = value;
    }

    /**
     * Verifies; nothing unless this is the certificate's signature over what was ordered.
     *
     * @param toBeSigned as {@link PreparedDocument#toBeSigned()} gave it
     */
    public static Optional<SignedHash> verified(SigningCertificate certificate, Bytes toBeSigned, Bytes value) {
        return holds(certificate, toBeSigned, value)
                ? Optional.of(new SignedHash(certificate, toBeSigned, value))
                : Optional.empty();
    }

    private static boolean holds(SigningCertificate certificate, Bytes toBeSigned, Bytes value) {
        var algorithm = certificate.algorithm();
        return algorithm.isPure()
                ? SignedAttributes.of(toBeSigned, certificate.leaf()).verify(algorithm, certificate.leaf(), value)
                : SignatureValues.verifies(certificate, toBeSigned, value);
    }

    /** The signature value. */
    Bytes value() {
        return value;
    }

    /** True if it is the signature that was ordered for this. */
    boolean isOf(SigningCertificate signer, Bytes ordered) {
        return certificate.equals(signer) && toBeSigned.equals(ordered);
    }
}
