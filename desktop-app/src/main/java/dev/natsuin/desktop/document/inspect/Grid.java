package dev.natsuin.desktop.document.inspect;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds what was painted near a place. */
final class Grid {
    private static final double CELL_POINTS = 32;

    /** Beyond this everything falls into the outermost cells: pages of a mile across are no larger than this. */
    private static final int FARTHEST = 200;

    private final Map<Long, List<Ink>> cells = new HashMap<>();
    private final Budget budget;
    private int round;
    private final IdentityHashMap<Ink, Integer> visited = new IdentityHashMap<>();

    Grid(Budget budget) {
        this.budget = budget;
    }

    void add(Ink ink) {
        each(
                ink.box(),
                cell -> cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(ink));
    }

    /** Everything whose box meets this one, each once. */
    void meeting(Rectangle2D box, Consumer<Ink> found) {
        if (cells.isEmpty()) {
            return;
        }
        int now = ++round;
        each(box, cell -> {
            for (var ink : cells.getOrDefault(cell, List.of())) {
                budget.spend();
                if (box.intersects(ink.box())) {
                    var before = visited.put(ink, now);
                    if (before == null || before != now) {
                        found.accept(ink);
                    }
                }
            }
        });
    }

    private void each(Rectangle2D box, Consumer<Long> cell) {
        int x1 = index(box.getMaxX());
        int y1 = index(box.getMaxY());
        for (int x = index(box.getMinX()); x <= x1; x++) {
            for (int y = index(box.getMinY()); y <= y1; y++) {
                cell.accept(((long) x << 32) ^ (y & 0xFFFFFFFFL));
            }
        }
    }

    private static int index(double points) {
        return (int) Math.max(-FARTHEST, Math.min(FARTHEST, Math.floor(points / CELL_POINTS)));
    }
}
