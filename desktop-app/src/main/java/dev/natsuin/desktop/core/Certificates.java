package dev.natsuin.desktop.core;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.cms.SignedAttributes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Certificates as they come in signed answers. */
final class Certificates {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int CERTIFICATE_SIGNING = 5;

    /** Servers, programs, timestamps and OCSP (RFC 5280 §4.2.1.12): whoever may do only these signs no documents. */
    private static final Set<String> NOT_FOR_DOCUMENTS =
            Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9");

    private Certificates() {}

    /** Reads each, with both readers that will need it; the order is kept. */
    static List<X509Certificate> read(List<Bytes> ders) throws Malformed {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var all = new ArrayList<X509Certificate>();
            for (var der : ders) {
                SignedAttributes.under(der); // Java's own reader takes what this one does not.
                all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray())));
            }
            return List.copyOf(all);
        } catch (CertificateException e) {
            throw new Malformed("not a certificate", e);
        }
    }

    /** True if each certificate is signed by the next, and the first holds a key of this kind. */
    static boolean hangTogether(List<X509Certificate> chain, KeyAlgorithm algorithm) {
        if (!isOf(chain.get(0), algorithm)) {
            return false;
        }
        for (var i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(X509Certificate certificate, KeyAlgorithm algorithm) {
        var key = certificate.getPublicKey();
        return switch (algorithm.family()) {
            case RSA -> key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == algorithm.sizeBits();
            case EC ->
                key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == algorithm.sizeBits();
            case EDWARDS ->
                key instanceof EdECPublicKey edwards
                        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            case ML_DSA -> isMlDsa(certificate);
        };
    }

    /** As the SGM judges a certificate that was made elsewhere (protocol.md, Imported keys). */
    static boolean isForDocuments(X509Certificate own) {
        var usage = own.getKeyUsage();
        var named =
                usage == null || ((usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]) && !usage[CERTIFICATE_SIGNING]);
        try {
            var purposes = own.getExtendedKeyUsage();
            return own.getBasicConstraints() < 0
                    && named
                    && (purposes == null || !NOT_FOR_DOCUMENTS.containsAll(purposes));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean isMlDsa(X509Certificate certificate) {
        try {
            return MlDsaKey.isCertifiedBy(Bytes.of(certificate.getEncoded()));
        } catch (CertificateException e) {
            return false;
        }
    }
}
