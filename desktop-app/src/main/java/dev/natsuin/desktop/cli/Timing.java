package dev.natsuin.desktop.cli;

/** Tells on standard error when a step was reached, in milliseconds since the process began, if asked to. */
final class Timing {
    private final Terminal terminal;
    private final boolean on;

    Timing(Terminal terminal, boolean on) {
        this.terminal = terminal;
        this.on = on;
    }

    void reached(String step) {
        if (on) {
            var begun = ProcessHandle.current().info().startInstant();
            begun.ifPresent(start ->
                    terminal.err("timing " + step + " " + (System.currentTimeMillis() - start.toEpochMilli()) + " ms"));
        }
    }
}
