package dev.natsuin.protocol.cms;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;

/**
 * The signed attributes of a PAdES-B-B signature (EN 319 142-1 §6) in their one profile: content type data, message
 * digest, signing certificate v2, and nothing else.
 *
 * <p>The desktop hashes them into a DTBS/R. For Ed25519 and ML-DSA the SGM builds them itself, from an ordered message
 * digest and the certificate bound to the key, and signs them (RFC 8419 §3, RFC 9882 §3.2); so it never signs octets
 * that somebody else chose. There is no signing time: PAdES has it in the signature dictionary's {@code /M}.
 *
 * <p>The certificate is named by its SHA-256 (the attribute's default, so the algorithm is not written; RFC 5035 §3)
 * and by issuer and serial number.
 */
public final class SignedAttributes {
    private static final ASN1ObjectIdentifier CONTENT_TYPE = PKCSObjectIdentifiers.pkcs_9_at_contentType;
    private static final ASN1ObjectIdentifier MESSAGE_DIGEST = PKCSObjectIdentifiers.pkcs_9_at_messageDigest;

    private final ASN1Encodable signingCertificate;

    private SignedAttributes(ASN1Encodable signingCertificate) {
        this.signingCertificate = signingCertificate;
    }

    /**
     * Those of signatures under this certificate.
     *
     * @param certificate DER
     * @throws Malformed if it is none
     */
    public static SignedAttributes under(Bytes certificate) throws Malformed {
        if (certificate.isEmpty()) {
            throw new Malformed("not a certificate"); // BouncyCastle reads nothing as no object at all.
        }
        try {
            return new SignedAttributes(naming(Certificate.getInstance(certificate.toArray()), certificate.sha256()));
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new Malformed("not a certificate", e);
        }
    }

    /** The DER of the SET OF attributes for content with this digest: what is signed (RFC 5652 §5.4). */
    public Bytes over(Bytes messageDigest) {
        var all = new ASN1EncodableVector();
        all.add(attribute(CONTENT_TYPE, PKCSObjectIdentifiers.data));
        all.add(attribute(MESSAGE_DIGEST, new DEROctetString(messageDigest.toArray())));
        all.add(attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, signingCertificate));
        return Der.octets(new DERSet(all));
    }

    private static ASN1Encodable attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {type, new DERSet(value)});
    }

    /** SigningCertificateV2 with one ESSCertIDv2 and no policies. */
    private static ASN1Encodable naming(Certificate certificate, Bytes sha256) {
        var issuer = new IssuerSerial(
                new GeneralNames(new GeneralName(certificate.getIssuer())), certificate.getSerialNumber());
        var named = new DERSequence(new ASN1Encodable[] {new DEROctetString(sha256.toArray()), issuer});
        return new DERSequence(new DERSequence(named));
    }
}
