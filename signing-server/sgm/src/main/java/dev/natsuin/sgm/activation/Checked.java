package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.function.Function;

/**
 * What a check gives: what it let through, or the first problem found.
 *
 * @param <T> what was let through
 */
sealed interface Checked<T> {
    /** Let through. */
    record Passed<T>(T value) implements Checked<T> {}

    /** Stopped. */
    record Stopped<T>(Problem problem) implements Checked<T> {}

    static <T> Checked<T> passed(T value) {
        return new Passed<>(value);
    }

    static <T> Checked<T> stopped(ProblemCode code) {
        return new Stopped<>(Problem.of(code));
    }

    /** One of the two functions, applied to what is there. */
    default <R> R fold(Function<? super T, ? extends R> passed, Function<Problem, ? extends R> stopped) {
        if (this instanceof Passed<T> p) {
            return passed.apply(p.value());
        }
        if (this instanceof Stopped<T> s) {
            return stopped.apply(s.problem());
        }
        throw new IllegalStateException("a check passes or stops");
    }
}
