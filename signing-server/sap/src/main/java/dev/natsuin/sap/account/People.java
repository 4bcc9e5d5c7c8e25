package dev.natsuin.sap.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Keeps how people are called on screens. Each method is one transaction; thread-safe. */
public interface People {
    /** Keeps the name unless the person has one already: a replayed answer changes nothing. */
    void keepIfNew(String user, DisplayName display);

    /** Puts the name in the place of the one that the person has, unless that one is from later. */
    void rename(String user, DisplayName display, Instant told);

    /** Names by user id, in the order of the ids: everybody's, but at most so many. */
    Map<String, DisplayName> all(int most);

    /**
     * One person by name.
     *
     * @param user id
     * @param display how they are called
     */
    record Named(String user, DisplayName display) {}

    /**
     * Those whose names, addresses or ids have a word beginning with each of the query's, newest first.
     *
     * @param query as somebody types it; without a word in it everybody is found
     * @param most at most so many
     */
    List<Named> found(String query, int most);

    /**
     * Erases for ever how these are called, and what certificates say of them, from the file as well. What is sent
     * again brings nothing of it back.
     *
     * @return of how many there was something
     */
    int erase(List<String> users);

    /** Those of these ids who are known, in the order of the ids given. */
    List<Named> named(List<String> users);
}
