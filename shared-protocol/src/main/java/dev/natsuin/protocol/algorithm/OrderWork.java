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
        };
    }

    /** The units that making a key costs; for RSA the mean, single ones take from a third to five times as long. */
    public static int unitsOfGeneration(KeyAlgorithm key) {
        return switch (key) {
            case RSA_2048 -> 5_000;
            case RSA_3072 -> 11_000;
            case RSA_4096 -> 25_000;
            case P_256, P_384, P_521, ED25519 -> 100;
        };
    }

    /** The most hashes that one order may have signed with such a key. */
    public static int mostHashes(KeyAlgorithm key) {
        return Math.min(MOST_HASHES, MOST_UNITS / unitsOfSignature(key));
    }

    /** The units that an order of so many hashes costs. */
    public static long unitsOf(KeyAlgorithm key, int hashes) {
        return (long) hashes * unitsOfSignature(key);
    }
}
