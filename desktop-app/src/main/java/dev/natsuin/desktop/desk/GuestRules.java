package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.text.Seen;
import java.util.regex.Pattern;

/** What a person's name, reading and address may be, wherever they are written. */
public final class GuestRules {
    private static final int LONGEST_NAME = 120;
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\"(),;:\\\\]{1,64}@[^\\s@<>\"(),;:\\\\]+\\.[^\\s@.]+");
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern KANA = Pattern.compile("[\\u3041-\\u3096\\u30A1-\\u30FA\\u30FC\\s\\u3000・･ｦ-ﾟ]*");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u3000]+");
    private static final String NO_CHARACTER = "\uFFFD";

    private GuestRules() {}

    /** Without spaces around it, and with single ones inside. */
    public static String tidy(String text) {
        return SPACES.matcher(text.strip()).replaceAll(" ");
    }

    /** True for a name or reading that is too long. */
    public static boolean isTooLong(String name) {
        return name.length() > LONGEST_NAME;
    }

    /**
     * True if it holds what is not {@linkplain Seen seen}, what stands for a character that was lost, or only spaces.
     */
    public static boolean hasUnseen(String text) {
        return !Seen.wholly(text) || text.contains(NO_CHARACTER);
    }

    /** True for kana, or nothing. */
    public static boolean isKana(String text) {
        return KANA.matcher(text).matches();
    }

    /** True for an e-mail address. */
    public static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL
                && !hasUnseen(text)
                && EMAIL.matcher(text).matches();
    }
}
