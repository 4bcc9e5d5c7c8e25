package dev.natsuin.sgm.log;

import java.util.ArrayList;
import java.util.List;

/** What a check found, one sentence each, up to a number nobody reads to the end. Not thread-safe. */
public final class Faults {
    private static final int MOST = 100;

    private final List<String> found = new ArrayList<>();

    /** Adds one; beyond the most, only says that there is more. */
    public void add(String fault) {
        if (found.size() < MOST) {
            found.add(fault);
        } else if (found.size() == MOST) {
            found.add("more was found than is told");
        }
    }

    /** True if more would not be told. */
    public boolean full() {
        return found.size() > MOST;
    }

    /** All of them. */
    public List<String> all() {
        return List.copyOf(found);
    }
}
