package dev.natsuin.protocol.problem;

import java.util.OptionalInt;

/**
 * One refusal, as a value: what was refused, and the number a person needs to act on it.
 *
 * <p>Holds no secret, no document name and no text from outside, so it may be shown and logged.
 *
 * @param code which refusal
 * @param triesLeft for a wrong PIN: how many tries remain before the device locks
 */
public record Problem(ProblemCode code, OptionalInt triesLeft) {
    /** A refusal that needs no number. */
    public static Problem of(ProblemCode code) {
        return new Problem(code, OptionalInt.empty());
    }

    /** A wrong PIN, with the tries that remain (0: the device is locked now). */
    public static Problem pinWrong(int triesLeft) {
        return new Problem(ProblemCode.PIN_WRONG, OptionalInt.of(triesLeft));
    }
}
