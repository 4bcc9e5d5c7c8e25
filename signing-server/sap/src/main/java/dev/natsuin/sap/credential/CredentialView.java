package dev.natsuin.sap.credential;

import dev.natsuin.protocol.algorithm.OrderWork;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.csc.CscRefusal;
import dev.natsuin.sap.csc.CscRequest;
import dev.natsuin.sap.csc.NotAsSpecified;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * How the CSC API shows one credential.
 *
 * @param certificates how many of the certificates
 * @param certInfo true to spell out the certificate's fields
 */
record CredentialView(Certificates certificates, boolean certInfo) {
    private static final DateTimeFormatter CSC_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** How many certificates are wanted. */
    enum Certificates {
        NONE,
        SINGLE,
        CHAIN
    }

    static CredentialView read(CscRequest request) throws NotAsSpecified {
        var wanted = request.optionalText("certificates").orElse("single");
        var certificates = switch (wanted) {
            case "none" -> Certificates.NONE;
            case "single" -> Certificates.SINGLE;
            case "chain" -> Certificates.CHAIN;
            default -> throw new NotAsSpecified(CscRefusal.invalidParameter("certificates"));
        };
        request.flag("authInfo"); // what it would add is always there
        return new CredentialView(certificates, request.flag("certInfo"));
    }

    JsonObject.Builder addTo(JsonObject.Builder shown, Credential credential, Instant now) {
        return shown.and("key", key(credential))
                .and("cert", certificate(credential, now))
                .and("auth", authorization())
                .and("SCAL", "2")
                .and("multisign", OrderWork.mostHashes(credential.key().algorithm()));
    }

    private static JsonObject key(Credential credential) {
        var algorithm = credential.key().algorithm();
        var status = credential.key().status().equals("enabled") ? "enabled" : "disabled";
        var json = JsonObject.with("status", status)
                .andTexts("algo", signAlgorithms(credential))
                .and("len", algorithm.sizeBits());
        algorithm.curveOid().ifPresent(curve -> json.and("curve", curve));
        return json.build();
    }

    /** What fits the key, what it is used with unless another is asked for first. */
    private static List<String> signAlgorithms(Credential credential) {
        var key = credential.key().algorithm();
        var fitting = new ArrayList<SignAlgorithm>();
        for (var algorithm : SignAlgorithm.values()) {
            if (algorithm.fits(key)) {
                fitting.add(algorithm);
            }
        }
        fitting.sort(Comparator.comparing(algorithm -> algorithm != key.defaultSignAlgorithm()));
        return fitting.stream().map(SignAlgorithm::oid).distinct().toList();
    }

    private JsonObject certificate(Credential credential, Instant now) {
        var own = parse(credential.key().certificates().get(0));
        var json = JsonObject.with("status", expired(own, now) ? "expired" : "valid");
        var shown = switch (certificates) {
            case NONE -> List.<Bytes>of();
            case SINGLE -> credential.key().certificates().subList(0, 1);
            case CHAIN -> credential.key().certificates();
        };
        if (certificates != Certificates.NONE) {
            json.andTexts("certificates", shown.stream().map(Bytes::toBase64).toList());
        }
        if (certInfo) {
            json.and("issuerDN", own.getIssuerX500Principal().getName(X500Principal.RFC2253))
                    .and("serialNumber", own.getSerialNumber().toString(16))
                    .and("subjectDN", own.getSubjectX500Principal().getName(X500Principal.RFC2253))
                    .and("validFrom", CSC_TIME.format(own.getNotBefore().toInstant()))
                    .and("validTo", CSC_TIME.format(own.getNotAfter().toInstant()));
        }
        return json.build();
    }

    /** A key that only a device can activate: the order itself is the authorisation, nothing is typed in. */
    private static JsonObject authorization() {
        return JsonObject.with("mode", "explicit")
                .and("expression", "")
                .andNull("objects")
                .build();
    }

    static boolean expired(Credential credential, Instant now) {
        return expired(parse(credential.key().certificates().get(0)), now);
    }

    private static boolean expired(X509Certificate certificate, Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static X509Certificate parse(Bytes der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
        } catch (CertificateException e) {
            throw new IllegalStateException("the SGM named a certificate that is none", e);
        }
    }
}
