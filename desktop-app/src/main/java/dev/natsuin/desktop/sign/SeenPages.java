package dev.natsuin.desktop.sign;

import java.util.HashMap;
import java.util.Map;

/**
 * Which pages of a document were really on the screen, from top to bottom.
 *
 * <p>A page counts once nearly all of it has been shown, in one view or by scrolling. It says nothing about what a page
 * hides.
 */
final class SeenPages {
    private static final double ENOUGH = 0.95;

    private record Span(double from, double to) {
        private Span with(double nextFrom, double nextTo) {
            return nextFrom > to || nextTo < from
                    ? new Span(nextFrom, nextTo)
                    : new Span(Math.min(from, nextFrom), Math.max(to, nextTo));
        }
    }

    private final Map<Integer, Span> shown = new HashMap<>();

    /** Forgets what was shown. */
    void clear() {
        shown.clear();
    }

    /**
     * This part of a page is on the screen.
     *
     * @param page from 1
     * @param from 0 for its upper edge
     * @param to 1 for its lower edge
     * @return true if with this the page has been seen
     */
    boolean show(int page, double from, double to) {
        var now = shown.merge(page, new Span(from, to), (before, next) -> before.with(next.from(), next.to()));
        return now.to() - now.from() >= ENOUGH;
    }
}
