package dev.natsuin.desktop.words;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.util.Locale;

/** The kinds of keys as people read them. */
public final class KeyKinds {
    private static final String BUNDLE = KeyKinds.class.getPackageName() + ".kinds";

    private KeyKinds() {}

    /** For a window, for example {@code RSA 3072}; of an experimental kind it says so. */
    public static String shown(KeyAlgorithm kind, Locale locale) {
        return marked(kind, kind.wireName().toUpperCase(Locale.ROOT).replaceFirst("^RSA-", "RSA "), locale);
    }

    /** For the command line: as it is typed there; of an experimental kind it says so. */
    public static String typed(KeyAlgorithm kind, Locale locale) {
        return marked(kind, kind.wireName(), locale);
    }

    private static String marked(KeyAlgorithm kind, String name, Locale locale) {
        return kind.isExperimental() ? Words.named(BUNDLE, locale).text("experimental", name) : name;
    }
}
