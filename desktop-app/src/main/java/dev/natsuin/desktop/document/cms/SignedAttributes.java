package dev.natsuin.desktop.document.cms;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;

/**
 * The three signed attributes of a PAdES-B-B signature (EN 319 142-1 §6): content type, message digest, signing
 * certificate v2.
 *
 * <p>There is no signing time here: PAdES has it in the signature dictionary's {@code /M}. The signing certificate is
 * named by its SHA-256 (the attribute's default, so the algorithm is not written) and by issuer and serial number.
 */
public final class SignedAttributes {
    private final ASN1Set set;
    private final Bytes der;

    private SignedAttributes(ASN1Set set, Bytes der) {
        this.set = set;
        this.der = der;
    }

    /**
     * The attributes for a document whose byte range has this digest, under this certificate.
     *
     * @throws IllegalArgumentException if the certificate cannot be encoded
     */
    public static SignedAttributes of(Bytes messageDigest, X509Certificate signer) {
        var all = new ASN1EncodableVector();
        all.add(new Attribute(CMSAttributes.contentType, new DERSet(CMSObjectIdentifiers.data)));
        all.add(new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(messageDigest.toArray()))));
        all.add(new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(signingCertificate(signer))));
        var set = new DERSet(all);
        try {
            return new SignedAttributes(set, Bytes.of(set.getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new IllegalStateException("attributes made here always encode", e);
        }
    }

    private static SigningCertificateV2 signingCertificate(X509Certificate signer) {
        var issuer = X500Name.getInstance(signer.getIssuerX500Principal().getEncoded());
        var named = new IssuerSerial(new GeneralNames(new GeneralName(issuer)), signer.getSerialNumber());
        return new SigningCertificateV2(new ESSCertIDv2(encoded(signer).sha256().toArray(), named));
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

    /** The hash of {@link #der()}: the DTBS/R that is sent to be signed. */
    public Bytes hash(HashAlgorithm algorithm) {
        return Bytes.of(algorithm.newDigest().digest(der.toArray()));
    }

    /** True if {@code value} is this certificate's signature over these attributes. */
    public boolean verify(SignAlgorithm algorithm, X509Certificate signer, Bytes value) {
        return verifies(algorithm, signer, der, value);
    }

    static boolean verifies(SignAlgorithm algorithm, X509Certificate signer, Bytes attributes, Bytes value) {
        try {
            var signature = Signature.getInstance(jcaName(algorithm));
            signature.initVerify(signer.getPublicKey());
            signature.update(attributes.toArray());
            return signature.verify(value.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String jcaName(SignAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256_WITH_RSA -> "SHA256withRSA";
            case SHA384_WITH_RSA -> "SHA384withRSA";
            case SHA512_WITH_RSA -> "SHA512withRSA";
            case ECDSA_WITH_SHA256 -> "SHA256withECDSA";
            case ECDSA_WITH_SHA384 -> "SHA384withECDSA";
            case ECDSA_WITH_SHA512 -> "SHA512withECDSA";
            case ED25519 -> throw new IllegalArgumentException("Ed25519 is not signed by hash (RFC 8419)");
        };
    }

    ASN1Set set() {
        return set;
    }
}
