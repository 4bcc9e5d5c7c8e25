package dev.natsuin.protocol.algorithm;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a hash is signed, by the OID of CSC's {@code signAlgo}.
 *
 * <p>Signature values: RSA as the octets of RFC 8017, ECDSA as DER {@code ECDSA-Sig-Value} (RFC 3279), Ed25519 as the
 * 64 octets of RFC 8032 over the SHA-512 hash given as the message (RFC 8419 as used in CMS signs the attributes
 * themselves; it is not offered until that is decided, see docs/decisions).
 */
public enum SignAlgorithm {
    SHA256_WITH_RSA("1.2.840.113549.1.1.11", KeyAlgorithm.Family.RSA, HashAlgorithm.SHA_256),
    SHA384_WITH_RSA("1.2.840.113549.1.1.12", KeyAlgorithm.Family.RSA, HashAlgorithm.SHA_384),
    SHA512_WITH_RSA("1.2.840.113549.1.1.13", KeyAlgorithm.Family.RSA, HashAlgorithm.SHA_512),
    ECDSA_WITH_SHA256("1.2.840.10045.4.3.2", KeyAlgorithm.Family.EC, HashAlgorithm.SHA_256),
    ECDSA_WITH_SHA384("1.2.840.10045.4.3.3", KeyAlgorithm.Family.EC, HashAlgorithm.SHA_384),
    ECDSA_WITH_SHA512("1.2.840.10045.4.3.4", KeyAlgorithm.Family.EC, HashAlgorithm.SHA_512),
    ED25519("1.3.101.112", KeyAlgorithm.Family.EDWARDS, HashAlgorithm.SHA_512);

    private final String oid;
    private final KeyAlgorithm.Family family;
    private final HashAlgorithm hash;

    SignAlgorithm(String oid, KeyAlgorithm.Family family, HashAlgorithm hash) {
        this.oid = oid;
        this.family = family;
        this.hash = hash;
    }

    /** The algorithm with this dotted OID, if it is one of ours. */
    public static Optional<SignAlgorithm> byOid(String oid) {
        return Arrays.stream(values()).filter(a -> a.oid.equals(oid)).findFirst();
    }

    /** True if a key of this kind can be used so. */
    public boolean fits(KeyAlgorithm key) {
        return key.family() == family;
    }

    /** The dotted OID. */
    public String oid() {
        return oid;
    }

    /** The family of keys it is for. */
    public KeyAlgorithm.Family family() {
        return family;
    }

    /** The hash whose value is signed. */
    public HashAlgorithm hash() {
        return hash;
    }
}
