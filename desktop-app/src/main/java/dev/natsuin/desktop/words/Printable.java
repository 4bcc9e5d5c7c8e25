package dev.natsuin.desktop.words;

/**
 * Text from outside made fit for a screen: names in certificates and documents, names of files, words of a server.
 *
 * <p>A character that is not seen, or that moves, turns or hides its neighbours (controls, line ends, direction marks,
 * fillers, halves of characters, what no standard defines), is written as its number, so that two different names never
 * look alike, none looks empty, and no name can write over what stands beside it. Ordinary text of any script stays as
 * it is, with the variation selectors that choose the form of an ideograph or an emoji.
 */
public final class Printable {
    /** What stands for the rest of a text that is too long for any sentence. */
    private static final String REST = "…";

    private static final int LONGEST_CHARACTERS = 2000;

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

    private Printable() {}

    /** One line: also line ends are written as numbers. */
    public static String line(String foreign) {
        return made(foreign, false);
    }

    /** Lines of ours, in which foreign text may stand: line ends stay. */
    public static String lines(String text) {
        return made(text, true);
    }

    /** As {@link #line}, and never longer than a sentence can bear. */
    public static String name(String foreign) {
        var cut = foreign.codePointCount(0, foreign.length()) > LONGEST_CHARACTERS
                ? foreign.substring(0, foreign.offsetByCodePoints(0, LONGEST_CHARACTERS)) + REST
                : foreign;
        return line(cut);
    }

    /** JSON with the same meaning in which every such character inside a text is escaped as JSON does. */
    public static String json(String json) {
        var out = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (!hides(c)) {
                out.appendCodePoint(c);
            } else {
                for (var unit : Character.toChars(c)) {
                    out.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return out.toString();
    }

    private static String made(String text, boolean lineEndsStay) {
        if (text.chars().allMatch(c -> c >= ' ' && c < DELETE) && !isBlank(text)) {
            return text;
        }
        var blank = !lineEndsStay && isBlank(text);
        var out = new StringBuilder(text.length());
        var before = 0;
        for (var at = 0; at < text.length(); at += Character.charCount(before)) {
            var c = text.codePointAt(at);
            var stays = (lineEndsStay && c == '\n') || (!blank && !hides(c) && !isIdleSelector(before, c, text, at));
            if (stays) {
                out.appendCodePoint(c);
            } else {
                out.append("<U+%04X>".formatted(c));
            }
            before = c;
        }
        return out.toString();
    }

    /** Nothing but spaces: as a name it would look as if there were none. */
    private static boolean isBlank(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(c -> Character.getType(c) == Character.SPACE_SEPARATOR);
    }

    private static boolean hides(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> EMPTY.indexOf(character) >= 0;
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
                    Character.OTHER_NUMBER -> !hides(base);
            default ->
                Character.isIdeographic(base)
                        || Character.UnicodeBlock.LETTERLIKE_SYMBOLS.equals(Character.UnicodeBlock.of(base));
        };
    }
}
