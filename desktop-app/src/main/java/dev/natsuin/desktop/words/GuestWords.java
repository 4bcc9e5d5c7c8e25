package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.GuestList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One sentence for everything that can be wrong with a list of people. */
public final class GuestWords {
    private static final String BUNDLE = GuestWords.class.getPackageName() + ".guests";

    private GuestWords() {}

    /** The sentence for this fault, in Japanese for a Japanese locale and in English for every other. */
    public static String sentence(GuestList.Fault fault, Locale locale) {
        return Words.named(BUNDLE, locale).text(fault.what().name(), fault.detail());
    }

    /** The sentences for all of these. */
    public static String sentences(List<GuestList.Fault> faults, Locale locale) {
        return faults.stream().map(fault -> sentence(fault, locale)).collect(Collectors.joining(" "));
    }
}
