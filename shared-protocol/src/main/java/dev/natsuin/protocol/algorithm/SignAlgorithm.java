package dev.natsuin.protocol.algorithm;

import java.util.Arrays;
import java.util.Optional;

/**
 * How something is signed, by the OIDs of CSC's {@code signAlgo} and {@code hashAlgorithmOID}.
 *
 * <p>Signature values: RSA as the octets of RFC 8017, ECDSA as DER {@code ECDSA-Sig-Value} (RFC 3279), Ed25519 as the
 * 64 octets of RFC 8032, ML-DSA-65 as the 3,309 of FIPS 204.
 *
 * <p>RSA and ECDSA sign a hash that was made elsewhere. Those that are {@link #isPure pure} have no such form: in CMS
 * they sign the signed attributes themselves (RFC 8419 §3, RFC 9882 §3.2), so what is ordered is the message digest
 * that goes into them; see {@code dev.natsuin.protocol.cms.SignedAttributes}.
 */
public enum SignAlgorithm {
    SHA256_WITH_RSA("1.2.840.113549.1.1.11", Scheme.RSA_PKCS1, HashAlgorithm.SHA_256),
    SHA384_WITH_RSA("1.2.840.113549.1.1.12", Scheme.RSA_PKCS1, HashAlgorithm.SHA_384),
    SHA512_WITH_RSA("1.2.840.113549.1.1.13", Scheme.RSA_PKCS1, HashAlgorithm.SHA_512),
    SHA256_WITH_RSA_PSS("1.2.840.113549.1.1.10", Scheme.RSA_PSS, HashAlgorithm.SHA_256),
    SHA384_WITH_RSA_PSS("1.2.840.113549.1.1.10", Scheme.RSA_PSS, HashAlgorithm.SHA_384),
    SHA512_WITH_RSA_PSS("1.2.840.113549.1.1.10", Scheme.RSA_PSS, HashAlgorithm.SHA_512),
    ECDSA_WITH_SHA256("1.2.840.10045.4.3.2", Scheme.ECDSA, HashAlgorithm.SHA_256),
    ECDSA_WITH_SHA384("1.2.840.10045.4.3.3", Scheme.ECDSA, HashAlgorithm.SHA_384),
    ECDSA_WITH_SHA512("1.2.840.10045.4.3.4", Scheme.ECDSA, HashAlgorithm.SHA_512),
    ED25519("1.3.101.112", Scheme.EDDSA, HashAlgorithm.SHA_512),
    ML_DSA_65("2.16.840.1.101.3.4.3.18", Scheme.ML_DSA, HashAlgorithm.SHA_512);

    /** The signature scheme, whatever the hash. */
    public enum Scheme {
        /** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2). */
        RSA_PKCS1(KeyAlgorithm.Family.RSA),
        /** RSASSA-PSS (RFC 8017 §8.1): MGF1 with the same hash, a salt as long as the hash, trailer 1. */
        RSA_PSS(KeyAlgorithm.Family.RSA),
        /** ECDSA (FIPS 186-5). */
        ECDSA(KeyAlgorithm.Family.EC),
        /** Ed25519 (RFC 8032), pure, no context. */
        EDDSA(KeyAlgorithm.Family.EDWARDS),
        /** ML-DSA (FIPS 204), pure, with an empty context (RFC 9882 §3.2). */
        ML_DSA(KeyAlgorithm.Family.ML_DSA);

        private final KeyAlgorithm.Family family;

        Scheme(KeyAlgorithm.Family family) {
            this.family = family;
        }
    }

    private final String oid;
    private final Scheme scheme;
    private final HashAlgorithm hash;

    SignAlgorithm(String oid, Scheme scheme, HashAlgorithm hash) {
        this.oid = oid;
        this.scheme = scheme;
        this.hash = hash;
    }

    /**
     * The algorithm with this dotted OID, if it is one of ours. RSASSA-PSS has one OID for all hashes; there
     * {@code hash} decides. Every other OID implies its hash and gives its algorithm whatever {@code hash} is: whoever
     * reads compares the two.
     */
    public static Optional<SignAlgorithm> byOid(String oid, HashAlgorithm hash) {
        return Arrays.stream(values())
                .filter(a -> a.oid.equals(oid) && (a.hash == hash || a.scheme != Scheme.RSA_PSS))
                .findFirst();
    }

    /** The hash that this dotted OID implies; empty for RSASSA-PSS and for what is not ours. */
    public static Optional<HashAlgorithm> impliedHash(String oid) {
        return Arrays.stream(values())
                .filter(a -> a.oid.equals(oid) && a.scheme != Scheme.RSA_PSS)
                .map(SignAlgorithm::hash)
                .findFirst();
    }

    /** The algorithm of this scheme with this hash; Ed25519 and ML-DSA go with SHA-512 only. */
    public static Optional<SignAlgorithm> of(Scheme scheme, HashAlgorithm hash) {
        return Arrays.stream(values())
                .filter(a -> a.scheme == scheme && a.hash == hash)
                .findFirst();
    }

    /** True if a key of this kind can be used so. */
    public boolean fits(KeyAlgorithm key) {
        return key.family() == family();
    }

    /** The dotted OID. */
    public String oid() {
        return oid;
    }

    /** The scheme. */
    public Scheme scheme() {
        return scheme;
    }

    /** The family of keys it is for. */
    public KeyAlgorithm.Family family() {
        return scheme.family;
    }

    /** True if it signs a message and no hash of one; what is ordered is then the message digest in what is signed. */
    public boolean isPure() {
        return scheme == Scheme.EDDSA || scheme == Scheme.ML_DSA;
    }

    /**
     * The hash that was made elsewhere: what is signed, or if {@link #isPure pure} the message digest in what is
     * signed.
     */
    public HashAlgorithm hash() {
        return hash;
    }
}
