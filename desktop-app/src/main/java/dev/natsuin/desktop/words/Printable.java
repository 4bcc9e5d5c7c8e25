package dev.natsuin.desktop.words;

import dev.natsuin.protocol.text.Seen;

/**
 * Text from outside made fit for a screen: names in certificates and documents, names of files, words of a server.
 *
 * <p>A character that is not {@linkplain Seen seen} is written as its number, so that two different names never look
 * alike, none looks empty, and no name can write over what stands beside it. Ordinary text of any script stays as it
 * is.
 */
public final class Printable {
    /** What stands for the rest of a text that is too long for any sentence. */
    private static final String REST = "…";

    private static final int LONGEST_CHARACTERS = 2000;

    private static final int DELETE = 0x7F;

    /** Seen by nobody. */
    private static final char LEFT_TO_RIGHT = '\u200E';

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

    /**
     * The same text, read from the left whatever it begins with: a name that begins with Hebrew or Arabic letters would
     * else turn a whole line around, and its end, which says what kind of file it is, would stand somewhere else.
     */
    public static String fromLeft(String text) {
        var strong = text.codePoints()
                .map(Character::getDirectionality)
                .filter(way -> way == Character.DIRECTIONALITY_LEFT_TO_RIGHT || fromRight(way))
                .findFirst();
        return strong.isPresent() && fromRight(strong.getAsInt()) ? LEFT_TO_RIGHT + text : text;
    }

    private static boolean fromRight(int way) {
        return way == Character.DIRECTIONALITY_RIGHT_TO_LEFT || way == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** JSON with the same meaning in which every such character inside a text is escaped as JSON does. */
    public static String json(String json) {
        var out = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (Seen.isSeen(c)) {
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
        if (text.chars().allMatch(c -> c >= ' ' && c < DELETE) && !Seen.isBlank(text)) {
            return text;
        }
        var blank = !lineEndsStay && Seen.isBlank(text);
        var out = new StringBuilder(text.length());
        var before = 0;
        for (var at = 0; at < text.length(); at += Character.charCount(before)) {
            var c = text.codePointAt(at);
            var stays = (lineEndsStay && c == '\n') || (!blank && Seen.isSeen(before, text, at));
            if (stays) {
                out.appendCodePoint(c);
            } else {
                out.append("<U+%04X>".formatted(c));
            }
            before = c;
        }
        return out.toString();
    }
}
