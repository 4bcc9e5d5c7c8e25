package dev.natsuin.desktop.document.revocation;

import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.crl.CRLUtils;
import eu.europa.esig.dss.enumerations.RevocationOrigin;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.CertificateExtensionsUtils;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLToken;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation lists (RFC 5280 §5), from the addresses in each certificate; DSS verifies what comes back.
 *
 * <p>Made for one errand: a list is fetched once, and so is the lack of it, as long as all of them are of 64 MiB.
 * Thread-safe.
 */
public final class CrlAnswers implements CRLSource {
    private static final long serialVersionUID = 1L;
    private static final long MOST_BYTES = 64L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(CrlAnswers.class);

    private final transient PkiAsking asking;
    private final transient Remembered<String, Bytes> fetched = new Remembered<>(MOST_BYTES, Bytes::size);

    /** Fetches by this way. */
    public CrlAnswers(PkiAsking asking) {
        ScopedLists.makeKnown();
        this.asking = asking;
    }

    @Override
    public @Nullable CRLToken getRevocationToken(CertificateToken certificate, CertificateToken issuer) {
        return CertificateExtensionsUtils.getCRLAccessUrls(certificate).stream()
                .filter(url -> url.startsWith("http:") || url.startsWith("https:"))
                .limit(PkiAsking.MOST_ADDRESSES)
                .flatMap(
                        url -> fetched
                                .answer(url, () -> asking.get(url))
                                .flatMap(crl -> sound(crl, url, certificate, issuer))
                                .stream())
                .findFirst()
                .orElse(null);
    }

    // DSS says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    private static Optional<CRLToken> sound(
            Bytes crl, String url, CertificateToken certificate, CertificateToken issuer) {
        try {
            var validity = CRLUtils.buildCRLValidity(CRLUtils.buildCRLBinary(crl.toArray()), issuer);
            if (!validity.isValid()) {
                LOG.warn("revocation list does not hold url={}", url);
                return Optional.empty();
            }
            var whose = new X509CertificateHolder(certificate.getEncoded());
            if (!Competence.covers(Bytes.of(validity.getDerEncoded()), whose)) {
                LOG.warn("revocation list is of something else url={}", url);
                return Optional.empty();
            }
            var token = new CRLToken(certificate, validity);
            token.setSourceURL(url);
            token.setExternalOrigin(RevocationOrigin.EXTERNAL);
            return Optional.of(token);
        } catch (IOException | RuntimeException e) {
            LOG.warn("revocation list not read url={} reason={}", url, e.getMessage());
            return Optional.empty();
        }
    }
}
