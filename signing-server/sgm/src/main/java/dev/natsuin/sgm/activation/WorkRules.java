package dev.natsuin.sgm.activation;

/**
 * What counts as long work, and how much of it there may be.
 *
 * @param longFromUnits an act of so many units ({@link dev.natsuin.protocol.algorithm.OrderWork}) or more is long work;
 *     what is shorter runs on the thread of its call
 * @param slots long works at once
 * @param waiting long works that may wait for a slot; beyond them the SGM is busy
 */
public record WorkRules(long longFromUnits, int slots, int waiting) {
    /** Half a second of one core is long; a slot for each core, sixteen waiting. */
    public static WorkRules ofThisMachine() {
        return new WorkRules(5_000, Runtime.getRuntime().availableProcessors(), 16);
    }
}
