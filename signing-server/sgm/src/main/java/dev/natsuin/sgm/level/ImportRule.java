package dev.natsuin.sgm.level;

/**
 * Whether keys that were made elsewhere are taken in: nobody here can know who has a copy of one.
 *
 * <p>A key that was imported is good for level {@value #HIGHEST_LEVEL} at most, and a server that takes them in cannot
 * declare more.
 */
public enum ImportRule {
    ALLOWED,
    FORBIDDEN;

    /** The highest level of an act with an imported key. */
    public static final int HIGHEST_LEVEL = 2;
}
