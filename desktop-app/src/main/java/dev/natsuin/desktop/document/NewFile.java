package dev.natsuin.desktop.document;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A file that is there whole or not at all, and never in place of another. */
public final class NewFile {
    private NewFile() {}

    /** True if something of this name is there, so that nothing will be written. */
    public static boolean isTaken(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes it; says what went wrong, if anything did: {@code target-exists} or {@code target-not-writable}.
     *
     * @param like whoever may read this file may read the new one; if there is none, only the user may
     */
    public static Optional<ProblemCode> write(Path target, Bytes octets, Path like) {
        try (var output = new OutputFile(like, target)) {
            return output.write(octets).or(output::publish);
        }
    }
}
