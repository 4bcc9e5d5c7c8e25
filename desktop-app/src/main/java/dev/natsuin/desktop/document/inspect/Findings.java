package dev.natsuin.desktop.document.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers findings; a hostile file cannot make the list long. */
final class Findings {
    /** Findings of one kind beyond this are counted in the last one's stead. */
    private static final int MOST_OF_A_KIND = 20;

    private final List<Finding> all = new ArrayList<>();
    private final Map<FindingCode, Integer> counts = new EnumMap<>(FindingCode.class);

    void add(FindingCode code, int page, Object... args) {
        var finding = Finding.of(code, page, args);
        if (!all.contains(finding) && counts.merge(code, 1, Integer::sum) <= MOST_OF_A_KIND) {
            all.add(finding);
        }
    }

    /** What matters most first, then in the order of the pages. */
    List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::page))
                .toList();
    }
}
