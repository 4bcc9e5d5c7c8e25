package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.Opener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens files with the command each system has for it. */
final class SystemOpener implements Opener {
    private static final int PATIENCE_SECONDS = 5;

    private enum Kind {
        WINDOWS,
        MAC,
        OTHER
    }

    private final Kind system;

    /** An opener for the system of this name, as {@code os.name} has it. */
    SystemOpener(String systemName) {
        var name = systemName.toLowerCase(Locale.ROOT);
        system = name.startsWith("windows") ? Kind.WINDOWS : name.startsWith("mac") ? Kind.MAC : Kind.OTHER;
    }

    @Override
    public boolean open(Path file) {
        return switch (system) {
            case WINDOWS -> runs(List.of("rundll32", "url.dll,FileProtocolHandler", file.toString()));
            case MAC -> runs(List.of("open", file.toString()));
            case OTHER -> runs(List.of("xdg-open", file.toString()));
        };
    }

    @Override
    public boolean showInFolder(Path file) {
        return switch (system) {
            case WINDOWS -> runs(List.of("explorer", "/select," + file));
            case MAC -> runs(List.of("open", "-R", file.toString()));
            case OTHER ->
                runs(List.of("xdg-open", String.valueOf(file.toAbsolutePath().getParent())));
        };
    }

    /** A program that is still there after a while has opened. Explorer says 1 when all is well. */
    private boolean runs(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() == 0
                    || system == Kind.WINDOWS;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
