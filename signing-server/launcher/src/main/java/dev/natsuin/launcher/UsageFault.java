package dev.natsuin.launcher;

/** What was asked for cannot be done with these options; the message is for the person at the terminal. */
final class UsageFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageFault(String message) {
        super(message);
    }
}
