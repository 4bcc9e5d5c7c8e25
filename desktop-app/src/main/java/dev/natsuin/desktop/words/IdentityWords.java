package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.NewIdentity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a person is told of a new identity key of the SGM, in the window and on the command line. */
public final class IdentityWords {
    private static final String BUNDLE = IdentityWords.class.getPackageName() + ".identity";

    private IdentityWords() {}

    /**
     * Since when there is one, who ordered it, and which it is.
     *
     * @param names how administrators are called who ordered it, as far as it was signed; others go by their ids
     * @param since when, as it is shown
     * @param fingerprint of the key, as it is shown
     */
    public static String sentence(
            NewIdentity now, Map<String, String> names, String since, String fingerprint, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        return words.text(
                "told",
                since,
                called(now.askedBy(), names, words),
                called(now.approvedBy(), names, words),
                fingerprint);
    }

    private static String called(String user, Map<String, String> names, Words words) {
        return Optional.ofNullable(names.get(user))
                .map(name -> words.text("administrator", name, user))
                .orElse(user);
    }
}
