package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.Opener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Opens files with the command each system has for it.
 *
 * <p>What the system would run instead of showing it is not opened: a document to be signed comes from somebody else,
 * and the window asks people to open it.
 */
final class SystemOpener implements Opener {
    private static final int PATIENCE_SECONDS = 5;
    private static final Pattern END = Pattern.compile("[. ]+$");

    /** How files are called that some system runs, mounts or follows somewhere else when they are opened. */
    private static final Set<String> PROGRAMS =
            Set.of(("app appimage application appref-ms bat chm cmd com command cpl desktop diagcab dmg"
                            + " exe fileloc gadget hta inetloc inf ins iso isp jar jnlp js jse lnk msc msh msi msix"
                            + " msp mst pif pkg ps1 ps1xml psc1 py pyw pyz rb reg run scf scpt scr sct"
                            + " settingcontent-ms sh shb shs terminal tool url vb vbe vbs vhd vhdx webloc website"
                            + " workflow ws wsc wsf wsh xbap xll")
                    .split(" "));

    private enum Kind {
        WINDOWS,
        MAC,
        OTHER
    }

    private final Kind system;
    private final Predicate<List<String>> commands;

    /** An opener for the system of this name, as {@code os.name} has it. */
    SystemOpener(String systemName) {
        this(systemName, command -> runs(command, systemName));
    }

    /**
     * An opener that runs its commands so.
     *
     * @param commands true if the command opened something
     */
    SystemOpener(String systemName, Predicate<List<String>> commands) {
        this.commands = commands;
        system = kind(systemName);
    }

    private static Kind kind(String systemName) {
        var name = systemName.toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? Kind.WINDOWS : name.startsWith("mac") ? Kind.MAC : Kind.OTHER;
    }

    @Override
    public boolean open(Path file) {
        if (isProgram(file) && !Files.isDirectory(file)) {
            return false;
        }
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

    /** Windows passes over dots and blanks at the end of a name. */
    private static boolean isProgram(Path file) {
        var name = END.matcher(String.valueOf(file.getFileName())).replaceAll("");
        return PROGRAMS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private boolean runs(List<String> command) {
        return commands.test(command);
    }

    /** A program that is still there after a while has opened. Explorer says 1 when all is well. */
    private static boolean runs(List<String> command, String systemName) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() == 0
                    || kind(systemName) == Kind.WINDOWS;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
