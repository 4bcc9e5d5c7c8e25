package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.desktop.document.format.SignatureValues;
import dev.natsuin.protocol.bytes.Bytes;

/** What was ordered and what came, compared without the document. */
public final class SignedHash {
    private SignedHash() {}

    /**
     * True if this is the certificate's signature over what was ordered.
     *
     * @param toBeSigned as {@link PreparedDocument#toBeSigned()} gave it
     */
    public static boolean holds(SigningCertificate certificate, Bytes toBeSigned, Bytes value) {
        var algorithm = certificate.algorithm();
        return algorithm.isPure()
                ? SignedAttributes.of(toBeSigned, certificate.leaf()).verify(algorithm, certificate.leaf(), value)
                : SignatureValues.verifies(certificate, toBeSigned, value);
    }
}
