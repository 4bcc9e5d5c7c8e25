package dev.natsuin.desktop.words;

import dev.natsuin.protocol.statement.Reason;
import java.util.Locale;
import java.util.Optional;

/** Why staff did something, in words. */
public final class ReasonWords {
    private static final String BUNDLE = ReasonWords.class.getPackageName() + ".reasons";

    private ReasonWords() {}

    /** One of the list, as whoever gives it chooses it. */
    public static String word(Reason.Code code, Locale locale) {
        return Words.named(BUNDLE, locale).text(code.wireName());
    }

    /** The reason with its note; or that none is stated. */
    public static String sentence(Optional<Reason> reason, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        if (reason.isEmpty()) {
            return words.text("not-stated");
        }
        var word = words.text(reason.get().code().wireName());
        return reason.get().note().map(note -> words.text("noted", word, note)).orElse(word);
    }
}
