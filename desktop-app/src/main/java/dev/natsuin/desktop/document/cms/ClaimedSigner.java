package dev.natsuin.desktop.document.cms;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.X500Name;

/** Reads who a signature says it is by; nothing is verified. */
public final class ClaimedSigner {
    private ClaimedSigner() {}

    /** The common name in the certificate that the CMS (and zero padding) names as its signer's, if it is there. */
    public static Optional<String> nameIn(Bytes contents) {
        return certificateIn(contents).map(SigningCertificate::commonName);
    }

    /** All certificates that the CMS (and zero padding) holds, as far as they can be read. */
    public static List<X509Certificate> certificatesIn(Bytes contents) {
        var read = new ArrayList<X509Certificate>();
        try (var in = new ASN1InputStream(contents.toArray())) {
            var signed = SignedData.getInstance(
                    ContentInfo.getInstance(in.readObject()).getContent());
            var factory = CertificateFactory.getInstance("X.509");
            for (var each : signed.getCertificates()) {
                var der = each.toASN1Primitive().getEncoded();
                read.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (IOException
                | CertificateException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | NullPointerException e) {
            // As below: what was read until then is what there is.
            return List.copyOf(read);
        }
        return List.copyOf(read);
    }

    /** The certificate that the CMS (and zero padding) names as its signer's, if it is there. */
    public static Optional<X509Certificate> certificateIn(Bytes contents) {
        try (var in = new ASN1InputStream(contents.toArray())) {
            var content = ContentInfo.getInstance(in.readObject());
            var signed = SignedData.getInstance(content.getContent());
            var first = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
            var wanted = IssuerAndSerialNumber.getInstance(first.getSID().getId());
            var factory = CertificateFactory.getInstance("X.509");
            for (var each : signed.getCertificates()) {
                var der = each.toASN1Primitive().getEncoded();
                var certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
                var issuer = X500Name.getInstance(
                        certificate.getIssuerX500Principal().getEncoded());
                if (certificate
                                .getSerialNumber()
                                .equals(wanted.getSerialNumber().getValue())
                        && issuer.equals(wanted.getName())) {
                    return Optional.of(certificate);
                }
            }
            return Optional.empty();
        } catch (IOException
                | CertificateException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ClassCastException
                | NullPointerException e) {
            // BouncyCastle says in all these ways that the octets are not what they should be.
            return Optional.empty();
        }
    }
}
