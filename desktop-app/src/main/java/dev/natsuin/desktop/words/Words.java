package dev.natsuin.desktop.words;

import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of one feature in one language: the bundle {@code words} that lies beside a class of the feature. */
public final class Words {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Locale language;

    private Words(ResourceBundle bundle, Locale language) {
        this.bundle = bundle;
        this.language = language;
    }

    /** The words beside this class, in Japanese for a Japanese locale and in English for every other. */
    public static Words of(Class<?> feature, Locale locale) {
        return named(feature.getPackageName() + ".words", locale);
    }

    static Words named(String baseName, Locale locale) {
        var language = languageOf(locale);
        return new Words(
                ResourceBundle.getBundle(baseName, language, Words.class.getClassLoader(), NO_FALLBACK), language);
    }

    /** The language spoken to somebody with this locale: Japanese or English. */
    public static Locale languageOf(Locale locale) {
        return locale.getLanguage().equals(Locale.JAPANESE.getLanguage()) ? Locale.JAPANESE : Locale.ENGLISH;
    }

    /**
     * The text with this key, its places filled as {@link MessageFormat} does; texts that fill them are made
     * {@link Printable}.
     *
     * @throws java.util.MissingResourceException if there is none; a test keeps the bundles complete
     */
    public String text(String key, Object... values) {
        var printable = Arrays.stream(values)
                .map(value -> value instanceof CharSequence || value instanceof Path
                        ? Printable.name(value.toString())
                        : value)
                .toArray();
        return new MessageFormat(bundle.getString(key), language).format(printable);
    }

    /** True if there is a text with this key. */
    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** English or Japanese. */
    public Locale language() {
        return language;
    }

    /** True for Japanese. */
    public boolean japanese() {
        return language.equals(Locale.JAPANESE);
    }
}
