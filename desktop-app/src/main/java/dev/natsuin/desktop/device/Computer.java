package dev.natsuin.desktop.device;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which computer this is, for a profile that several use: a home folder on a network drive. A path of one of them need
 * not lead anywhere on another, and a file that is not there is not gone (decision 0082).
 *
 * @param id tells computers apart and tells nothing else; nothing where the system has no name of its own for itself
 */
public record Computer(Optional<Bytes> id) {
    /** One that cannot be told from others. */
    public static final Computer UNKNOWN = new Computer(Optional.empty());

    /** Octets of an id. */
    public static final int ID_BYTES = 16;

    private static final List<Path> NAMED_IN = List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));

    /**
     * This computer, by what its system keeps outside of home folders: the machine id of Linux, the name that Windows
     * has in its domain.
     *
     * @param environment environment variables
     * @param system the name of the operating system, as {@code os.name} has it
     */
    public static Computer of(Map<String, String> environment, String system) {
        return of(environment, system, NAMED_IN);
    }

    static Computer of(Map<String, String> environment, String system, List<Path> namedIn) {
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            return named(environment.getOrDefault("COMPUTERNAME", ""));
        }
        return namedIn.stream()
                .map(Computer::firstLine)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(Computer::named)
                .orElse(UNKNOWN);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The one with this name; the name itself is not told. */
    static Computer named(String name) {
        return name.isEmpty()
                ? UNKNOWN
                : new Computer(Optional.of(
                        Bytes.utf8("natsuin-computer-v1 " + name).sha256().slice(0, ID_BYTES)));
    }

    /**
     * True of a file that was found on this computer: one that is not there any more is gone.
     *
     * @param on the computer on which the file was found last
     */
    public boolean knows(Optional<Bytes> on) {
        return on.equals(id);
    }

    /** True of a file that was found on another computer last. */
    public boolean isAnotherThan(Optional<Bytes> on) {
        return on.isPresent() && !knows(on);
    }

    /** The computer on which a file was found last, now that this one found it. */
    public Optional<Bytes> orElse(Optional<Bytes> on) {
        return id.isPresent() ? id : on;
    }
}
