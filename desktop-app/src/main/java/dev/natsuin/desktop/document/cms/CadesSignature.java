package dev.natsuin.desktop.document.cms;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/** Makes the DER CMS of a signature, and checks the one in a PDF's {@code /Contents}. */
public final class CadesSignature {
    private CadesSignature() {}

    /**
     * The DER of a detached CMS with one signer, the given attributes and certificates.
     *
     * @param certificates the signer's first, then its issuers; at least one
     */
    public static Bytes assemble(
            SignedAttributes attributes, SignAlgorithm algorithm, List<X509Certificate> certificates, Bytes value) {
        return assemble(attributes, algorithm, certificates, value, Optional.empty());
    }

    /**
     * The DER of a CMS with one signer, the given attributes and certificates.
     *
     * @param certificates the signer's first, then its issuers; at least one
     * @param content the signed octets, if they shall be in it
     */
    public static Bytes assemble(
            SignedAttributes attributes,
            SignAlgorithm algorithm,
            List<X509Certificate> certificates,
            Bytes value,
            Optional<Bytes> content) {
        var signer = new SignerInfo(
                identifier(certificates.get(0)),
                digestIdentifier(algorithm.hash()),
                attributes.set(),
                signatureIdentifier(algorithm),
                new DEROctetString(value.toArray()),
                null);
        var chain = new ASN1EncodableVector();
        certificates.forEach(each ->
                chain.add(Certificate.getInstance(SignedAttributes.encoded(each).toArray())));
        var signed = new SignedData(
                new DERSet(digestIdentifier(algorithm.hash())),
                new ContentInfo(
                        CMSObjectIdentifiers.data,
                        content.map(octets -> new DEROctetString(octets.toArray()))
                                .orElse(null)),
                new DERSet(chain),
                null,
                new DERSet(signer));
        try {
            return Bytes.of(new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("a CMS made here always encodes", e);
        }
    }

    /**
     * True if {@code contents} (a CMS and zero padding) is a B-B signature of {@code signer} over content with this
     * digest: every field read here is compared with what it must be, none is taken from the CMS.
     *
     * @param value was verified to be the signer's over the attributes for this digest; that is not done once more
     */
    public static boolean isSignatureOf(
            Bytes contents, Bytes messageDigest, SignAlgorithm algorithm, X509Certificate signer, Bytes value) {
        try {
            // One object is read and no more; BouncyCastle 1.85 and later refuse what follows it.
            var in = new ByteArrayInputStream(contents.toArray());
            var der = ContentInfo.getInstance(new ASN1InputStream(in).readObject());
            return isPadding(contents.slice(contents.size() - in.available(), contents.size()))
                    && CMSObjectIdentifiers.signedData.equals(der.getContentType())
                    && holds(SignedData.getInstance(der.getContent()), messageDigest, algorithm, signer, value);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            return false;
        }
    }

    /** True if nothing but zeros follows the DER in {@code contents}: no signature covers what stands there. */
    public static boolean isPaddedWithZeros(Bytes contents) {
        try {
            var in = new ByteArrayInputStream(contents.toArray());
            return new ASN1InputStream(in).readObject() != null
                    && isPadding(contents.slice(contents.size() - in.available(), contents.size()));
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            return false;
        }
    }

    /** How long the DER is that {@code contents} begins with. */
    public static int derBytes(Bytes contents) throws IOException {
        var in = new ByteArrayInputStream(contents.toArray());
        if (new ASN1InputStream(in).readObject() == null) {
            throw new IOException("no DER");
        }
        return contents.size() - in.available();
    }

    private static boolean holds(
            SignedData signed, Bytes messageDigest, SignAlgorithm algorithm, X509Certificate signer, Bytes value)
            throws IOException {
        var content = signed.getEncapContentInfo();
        if (!CMSObjectIdentifiers.data.equals(content.getContentType())
                || content.getContent() != null
                || signed.getSignerInfos().size() != 1) {
            return false;
        }
        var info = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
        var expected = SignedAttributes.of(messageDigest, signer);
        return info.getVersion().equals(new ASN1Integer(1))
                && info.getSID().equals(identifier(signer))
                && info.getDigestAlgorithm().equals(digestIdentifier(algorithm.hash()))
                && info.getDigestEncryptionAlgorithm().equals(signatureIdentifier(algorithm))
                && Bytes.of(info.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER))
                        .equals(expected.der())
                && info.getUnauthenticatedAttributes() == null
                && certificatesHold(signed, signer)
                && Bytes.of(info.getEncryptedDigest().getOctets()).equals(value);
    }

    private static boolean certificatesHold(SignedData signed, X509Certificate signer) throws IOException {
        var all = signed.getCertificates();
        if (all == null) {
            return false;
        }
        for (var each : all) {
            if (Bytes.of(each.toASN1Primitive().getEncoded(ASN1Encoding.DER))
                    .equals(SignedAttributes.encoded(signer))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPadding(Bytes rest) {
        for (byte each : rest.toArray()) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static SignerIdentifier identifier(X509Certificate signer) {
        var issuer = X500Name.getInstance(signer.getIssuerX500Principal().getEncoded());
        return new SignerIdentifier(new IssuerAndSerialNumber(issuer, signer.getSerialNumber()));
    }

    private static AlgorithmIdentifier digestIdentifier(HashAlgorithm algorithm) {
        // RFC 5754 §2: parameters are absent.
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(algorithm.oid()));
    }

    private static AlgorithmIdentifier signatureIdentifier(SignAlgorithm algorithm) {
        return AlgorithmIdentifier.getInstance(
                AlgorithmIdentifiers.of(algorithm).toArray());
    }
}
