package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;

/**
 * The one reason why something was not done, on its way to the edge of an errand, where it becomes an {@link Answer}.
 *
 * <p>Checked, so that nothing that can be refused is called without a thought for it. Says no more than its problem.
 */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem why;
    private final transient Optional<Problem> instead;

    /** Something that can be refused. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it, or says why not. */
        T run() throws Refusal;
    }

    /** Refused for this reason. */
    public Refusal(Problem why) {
        super(why.code().code());
        this.why = why;
        this.instead = Optional.empty();
    }

    /** Refused with this code and no number. */
    public Refusal(ProblemCode code) {
        this(Problem.of(code));
    }

    /** Refused with this code; keeps what noticed it. */
    public Refusal(ProblemCode code, Throwable cause) {
        super(code.code(), cause);
        this.why = Problem.of(code);
        this.instead = Optional.empty();
    }

    private Refusal(Problem why, Refusal cause) {
        super(why.code().code(), cause);
        this.why = why;
        this.instead = Optional.of(cause.why);
    }

    private Refusal(Problem why, Optional<Problem> instead) {
        super(why.code().code());
        this.why = why;
        this.instead = instead;
    }

    /** An order left this computer, and its signed answer did not come: only this did, which proves nothing. */
    public static Refusal notConfirmed(Refusal instead) {
        return new Refusal(Problem.of(ProblemCode.NOT_CONFIRMED), instead);
    }

    /** The reason. */
    public Problem why() {
        return why;
    }

    /** For an order that was not confirmed: what came instead of its signed answer. */
    public Optional<Problem> instead() {
        return instead;
    }

    /** What came of the work, as a value. */
    public static <T> Answer<T> answer(Work<T> work) {
        try {
            return Answer.of(work.run());
        } catch (Refusal e) {
            return new Answer.Refused<>(e.why, e.instead);
        }
    }

    /**
     * The value, if given.
     *
     * @throws Refusal if refused
     */
    public static <T> T orThrow(Answer<T> answer) throws Refusal {
        if (answer instanceof Answer.Given<T> is) {
            return is.value();
        }
        throw new Refusal(answer.refusal().orElseThrow(), answer.instead());
    }
}
