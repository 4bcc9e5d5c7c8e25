package dev.natsuin.desktop.words;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;
import java.util.Optional;

/** One sentence for every refusal: what happened, what was kept safe, what to do. */
public final class ProblemWords {
    private static final String BUNDLE = ProblemWords.class.getPackageName() + ".problems";

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
                : words.text("not-confirmed.instead", words.text(key.get()), sentence(problem, locale));
    }

    /** The sentence for this refusal, in Japanese for a Japanese locale and in English for every other. */
    public static String sentence(Problem problem, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        if (problem.code() == ProblemCode.PIN_WRONG && problem.triesLeft().isPresent()) {
            return words.text("pin-wrong.tries", problem.triesLeft().getAsInt());
        }
        return words.text(problem.code().code());
    }
}
