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
    ED25519("ed25519", Family.EDWARDS, 255);

    /** The mathematics behind a key. */
    public enum Family {
        RSA,
        EC,
        EDWARDS
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

    /** The size of modulus or curve, in bits. */
    public int sizeBits() {
        return sizeBits;
    }

    /** The OID of the curve; empty for RSA and Ed25519. */
    public Optional<String> curveOid() {
        return switch (this) {
            case P_256 -> Optional.of("1.2.840.10045.3.1.7");
            case P_384 -> Optional.of("1.3.132.0.34");
            case P_521 -> Optional.of("1.3.132.0.35");
            case RSA_2048, RSA_3072, RSA_4096, ED25519 -> Optional.empty();
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
        };
    }
}
