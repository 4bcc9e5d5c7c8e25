package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.NameChange;
import java.util.Locale;

/** What an order changed in somebody's name, in words. */
public final class NameWords {
    private static final String BUNDLE = NameWords.class.getPackageName() + ".names";

    private NameWords() {}

    /** From which name to which, and what became of the keys; on one line, fit for a screen. */
    public static String sentence(NameChange change, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        var name = change.isInCertificates()
                ? words.text("changed", Printable.name(change.before()), Printable.name(change.after()))
                : words.text("shown", Printable.name(change.after()));
        return words.text(
                "whole", name, change.endsKeys() ? words.text("keys.ended", change.keys()) : words.text("keys.stay"));
    }
}
