package dev.natsuin.desktop.document;

import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whose signature it will be, and how it is made.
 *
 * @param leaf the signer's certificate
 * @param chain its issuers, nearest first; goes into the signature; may be empty, may repeat the leaf
 * @param algorithm how the key behind the certificate will sign
 */
public record SigningCertificate(X509Certificate leaf, List<X509Certificate> chain, SignAlgorithm algorithm) {
    /** Copies the chain. */
    public SigningCertificate {
        chain = List.copyOf(chain);
    }

    /** The signer's common name; the whole subject if it has none. */
    public String signerName() {
        return commonName(leaf);
    }

    /** SHA-256 of the signer's certificate. */
    Bytes digest() {
        return encoded().sha256();
    }

    private Bytes encoded() {
        try {
            return Bytes.of(leaf.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read from its encoding", e);
        }
    }

    /** The common name in a certificate's subject; the whole subject if it has none. */
    public static String commonName(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal());
    }

    /** The common name of a certificate's issuer; the whole name if it has none. */
    public static String issuerName(X509Certificate certificate) {
        return commonName(certificate.getIssuerX500Principal());
    }

    private static String commonName(X500Principal principal) {
        var subject = principal.getName();
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    return name;
                }
            }
        } catch (InvalidNameException e) {
            return subject;
        }
        return subject;
    }

    /** The leaf, then those of the chain that are not the leaf, each once. */
    public List<X509Certificate> all() {
        var all = new ArrayList<X509Certificate>();
        all.add(leaf);
        chain.stream().filter(each -> !all.contains(each)).forEach(all::add);
        return List.copyOf(all);
    }

    /** True if this kind of key can sign so. */
    boolean usable() {
        return switch (algorithm.family()) {
            case RSA -> leaf.getPublicKey() instanceof RSAPublicKey;
            case EC -> leaf.getPublicKey() instanceof ECPublicKey;
            case EDWARDS ->
                leaf.getPublicKey() instanceof EdECPublicKey edwards
                        && edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            case ML_DSA -> MlDsaKey.isCertifiedBy(encoded());
        };
    }

    /** The longest signature value that can come. */
    int longestSignatureBytes() {
        if (leaf.getPublicKey() instanceof RSAPublicKey rsa) {
            return (rsa.getModulus().bitLength() + 7) / 8;
        }
        if (leaf.getPublicKey() instanceof ECPublicKey ec) {
            // Two integers of the order's length, each with a possible leading zero, and their DER headers.
            return 2 * ((ec.getParams().getOrder().bitLength() + 7) / 8 + 3) + 4;
        }
        if (leaf.getPublicKey() instanceof EdECPublicKey) {
            return VerifyingKey.SIGNATURE_SIZE_BYTES;
        }
        if (MlDsaKey.isCertifiedBy(encoded())) {
            return MlDsaKey.SIGNATURE_SIZE_BYTES;
        }
        throw new IllegalStateException("asked before usable()");
    }
}
