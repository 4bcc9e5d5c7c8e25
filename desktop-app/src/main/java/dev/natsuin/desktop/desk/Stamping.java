package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which timestamp authorities this computer asks, in their order; if there are none, the one of the signer's server.
 */
public interface Stamping {
    /**
     * One authority.
     *
     * @param place its place in the order, from 0
     * @param address as it is kept, without name and password; perhaps with {@code #} and the number of a policy
     * @param user the name that it wants to know; empty if none
     */
    record Authority(int place, String address, String user) {}

    /**
     * What one gave.
     *
     * @param authority who signed it, a distinguished name (RFC 4514)
     * @param time what it says
     */
    record Stamp(String authority, Instant time) {}

    /** Those that are asked. */
    Answer<List<Authority>> authorities();

    /**
     * Asks one more, after the others.
     *
     * @param user empty if it wants to know nobody
     * @param password closed here
     */
    Answer<List<Authority>> add(String address, String user, Optional<Secret> password);

    /** Asks one no more; refused with {@code document-changed} if it is not what is kept in that place any more. */
    Answer<List<Authority>> remove(Authority authority);

    /** Asks one before the one that is asked before it; refused as {@link #remove}. */
    Answer<List<Authority>> sooner(Authority authority);

    /** Has one give a timestamp over nothing in particular. */
    Answer<Stamp> attempt(Authority authority);
}
