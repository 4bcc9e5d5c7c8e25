package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was asked for, or the one reason why not.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
    /**
     * It was done.
     *
     * @param value what was asked for
     */
    record Given<T>(T value) implements Answer<T> {}

    /**
     * It was refused; nothing was half done.
     *
     * @param why the reason, with a sentence in the {@code problems} bundle
     * @param instead for {@code not-confirmed}: what came instead of the signed answer
     */
    record Refused<T>(Problem why, Optional<Problem> instead) implements Answer<T> {
        /** Refused for a reason that stands for itself. */
        public Refused(Problem why) {
            this(why, Optional.empty());
        }
    }

    /** The value, given. */
    static <T> Answer<T> of(T value) {
        return new Given<>(value);
    }

    /** The refusal with this code and no number. */
    static <T> Answer<T> refused(ProblemCode code) {
        return new Refused<>(Problem.of(code));
    }

    /** One of the two functions, applied to what is there. */
    default <R> R fold(Function<? super T, ? extends R> given, Function<Problem, ? extends R> refused) {
        if (this instanceof Given<T> is) {
            return given.apply(is.value());
        }
        if (this instanceof Refused<T> is) {
            return refused.apply(is.why());
        }
        throw new IllegalStateException("an answer is given or refused");
    }

    /** What is given made into something else, or the refusal as it is. */
    default <R> Answer<R> map(Function<? super T, ? extends R> made) {
        if (this instanceof Refused<T> is) {
            return new Refused<>(is.why(), is.instead());
        }
        return of(made.apply(given().orElseThrow()));
    }

    /** The value, if given. */
    default Optional<T> given() {
        return fold(Optional::of, why -> Optional.empty());
    }

    /** For an order that was not confirmed: what came instead of its signed answer. */
    default Optional<Problem> instead() {
        return this instanceof Refused<T> is ? is.instead() : Optional.empty();
    }

    /** The reason, if refused. */
    default Optional<Problem> refusal() {
        return fold(value -> Optional.empty(), Optional::of);
    }
}
