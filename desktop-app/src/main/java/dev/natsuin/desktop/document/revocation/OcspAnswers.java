package dev.natsuin.desktop.document.revocation;

import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.RevocationOrigin;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.CertificateExtensionsUtils;
import eu.europa.esig.dss.spi.x509.revocation.ocsp.OCSPSource;
import eu.europa.esig.dss.spi.x509.revocation.ocsp.OCSPToken;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States of certificates by OCSP (RFC 6960), from the addresses in each; DSS verifies what comes back.
 *
 * <p>Made for one errand: what a responder said of a certificate, silence too, is not asked again, as long as all
 * answers are of 16 MiB. Thread-safe.
 */
public final class OcspAnswers implements OCSPSource {
    private static final long serialVersionUID = 1L;
    private static final long MOST_BYTES = 16L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(OcspAnswers.class);
    private static final int NONCE_BYTES = 16;

    private final transient PkiAsking asking;
    private final transient SecureRandom random;
    private final transient Remembered<Question, Answered> asked = new Remembered<>(MOST_BYTES, Answered::sizeBytes);

    /** Asks by this way. */
    public OcspAnswers(PkiAsking asking, SecureRandom random) {
        this.asking = asking;
        this.random = random;
    }

    /** Whose state, and of whom. */
    private record Question(String url, CertificateToken certificate) {}

    /** What the responder said of it. */
    private record Answered(BasicOCSPResp whole, SingleResp state, int sizeBytes) {}

    @Override
    public @Nullable OCSPToken getRevocationToken(CertificateToken certificate, CertificateToken issuer) {
        return CertificateExtensionsUtils.getOCSPAccessUrls(certificate).stream()
                .limit(PkiAsking.MOST_ADDRESSES)
                .flatMap(url -> token(url, certificate, issuer).stream())
                .findFirst()
                .orElse(null);
    }

    private Optional<OCSPToken> token(String url, CertificateToken certificate, CertificateToken issuer) {
        return asked.answer(new Question(url, certificate), () -> from(url, certificate, issuer))
                .map(answered -> {
                    var token = new OCSPToken(answered.whole(), answered.state(), certificate, issuer);
                    token.setSourceURL(url);
                    token.setExternalOrigin(RevocationOrigin.EXTERNAL);
                    return token;
                });
    }

    private Optional<Answered> from(String url, CertificateToken certificate, CertificateToken issuer) {
        try {
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var extension = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                    false,
                    new DEROctetString(new DEROctetString(nonce).getEncoded()));
            var id = id(certificate, issuer);
            var request = new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(extension))
                    .build();
            var by = new X509CertificateHolder(issuer.getEncoded());
            return asking.post(url, "application/ocsp-request", Bytes.of(request.getEncoded()))
                    .flatMap(answer -> sound(answer, certificate, by, extension, url));
        } catch (OCSPException | OperatorCreationException | IOException e) {
            LOG.warn("ocsp not asked url={} reason={}", url, e.getMessage());
            return Optional.empty();
        }
    }

    private static CertificateID id(CertificateToken certificate, CertificateToken issuer)
            throws OperatorCreationException, IOException, OCSPException {
        // A name for the issuer's key, which every responder knows by SHA-1; no protection.
        var sha1 = new BcDigestCalculatorProvider().get(new DefaultDigestAlgorithmIdentifierFinder().find("SHA-1"));
        return new CertificateID(sha1, new X509CertificateHolder(issuer.getEncoded()), certificate.getSerialNumber());
    }

    /** By the hash that the responder chose: many have their answers ready, whichever was asked with. */
    private static boolean isAbout(CertificateID id, CertificateToken certificate, X509CertificateHolder issuer) {
        try {
            return id.getSerialNumber().equals(certificate.getSerialNumber())
                    && id.matchesIssuer(issuer, new BcDigestCalculatorProvider());
        } catch (OCSPException e) {
            return false;
        }
    }

    // BouncyCastle says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    private static Optional<Answered> sound(
            Bytes answer, CertificateToken certificate, X509CertificateHolder issuer, Extension nonce, String url) {
        try {
            var response = new OCSPResp(answer.toArray());
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                LOG.warn("ocsp gave nothing url={} status={}", url, response.getStatus());
                return Optional.empty();
            }
            // A responder that answers ahead of time leaves the nonce out; another one's is somebody's old answer.
            var returned = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (returned != null && !returned.equals(nonce)) {
                LOG.warn("ocsp answered somebody else url={}", url);
                return Optional.empty();
            }
            if (!Competence.mayAnswer(basic, issuer)) {
                LOG.warn("ocsp answered by somebody who may not url={}", url);
                return Optional.empty();
            }
            return Arrays.stream(basic.getResponses())
                    .filter(single -> isAbout(single.getCertID(), certificate, issuer))
                    .findFirst()
                    .map(single -> new Answered(basic, single, answer.size()));
        } catch (OCSPException | IOException | RuntimeException e) {
            LOG.warn("ocsp answer not read url={} reason={}", url, e.getMessage());
            return Optional.empty();
        }
    }
}
