package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** How an RSA key pads what it signs; keys of other kinds have no choice. */
public enum RsaPadding {
    /** RSASSA-PKCS1-v1_5: what every reader of PDFs knows. */
    PKCS1("pkcs1", SignAlgorithm.Scheme.RSA_PKCS1),
    /** RSASSA-PSS: with a proof of security; older readers do not know it. */
    PSS("pss", SignAlgorithm.Scheme.RSA_PSS);

    private final String wireName;
    private final SignAlgorithm.Scheme scheme;

    RsaPadding(String wireName, SignAlgorithm.Scheme scheme) {
        this.wireName = wireName;
        this.scheme = scheme;
    }

    /** The one of this name on the command line and in {@code config.json}. */
    public static Optional<RsaPadding> byName(String name) {
        return Arrays.stream(values()).filter(p -> p.wireName.equals(name)).findFirst();
    }

    /** The name on the command line and in {@code config.json}. */
    public String wireName() {
        return wireName;
    }

    /** The signature scheme. */
    public SignAlgorithm.Scheme scheme() {
        return scheme;
    }
}
