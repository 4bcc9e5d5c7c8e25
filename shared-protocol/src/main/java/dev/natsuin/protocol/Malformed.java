package dev.natsuin.protocol;

/**
 * Something from outside does not have the form it must have.
 *
 * <p>Checked, so that no reader of a foreign format can be called without a thought for it. The message names the rule
 * that was broken, never the content.
 */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Names the broken rule. */
    public Malformed(String rule) {
        super(rule);
    }

    /** Names the broken rule and keeps what noticed it. */
    public Malformed(String rule, Throwable cause) {
        super(rule, cause);
    }
}
