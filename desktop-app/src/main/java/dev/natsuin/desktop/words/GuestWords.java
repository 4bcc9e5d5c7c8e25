package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.LookAlikes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One sentence for everything that can be wrong with a list of people. */
public final class GuestWords {
    private static final String BUNDLE = GuestWords.class.getPackageName() + ".guests";

    private GuestWords() {}

    /** The sentence for this fault, in Japanese for a Japanese locale and in English for every other. */
    public static String sentence(GuestList.Fault fault, Locale locale) {
        var missing =
                fault.what() == GuestList.Kind.EMAIL_NOT_ONE && fault.detail().isBlank();
        return Words.named(BUNDLE, locale)
                .text(missing ? "EMAIL_MISSING" : fault.what().name(), fault.detail());
    }

    /** What to look at closely in a name, in sentences; empty of most names. */
    public static String lookAlikes(String name, Locale locale) {
        var words = Words.named(BUNDLE, locale);
        return LookAlikes.in(name).stream()
                .map(notice -> words.text(
                        "LOOKS_" + notice.kind(), Printable.name(notice.shown()), notice.number(), notice.like()))
                .collect(Collectors.joining(" "));
    }

    /** The sentences for all of these; columns that there are not share one. */
    public static String sentences(List<GuestList.Fault> faults, Locale locale) {
        var unknown = faults.stream()
                .filter(fault -> fault.what() == GuestList.Kind.COLUMN_UNKNOWN)
                .map(GuestList.Fault::detail)
                .collect(Collectors.joining(Words.named(BUNDLE, locale).text("and")));
        var others = faults.stream()
                .filter(fault -> fault.what() != GuestList.Kind.COLUMN_UNKNOWN)
                .map(fault -> sentence(fault, locale));
        var columns = unknown.isEmpty()
                ? Stream.<String>of()
                : Stream.of(sentence(new GuestList.Fault(GuestList.Kind.COLUMN_UNKNOWN, unknown), locale));
        return Stream.concat(columns, others).collect(Collectors.joining(" "));
    }
}
