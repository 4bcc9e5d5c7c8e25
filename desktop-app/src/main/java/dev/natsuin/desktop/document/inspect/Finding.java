package dev.natsuin.desktop.document.inspect;

import java.util.List;

/**
 * Something that whoever signs should know and cannot see.
 *
 * @param code which kind
 * @param page from 1; 0 if it concerns the whole document
 * @param args what fills the sentence, in its order; text from outside, shortened
 */
public record Finding(FindingCode code, int page, List<String> args) {
    private static final int LONGEST = 80;

    /** Copies and shortens. */
    public Finding {
        args = args.stream().map(Finding::shortened).toList();
    }

    static Finding of(FindingCode code, int page, Object... args) {
        return new Finding(
                code, page, List.of(args).stream().map(String::valueOf).toList());
    }

    /** How much it matters. */
    public Severity severity() {
        return code.severity();
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
