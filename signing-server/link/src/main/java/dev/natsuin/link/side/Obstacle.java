package dev.natsuin.link.side;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * What an operating system says when it does not do what was asked: a full disk, one that went read-only, no more
 * files.
 */
public final class Obstacle {
    private Obstacle() {}

    /** For whoever can clear it away; the name of the file, and the system's own words. */
    public static String words(@Nullable IOException why) {
        if (!(why instanceof FileSystemException file)) {
            return why == null ? "it could not be done" : String.valueOf(why.getMessage());
        }
        return file.getFile() + ": " + reason(file, file.getReason());
    }

    private static String reason(FileSystemException file, @Nullable String told) {
        if (told != null) {
            return told;
        }
        if (file instanceof AccessDeniedException) {
            return "Permission denied";
        } else if (file instanceof NoSuchFileException) {
            return "No such file or directory";
        } else if (file instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        return file instanceof NotDirectoryException ? "Not a directory" : "it could not be used";
    }
}
