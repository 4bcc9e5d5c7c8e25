package dev.natsuin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A terminal that does not show what is typed, until this is closed or the process is told to end. Where standard input
 * is no terminal there is nothing to hide.
 */
final class QuietTerminal implements AutoCloseable {
    private final Optional<String> before;
    private final Thread ending;

    private QuietTerminal(Optional<String> before) {
        this.before = before;
        this.ending = new Thread(this::restore, "terminal-as-before");
    }

    /** The terminal that standard input is, if it is one, shows nothing from now on. */
    static QuietTerminal begin() {
        var quiet = new QuietTerminal(said("stty", "-g"));
        if (quiet.before.isPresent()) {
            Runtime.getRuntime().addShutdownHook(quiet.ending);
            said("stty", "-echo");
        }
        return quiet;
    }

    /** Whether there is a terminal. */
    boolean isThere() {
        return before.isPresent();
    }

    /**
     * What a command about standard input says; nothing if it fails, as it does where that is no terminal, or if there
     * is no such command.
     */
    private static Optional<String> said(String... command) {
        try {
            var process = new ProcessBuilder(List.of(command))
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.getInputStream()) {
                var text = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
                return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void restore() {
        before.ifPresent(settings -> said("stty", settings));
    }

    @Override
    public void close() {
        restore();
        if (before.isPresent()) {
            try {
                Runtime.getRuntime().removeShutdownHook(ending);
            } catch (IllegalStateException e) {
                // The process ends, and does the same.
            }
        }
    }
}
