package dev.natsuin.desktop.core;

import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a file that was here, and perhaps what lies beside it, cannot be worked with now, and whether that may end.
 *
 * @param why {@code file-missing}, {@code file-unreadable} or {@code document-changed}
 * @param mayEnd true of what may be as it was another day: the disk or share is elsewhere, or somebody has the file
 *     open and lets nobody read it
 */
record Absence(ProblemCode why, boolean mayEnd) {
    /** It is there and cannot be read. */
    static final Absence UNREADABLE = new Absence(ProblemCode.FILE_UNREADABLE, true);

    /** It is another file by now. */
    static final Absence CHANGED = new Absence(ProblemCode.DOCUMENT_CHANGED, false);

    /** What can be said without reading it; nothing if all is there. A link is not the file whose place it has. */
    static Optional<Absence> of(Path file, Optional<Path> detached) {
        var missing = Stream.concat(
                        Stream.of(file).filter(each -> !Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)),
                        detached.filter(each -> !Files.isRegularFile(each)).stream())
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Absence(ProblemCode.FILE_MISSING, isElsewhere(missing)));
    }

    private static boolean isElsewhere(List<Path> missing) {
        return missing.stream().anyMatch(file -> !hasSomething(file.resolveSibling("")));
    }

    /** The folder in which a share appears stays when the share does not, and is empty then. */
    private static boolean hasSomething(Path folder) {
        try (var all = Files.newDirectoryStream(folder)) {
            return all.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }
}
