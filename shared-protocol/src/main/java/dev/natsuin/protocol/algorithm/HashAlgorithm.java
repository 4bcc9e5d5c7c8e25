package dev.natsuin.protocol.algorithm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** A hash that may be signed; nothing weaker than SHA-256 is known here (CSC API v2 §5). */
public enum HashAlgorithm {
    SHA_256("SHA-256", "2.16.840.1.101.3.4.2.1", 32),
    SHA_384("SHA-384", "2.16.840.1.101.3.4.2.2", 48),
    SHA_512("SHA-512", "2.16.840.1.101.3.4.2.3", 64);

    private final String jcaName;
    private final String oid;
    private final int sizeBytes;

    HashAlgorithm(String jcaName, String oid, int sizeBytes) {
        this.jcaName = jcaName;
        this.oid = oid;
        this.sizeBytes = sizeBytes;
    }

    /** The algorithm with this dotted OID, if it is one of ours. */
    public static Optional<HashAlgorithm> byOid(String oid) {
        return Arrays.stream(values()).filter(a -> a.oid.equals(oid)).findFirst();
    }

    /** A fresh digest. */
    public MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + jcaName, e);
        }
    }

    /** The name of Java's security API, for example {@code SHA-256}. */
    public String jcaName() {
        return jcaName;
    }

    /** The dotted OID. */
    public String oid() {
        return oid;
    }

    /** The length of a hash, in octets. */
    public int sizeBytes() {
        return sizeBytes;
    }
}
