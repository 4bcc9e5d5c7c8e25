package dev.natsuin.protocol.algorithm;

import java.util.Arrays;
import java.util.Optional;

/**
 * What kind of signing key: family, size, and the signature algorithm used unless another is asked for.
 *
 * <p>Names are those of the command line and the wire.
 */
public enum KeyAlgorithm {
    RSA_2048("rsa-2048", Family.RSA, 2048),
    RSA_3072("rsa-3072", Family.RSA, 3072),
    RSA_4096("rsa-4096", Family.RSA, 4096),
    P_256("p-256", Family.EC, 256),
    P_384("p-384", Family.EC, 384),
    P_521("p-521", Family.EC, 521),
    ED25519("ed25519", Family.EDWARDS, 255),
    /** FIPS 204, experimental: servers make such keys only if their configuration says so (record 0053). */
    ML_DSA_65("ml-dsa-65", Family.ML_DSA, 15_616);

    /** The mathematics behind a key. */
    public enum Family {
        RSA,
        EC,
        EDWARDS,
        ML_DSA
    }

    private final String wireName;
    private final Family family;
    private final int sizeBits;

    KeyAlgorithm(String wireName, Family family, int sizeBits) {
        this.wireName = wireName;
        this.family = family;
        this.sizeBits = sizeBits;
    }

    /** The algorithm of this name, if it is one of ours. */
    public static Optional<KeyAlgorithm> byName(String name) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(name)).findFirst();
    }

    /** The name used on the wire and the command line, for example {@code rsa-3072}. */
    public String wireName() {
        return wireName;
    }

    /** The mathematics. */
    public Family family() {
        return family;
    }

    /**
     * True if few programs verify its signatures yet, and the formats that carry them may still change. Whoever shows
     * such a key to a person says so.
     */
    public boolean isExperimental() {
        return this == ML_DSA_65;
    }

    /** The size of modulus or curve, in bits; for ML-DSA that of the public key. */
    public int sizeBits() {
        return sizeBits;
    }

    /** The OID of the curve; empty for RSA, Ed25519 and ML-DSA. */
    public Optional<String> curveOid() {
        return switch (this) {
            case P_256 -> Optional.of("1.2.840.10045.3.1.7");
            case P_384 -> Optional.of("1.3.132.0.34");
            case P_521 -> Optional.of("1.3.132.0.35");
            case RSA_2048, RSA_3072, RSA_4096, ED25519, ML_DSA_65 -> Optional.empty();
        };
    }

    /** The signature algorithm used with such a key unless another is asked for. */
    public SignAlgorithm defaultSignAlgorithm() {
        return switch (this) {
            case RSA_2048, RSA_3072, RSA_4096 -> SignAlgorithm.SHA256_WITH_RSA;
            case P_256 -> SignAlgorithm.ECDSA_WITH_SHA256;
            case P_384 -> SignAlgorithm.ECDSA_WITH_SHA384;
            case P_521 -> SignAlgorithm.ECDSA_WITH_SHA512;
            case ED25519 -> SignAlgorithm.ED25519;
            case ML_DSA_65 -> SignAlgorithm.ML_DSA_65;
        };
    }
}
