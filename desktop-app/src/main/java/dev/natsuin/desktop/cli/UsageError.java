package dev.natsuin.desktop.cli;

/** The command cannot be carried out as it was typed. The message is a sentence for the person who typed it. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1L;

    UsageError(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
