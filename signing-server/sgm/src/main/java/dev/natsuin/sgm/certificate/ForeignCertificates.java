package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * The certificates that come with a key which was made elsewhere: the key's own, then its issuers.
 *
 * <p>Whom they name and whether that authority is to be believed is for those who rely on signatures; here they must be
 * what they seem, and for signing.
 */
public final class ForeignCertificates {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int CERTIFICATE_SIGNING = 5;

    /** Whoever may do only these signs no documents. */
    private static final Set<KeyPurposeId> NOT_FOR_DOCUMENTS = Set.of(
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.id_kp_codeSigning,
            KeyPurposeId.id_kp_timeStamping,
            KeyPurposeId.id_kp_OCSPSigning);

    private final X509CertificateHolder own;
    private final X509Certificate parsed;

    private ForeignCertificates(X509CertificateHolder own, X509Certificate parsed) {
        this.own = own;
        this.parsed = parsed;
    }

    /**
     * Reads them.
     *
     * @param authority our own authority's certificate, by which the first may not claim to be issued
     * @return nothing if one is malformed, or not signed by the one behind it
     */
    @SuppressWarnings("IllegalCatch")
    public static Optional<ForeignCertificates> read(List<Bytes> certificates, Bytes authority) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var all = new ArrayList<X509Certificate>();
            for (var der : certificates) {
                var certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
                if (!Bytes.of(certificate.getEncoded()).equals(der)) {
                    return Optional.empty(); // something before or behind it
                }
                all.add(certificate);
            }
            for (var i = 0; i + 1 < all.size(); i++) {
                all.get(i).verify(all.get(i + 1).getPublicKey());
            }
            var own = new X509CertificateHolder(certificates.get(0).toArray());
            var ours = new X509CertificateHolder(authority.toArray()).getSubject();
            return own.getIssuer().equals(ours)
                    ? Optional.empty()
                    : Optional.of(new ForeignCertificates(own, all.get(0)));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // The parsers throw what they like at a stranger's octets; the answer is the same.
            return Optional.empty();
        }
    }

    /** The certified key. */
    public SubjectPublicKeyInfo publicKey() {
        return own.getSubjectPublicKeyInfo();
    }

    /** The last second. */
    public Instant notAfter() {
        return parsed.getNotAfter().toInstant();
    }

    /** The first reason not to sign with it now. */
    public Optional<ProblemCode> problem(Instant now) {
        if (!isForSigning()) {
            return Optional.of(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);
        }
        if (now.isBefore(parsed.getNotBefore().toInstant())) {
            return Optional.of(ProblemCode.CERTIFICATE_NOT_YET_VALID);
        }
        return now.isAfter(notAfter()) ? Optional.of(ProblemCode.CERTIFICATE_EXPIRED) : Optional.empty();
    }

    private boolean isForSigning() {
        var usage = parsed.getKeyUsage();
        var named =
                usage == null || ((usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]) && !usage[CERTIFICATE_SIGNING]);
        return parsed.getBasicConstraints() < 0 && named && purposeFits();
    }

    private boolean purposeFits() {
        var extension = own.getExtension(Extension.extendedKeyUsage);
        if (extension == null) {
            return true;
        }
        try {
            return !NOT_FOR_DOCUMENTS.containsAll(List.of(
                    ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
