package dev.natsuin.desktop.document.appearance;

import java.util.ArrayList;
import java.util.List;

/** What a reader takes for one character: a code point with the marks and variation selectors that belong to it. */
final class Clusters {
    private static final String REST = "…";

    /** On the average of a line; no language has more. */
    private static final int MOST_MARKS = 8;

    private Clusters() {}

    static List<String> of(String text) {
        var clusters = new ArrayList<String>();
        for (int from = 0; from < text.length(); ) {
            int to = from + Character.charCount(text.codePointAt(from));
            while (to < text.length() && belongs(text.codePointAt(to))) {
                to += Character.charCount(text.codePointAt(to));
            }
            clusters.add(text.substring(from, to));
            from = to;
        }
        return clusters;
    }

    /** At most so many characters, the last an ellipsis if any were left out. */
    static String cut(String text, int characters) {
        var clusters = of(text);
        int all = text.codePointCount(0, text.length());
        if (all > MOST_MARKS * characters) {
            return cut(text.substring(0, text.offsetByCodePoints(0, MOST_MARKS * characters - 1)) + REST, characters);
        }
        return clusters.size() <= characters ? text : String.join("", clusters.subList(0, characters - 1)) + REST;
    }

    /** True for the variation selectors of Unicode. */
    static boolean selects(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    private static boolean belongs(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
