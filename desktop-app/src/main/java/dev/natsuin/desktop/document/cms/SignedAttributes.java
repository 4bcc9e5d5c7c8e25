package dev.natsuin.desktop.document.cms;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The signed attributes of one document's signature: those of the protocol, with their hash and their verification. */
public final class SignedAttributes {
    /** EN 319 122-1 §5.2.5.2: id-aa-ets-mimeType. */
    private static final ASN1ObjectIdentifier MIME_TYPE = new ASN1ObjectIdentifier("0.4.0.1733.2.1");

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

    /**
     * The attributes of a CAdES baseline signature (EN 319 122-1 §6.3): those of PDFs, and the time and the media type,
     * which a PDF has elsewhere. Not for Ed25519 and ML-DSA, whose attributes the SGM builds.
     *
     * @param time as claimed, in UTC to the second
     * @param mediaType of the content, for example {@code text/xml}
     */
    public static SignedAttributes cades(Bytes messageDigest, X509Certificate signer, Instant time, String mediaType) {
        var all = new ASN1EncodableVector();
        of(messageDigest, signer).set().forEach(all::add);
        all.add(attribute(PKCSObjectIdentifiers.pkcs_9_at_signingTime, new Time(Date.from(time))));
        all.add(attribute(MIME_TYPE, new DERUTF8String(mediaType)));
        try {
            return new SignedAttributes(messageDigest, Bytes.of(new DERSet(all).getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new IllegalStateException("attributes made here always encode", e);
        }
    }

    private static ASN1Encodable attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {type, new DERSet(value)});
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
     * What is sent to be signed: the hash of {@link #der()}, the DTBS/R; for Ed25519 and ML-DSA the message digest in
     * them, over which the SGM builds these very attributes itself.
     */
    public Bytes toBeOrdered(SignAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case RSA_PKCS1, RSA_PSS, ECDSA ->
                Bytes.of(algorithm.hash().newDigest().digest(der.toArray()));
            case EDDSA, ML_DSA -> messageDigest;
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
                case RSA_PSS -> holds(RsaPss.by(algorithm.hash()), key, attributes, value);
                case ECDSA -> holds(Signature.getInstance(name(algorithm) + "withECDSA"), key, attributes, value);
                case EDDSA -> ed25519(key).verifies(attributes, value);
                case ML_DSA -> MlDsaKey.certifiedBy(encoded(signer)).verifies(attributes, value);
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
