package dev.natsuin.protocol.text;

/**
 * Which characters a reader sees, each as itself.
 *
 * <p>Not seen are those that have no ink, or that move, turn or hide their neighbours: controls, line ends, marks of
 * direction, fillers, halves of characters, what has no meaning but in private, and what no standard defines. A name
 * with such a character can look like another's, or like none. A variation selector is seen where it chooses the form
 * of an ideograph or an emoji, as in 葛󠄀, and nowhere else (Unicode 15, 23.4).
 */
public final class Seen {
    private static final int DELETE = 0x7F;

    /** Letters, marks and symbols to Unicode, of which nothing is drawn. */
    private static final String EMPTY =
            "\u115F\u1160\u3164\uFFA0\u2800\u034F\u17B4\u17B5\uFFFC\uD834\uDD59\uD81B\uDFE4";

    private static final int IDEOGRAPHIC_FIRST = 0xE0100;
    private static final int IDEOGRAPHIC_LAST = 0xE01EF;
    private static final int STANDARD_FIRST = 0xFE00;
    private static final int STANDARD_LAST = 0xFE0F;
    private static final int MONGOLIAN_FIRST = 0x180B;
    private static final int MONGOLIAN_LAST = 0x180D;
    private static final String KEYCAP = "\u20E3";

    /** Planes 2 and 3 are kept for ideographs, also those that the Unicode of this Java does not know yet. */
    private static final int IDEOGRAPHIC_PLANES_FIRST = 0x20000;

    private static final int IDEOGRAPHIC_PLANES_LAST = 0x3FFFD;

    private Seen() {}

    /** True if every character of a text is seen as itself and there is more than spaces; also of no text at all. */
    public static boolean wholly(String text) {
        if (isBlank(text)) {
            return false;
        }
        var before = 0;
        for (var at = 0; at < text.length(); at += Character.charCount(before)) {
            if (!isSeen(before, text, at)) {
                return false;
            }
            before = text.codePointAt(at);
        }
        return true;
    }

    /** True of nothing but spaces, of any width: as a name it would look as if there were none. */
    public static boolean isBlank(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(c -> Character.getType(c) == Character.SPACE_SEPARATOR);
    }

    /**
     * True if the character at a place is seen where it stands.
     *
     * @param before the character before it, 0 where there is none
     * @param at index of its first unit
     */
    public static boolean isSeen(int before, String text, int at) {
        var character = text.codePointAt(at);
        return isSeen(character) && !isIdleSelector(before, character, text, at);
    }

    /** True if a character is seen by itself; of a variation selector, if it may be seen behind another. */
    public static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            case Character.UNASSIGNED ->
                character >= IDEOGRAPHIC_PLANES_FIRST
                        && character <= IDEOGRAPHIC_PLANES_LAST
                        && (character & 0xFFFF) <= 0xFFFD;
            default -> EMPTY.indexOf(character) < 0;
        };
    }

    /**
     * True for a variation selector that chooses no form of what stands before it, and so is not seen: ideographs have
     * forms of their own, emoji a coloured and a plain one, Mongolian letters those of their place in a word.
     */
    private static boolean isIdleSelector(int before, int selector, String text, int at) {
        if (selector >= IDEOGRAPHIC_FIRST && selector <= IDEOGRAPHIC_LAST) {
            return !Character.isIdeographic(before);
        }
        if (selector >= MONGOLIAN_FIRST && selector <= MONGOLIAN_LAST) {
            return Character.UnicodeScript.of(before) != Character.UnicodeScript.MONGOLIAN;
        }
        return selector >= STANDARD_FIRST && selector <= STANDARD_LAST && !hasForms(before, text, at);
    }

    private static boolean hasForms(int base, String text, int at) {
        if (base < DELETE) {
            return text.startsWith(KEYCAP, at + 1); // a digit on a key
        }
        return switch (Character.getType(base)) {
            case Character.OTHER_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.OTHER_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.OTHER_NUMBER -> isSeen(base);
            default ->
                Character.isIdeographic(base)
                        || Character.UnicodeBlock.LETTERLIKE_SYMBOLS.equals(Character.UnicodeBlock.of(base));
        };
    }
}
