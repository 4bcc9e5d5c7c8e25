package dev.natsuin.desktop.words;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;
import java.util.Optional;

/** One sentence for every refusal: what happened, what was kept safe, what to do. */
public final class ProblemWords {
    private static final String BUNDLE = ProblemWords.class.getPackageName() + ".problems";

    /** What such a sentence is called, where it names options of a command. */
    private static final String TYPED = ".typed";

    private static final String IMPORTING = ".import";

    private ProblemWords() {}

    /**
     * The sentence for this refusal and, for an order that was not confirmed, what came instead of its answer.
     *
     * @param instead unproven
     */
    public static String sentence(Problem problem, Optional<Problem> instead, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        var key = instead.map(came -> "instead." + came.code().code()).filter(words::has);
        return key.isEmpty() || problem.code() != ProblemCode.NOT_CONFIRMED
                ? sentence(problem, locale)
                : sentence(problem, locale) + (words.japanese() ? "" : " ") + words.text(key.get());
    }

    /** The sentence for this refusal, in Japanese for a Japanese locale and in English for every other. */
    public static String sentence(Problem problem, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        if (problem.code() == ProblemCode.PIN_WRONG && problem.triesLeft().isPresent()) {
            return words.text("pin-wrong.tries", problem.triesLeft().getAsInt());
        }
        return words.text(problem.code().code());
    }

    /**
     * As {@link #sentence(Problem, Locale)} of a key from elsewhere: it is not here, so nothing can be done to it here.
     */
    public static String importing(Problem problem, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        var key = problem.code().code() + IMPORTING;
        return words.has(key) ? words.text(key) : sentence(problem, locale);
    }

    /** As {@link #sentence(Problem, Locale)} on the command line: what helps there are options, which no window has. */
    public static String typed(Problem problem, Locale locale) {
        return typed(problem, Optional.empty(), locale);
    }

    /** As {@link #sentence(Problem, Optional, Locale)} on the command line. */
    public static String typed(Problem problem, Optional<Problem> instead, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        var key = problem.code().code() + TYPED;
        return words.has(key) ? words.text(key) : sentence(problem, instead, locale);
    }
}
