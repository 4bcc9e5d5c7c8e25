package dev.natsuin.protocol.cms;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA-65 public key (FIPS 204) that verifies pure signatures with an empty context, as certificates (RFC 9881)
 * and CMS (RFC 9882) have them.
 */
public final class MlDsaKey {
    /** The length of a signature, in octets. */
    public static final int SIGNATURE_SIZE_BYTES = 3_309;

    private static final int SIZE_BYTES = 1_952;

    private final MLDSAPublicKeyParameters key;

    private MlDsaKey(MLDSAPublicKeyParameters key) {
        this.key = key;
    }

    /**
     * Reads one.
     *
     * @param subjectPublicKeyInfo DER
     * @throws Malformed if it names another algorithm, or parameters, or the key has another length
     */
    public static MlDsaKey of(Bytes subjectPublicKeyInfo) throws Malformed {
        if (subjectPublicKeyInfo.isEmpty()) {
            throw new Malformed("not a key"); // BouncyCastle reads nothing as no object at all.
        }
        try {
            return of(SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo.toArray()));
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new Malformed("not a key", e);
        }
    }

    /**
     * The one that a certificate is for. Not by way of the JDK's {@code PublicKey}: before 24 it writes NULL parameters
     * into what it does not know.
     *
     * @param certificate DER
     * @throws Malformed as {@link #of}, or if it is no certificate
     */
    public static MlDsaKey certifiedBy(Bytes certificate) throws Malformed {
        if (certificate.isEmpty()) {
            throw new Malformed("not a certificate");
        }
        try {
            return of(Certificate.getInstance(certificate.toArray()).getSubjectPublicKeyInfo());
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new Malformed("not a certificate", e);
        }
    }

    private static MlDsaKey of(SubjectPublicKeyInfo info) throws Malformed {
        var octets = info.getPublicKeyData().getOctets();
        if (!info.getAlgorithm().getAlgorithm().getId().equals(SignAlgorithm.ML_DSA_65.oid())
                || info.getAlgorithm().getParameters() != null
                || octets.length != SIZE_BYTES) {
            throw new Malformed("not an ML-DSA-65 key");
        }
        return new MlDsaKey(new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, octets));
    }

    /** True if {@link #certifiedBy} would read it. */
    public static boolean isCertifiedBy(Bytes certificate) {
        try {
            certifiedBy(certificate);
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    /** True if the signature holds for the message under this key. Never throws for any octets. */
    public boolean verifies(Bytes message, Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE_BYTES) {
            return false;
        }
        var verifier = new MLDSASigner();
        verifier.init(false, key);
        verifier.update(message.toArray(), 0, message.size());
        return verifier.verifySignature(signature.toArray());
    }
}
