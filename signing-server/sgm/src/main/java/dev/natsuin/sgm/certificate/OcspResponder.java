package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether certificates of this authority still hold (RFC 6960): good, revoked since when, or unknown for what it
 * never issued. Signed by a key of its own; every answer is made for its request. Thread-safe.
 *
 * <p>Of an authority that had several keys each has its responder, which knows what that key certified. One request is
 * answered by one of them: that of the first certificate it asks for which any of them may know.
 */
public final class OcspResponder {
    /** One request may ask for so many certificates. */
    static final int MOST_CERTIFICATES = 20;

    private static final Duration LIFE = Duration.ofHours(1);

    /** RFC 8954 §2.1. */
    private static final int LONGEST_NONCE = 32;

    private final Records records;
    private final List<ByKey> keys;

    /** With one of the authority's keys, who answers for what it certified. */
    private record ByKey(CertificateAuthority authority, ServiceSigner signer) {}

    /** With its keys among the service keys; vault and authority stay the caller's. */
    public OcspResponder(Records records, Vault vault, CertificateAuthority authority, SecureRandom random) {
        this.records = records;
        this.keys = authority.all().stream()
                .map(each -> new ByKey(each, new ServiceSigner(AuthorityService.OCSP, records, vault, each, random)))
                .toList();
    }

    /**
     * An OCSPResponse for an OCSPRequest, both DER. What is no request, or asks for too much, gets the response
     * "malformed request", which nobody signs (RFC 6960 §2.3).
     */
    public Bytes answer(Bytes request, Instant now) {
        var asked = read(request);
        try {
            return Bytes.of(
                    asked.isEmpty()
                            ? new OCSPRespBuilder()
                                    .build(OCSPRespBuilder.MALFORMED_REQUEST, null)
                                    .getEncoded()
                            : signed(asked.get(), now).getEncoded());
        } catch (IOException | OCSPException e) {
            throw new SgmFault("answering an OCSP request", e);
        }
    }

    private record Asked(List<Req> certificates, @Nullable Extension nonce) {}

    private static Optional<Asked> read(Bytes request) {
        try {
            var parsed = new OCSPReq(request.toArray());
            var certificates = List.of(parsed.getRequestList());
            var nonce = parsed.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            var sound = !certificates.isEmpty()
                    && certificates.size() <= MOST_CERTIFICATES
                    && (nonce == null || isNonce(nonce));
            return sound ? Optional.of(new Asked(certificates, nonce)) : Optional.empty();
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            return Optional.empty();
        }
    }

    private static boolean isNonce(Extension extension) {
        var size = ASN1OctetString.getInstance(extension.getParsedValue()).getOctets().length;
        return size >= 1 && size <= LONGEST_NONCE;
    }

    private OCSPResp signed(Asked asked, Instant now) throws OCSPException {
        var by = responder(asked);
        var statuses = new ArrayList<CertificateStatus>();
        for (var certificate : asked.certificates()) {
            statuses.add(status(certificate.getCertID(), by.authority()));
        }
        return by.signer().sign(now, (key, certificate) -> response(asked, statuses, now, key, certificate, by));
    }

    private ByKey responder(Asked asked) {
        return asked.certificates().stream()
                .flatMap(certificate -> keys.stream().filter(each -> isOf(certificate.getCertID(), each.authority())))
                .findFirst()
                .orElse(keys.get(0));
    }

    private OCSPResp response(
            Asked asked,
            List<CertificateStatus> statuses,
            Instant now,
            ContentSigner key,
            X509CertificateHolder certificate,
            ByKey by) {
        try {
            // RFC 6960 §4.2.1 names the responder's key by SHA-1: a name, not a protection.
            var sha1 = new BcDigestCalculatorProvider().get(new DefaultDigestAlgorithmIdentifierFinder().find("SHA-1"));
            var builder = new BasicOCSPRespBuilder(new RespID(certificate.getSubjectPublicKeyInfo(), sha1));
            // RFC 6960 §4.4.4: the word on a certificate that has ended counts, too.
            var kept = new Extensions(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff,
                    false,
                    by.authority().statesKeptSince().getEncoded()));
            for (var i = 0; i < statuses.size(); i++) {
                builder.addResponse(
                        asked.certificates().get(i).getCertID(),
                        statuses.get(i),
                        Date.from(now),
                        Date.from(now.plus(LIFE)),
                        kept);
            }
            if (asked.nonce() != null) {
                builder.setResponseExtensions(new Extensions(asked.nonce()));
            }
            var certificates = Stream.concat(Stream.of(certificate), by.authority().links(now).stream())
                    .toArray(X509CertificateHolder[]::new);
            var basic = builder.build(key, certificates, Date.from(now));
            return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic);
        } catch (OCSPException | OperatorCreationException | IOException e) {
            throw new SgmFault("signing an OCSP response", e);
        }
    }

    private CertificateStatus status(CertificateID id, CertificateAuthority authority) {
        if (!isOf(id, authority) || !authority.madeSerial(id.getSerialNumber())) {
            return new UnknownStatus();
        }
        var serial = Bytes.of(id.getSerialNumber().toByteArray());
        return records.read(rows -> rows.revocation(serial))
                .<CertificateStatus>map(OcspResponder::revoked)
                .orElse(CertificateStatus.GOOD);
    }

    private static CertificateStatus revoked(RevocationRow row) {
        return new RevokedStatus(Date.from(row.revoked()), CertificateAuthority.crlReason(row));
    }

    private static boolean isOf(CertificateID id, CertificateAuthority authority) {
        try {
            return id.matchesIssuer(authority.holder(), new BcDigestCalculatorProvider());
        } catch (OCSPException e) {
            return false; // named by a hash that is not known here
        }
    }
}
