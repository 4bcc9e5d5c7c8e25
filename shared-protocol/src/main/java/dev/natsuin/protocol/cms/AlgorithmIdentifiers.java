package dev.natsuin.protocol.cms;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * DER {@code AlgorithmIdentifier}s of what is signed with. Each algorithm has one spelling here, and whoever reads
 * compares octets: a parser that takes other parameters would let somebody else choose them.
 */
public final class AlgorithmIdentifiers {
    private AlgorithmIdentifiers() {}

    /** The whole {@code AlgorithmIdentifier}, as it stands in a CMS SignerInfo or a certificate request. */
    public static Bytes of(SignAlgorithm algorithm) {
        return Der.octets(identifier(algorithm));
    }

    /**
     * Its parameters; empty where they must be absent.
     *
     * <p>RSA PKCS#1 v1.5: NULL (RFC 4055 §5). RSASSA-PSS: hash, MGF1 with the same hash, salt as long as the hash, the
     * trailer left at its default; hash identifiers with NULL, which is the one spelling of RFC 4055 §6 that the
     * CA/Browser Forum's Baseline Requirements (§7.1.3.2.1) take too. ECDSA (RFC 5758 §3.2), Ed25519 (RFC 8410 §3) and
     * ML-DSA (RFC 9882 §2): absent.
     */
    public static Optional<Bytes> parameters(SignAlgorithm algorithm) {
        return Optional.ofNullable(identifier(algorithm).getParameters()).map(Der::octets);
    }

    private static AlgorithmIdentifier identifier(SignAlgorithm algorithm) {
        var oid = new ASN1ObjectIdentifier(algorithm.oid());
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 -> new AlgorithmIdentifier(oid, DERNull.INSTANCE);
            case RSA_PSS -> new AlgorithmIdentifier(oid, pss(algorithm.hash()));
            case ECDSA, EDDSA, ML_DSA -> new AlgorithmIdentifier(oid);
        };
    }

    private static ASN1Encodable pss(HashAlgorithm algorithm) {
        var hash = new AlgorithmIdentifier(new ASN1ObjectIdentifier(algorithm.oid()), DERNull.INSTANCE);
        return new RSASSAPSSparams(
                hash,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
                new ASN1Integer(algorithm.sizeBytes()),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
    }
}
