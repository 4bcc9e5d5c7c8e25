package dev.natsuin.sap.account;

import java.util.Map;

/** Keeps how people are called on screens. Each method is one transaction; thread-safe. */
public interface People {
    /** Keeps the name unless the person has one already: a replayed answer changes nothing. */
    void keepIfNew(String user, DisplayName display);

    /** Everybody's name by user id, in the order of the ids. */
    Map<String, DisplayName> all();
}
