package dev.natsuin.protocol.algorithm;

/**
 * How much work one order may ask for: the one table of work limits.
 *
 * <p>A unit is 0.1 ms of one core. What an act costs here is what the software store takes for it on a core of the
 * reference machine (see docs/benchmarks), verification included, with a quarter added for slower cores and rounded up.
 * A store that is faster or slower changes how long an order takes, never what may be ordered.
 */
public final class OrderWork {
    /** The most hashes in one order whatever the key: the statement and its answer stay within what is carried. */
    public static final int MOST_HASHES = 10_000;

    /** The most units one order may cost: 40 seconds of one core. */
    public static final int MOST_UNITS = 400_000;

    /** The most octets that the signatures of one order may have together: an answer is read into memory. */
    private static final int MOST_SIGNATURE_BYTES = MOST_HASHES * 512;

    private OrderWork() {}

    /** The units that one signature costs. */
    public static int unitsOfSignature(KeyAlgorithm key) {
        return switch (key) {
            case RSA_2048 -> 15;
            case RSA_3072 -> 40;
            case RSA_4096 -> 80;
            case P_256 -> 3;
            case P_384 -> 12;
            case P_521 -> 12;
            case ED25519 -> 1;
            case ML_DSA_65 -> 8;
        };
    }

    /** The units that making a key costs; for RSA the mean, single ones take from a third to five times as long. */
    public static int unitsOfGeneration(KeyAlgorithm key) {
        return switch (key) {
            case RSA_2048 -> 5_000;
            case RSA_3072 -> 11_000;
            case RSA_4096 -> 25_000;
            case P_256, P_384, P_521, ED25519, ML_DSA_65 -> 100;
        };
    }

    /** The most hashes that one order may have signed with such a key. */
    public static int mostHashes(KeyAlgorithm key) {
        var most = Math.min(MOST_UNITS / unitsOfSignature(key), MOST_SIGNATURE_BYTES / signatureBytes(key));
        return Math.min(MOST_HASHES, most);
    }

    /** The octets that one signature has at most. */
    private static int signatureBytes(KeyAlgorithm key) {
        return switch (key) {
            case RSA_2048, RSA_3072, RSA_4096 -> key.sizeBits() / 8;
            case P_256, P_384, P_521 -> 2 * ((key.sizeBits() + 7) / 8) + 9;
            case ED25519 -> 64;
            case ML_DSA_65 -> 3_309;
        };
    }

    /** The units that an order of so many hashes costs. */
    public static long unitsOf(KeyAlgorithm key, int hashes) {
        return (long) hashes * unitsOfSignature(key);
    }
}
