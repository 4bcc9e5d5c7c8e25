package dev.natsuin.desktop.document.cms;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The signed attributes of one document's signature: those of the protocol, with their hash and their verification. */
public final class SignedAttributes {
    private final Bytes messageDigest;
    private final Bytes der;

    private SignedAttributes(Bytes messageDigest, Bytes der) {
        this.messageDigest = messageDigest;
        this.der = der;
    }

    /**
     * The attributes for a document whose byte range has this digest, under this certificate.
     *
     * @throws IllegalArgumentException if the certificate cannot be encoded
     */
    public static SignedAttributes of(Bytes messageDigest, X509Certificate signer) {
        try {
            var profile = dev.natsuin.protocol.cms.SignedAttributes.under(encoded(signer));
            return new SignedAttributes(messageDigest, profile.over(messageDigest));
        } catch (Malformed e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    static Bytes encoded(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    /** The DER of the SET OF attributes: what the signature is computed over (RFC 5652 §5.4). */
    public Bytes der() {
        return der;
    }

    /**
     * What is sent to be signed: the hash of {@link #der()}, the DTBS/R; for Ed25519 the message digest in them, over
     * which the SGM builds these very attributes itself.
     */
    public Bytes toBeOrdered(SignAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case RSA_PKCS1, RSA_PSS, ECDSA ->
                Bytes.of(algorithm.hash().newDigest().digest(der.toArray()));
            case EDDSA -> messageDigest;
        };
    }

    /** True if {@code value} is this certificate's signature over these attributes. */
    public boolean verify(SignAlgorithm algorithm, X509Certificate signer, Bytes value) {
        return verifies(algorithm, signer, der, value);
    }

    static boolean verifies(SignAlgorithm algorithm, X509Certificate signer, Bytes attributes, Bytes value) {
        try {
            var key = signer.getPublicKey();
            return switch (algorithm.scheme()) {
                case RSA_PKCS1 -> holds(Signature.getInstance(name(algorithm) + "withRSA"), key, attributes, value);
                case RSA_PSS -> holds(pss(algorithm.hash()), key, attributes, value);
                case ECDSA -> holds(Signature.getInstance(name(algorithm) + "withECDSA"), key, attributes, value);
                case EDDSA -> ed25519(key).verifies(attributes, value);
            };
        } catch (GeneralSecurityException | Malformed e) {
            return false;
        }
    }

    private static boolean holds(Signature signature, PublicKey key, Bytes attributes, Bytes value)
            throws GeneralSecurityException {
        signature.initVerify(key);
        signature.update(attributes.toArray());
        return signature.verify(value.toArray());
    }

    private static String name(SignAlgorithm algorithm) {
        return algorithm.hash().jcaName().replace("-", "");
    }

    private static Signature pss(HashAlgorithm hash) throws GeneralSecurityException {
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.jcaName()),
                hash.sizeBytes(),
                PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }

    /** By BouncyCastle, as everywhere: the JDK's verifier takes keys of small order. */
    private static VerifyingKey ed25519(PublicKey key) throws Malformed {
        var info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        if (!info.getAlgorithm().getAlgorithm().getId().equals(SignAlgorithm.ED25519.oid())) {
            throw new Malformed("a key of another kind");
        }
        return VerifyingKey.of(Bytes.of(info.getPublicKeyData().getOctets()));
    }

    ASN1Set set() {
        return ASN1Set.getInstance(der.toArray());
    }
}
