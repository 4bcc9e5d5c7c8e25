package dev.natsuin.desktop.cli;

/** Tells on standard error when a step was reached, in milliseconds since 1970, if asked to. */
final class Timing {
    private final Terminal terminal;
    private final boolean on;

    Timing(Terminal terminal, boolean on) {
        this.terminal = terminal;
        this.on = on;
    }

    void reached(String step) {
        if (on) {
            // Not since the process began: the system tells that to the second only.
            terminal.err("timing " + step + " " + System.currentTimeMillis());
        }
    }
}
