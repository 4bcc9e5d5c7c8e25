package dev.natsuin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * That a server's files come from the user whom its data directory belongs to. What root makes there is of mode 0600
 * and root's: the server, which is another user, could not read it, and would start no more.
 */
final class OwnPlace {
    private static final String POSIX = "posix";

    private OwnPlace() {}

    /**
     * Nothing is done to a directory of somebody else.
     *
     * @throws UsageFault if it is there and belongs to another user than the one who runs this
     */
    static void require(Path directory) {
        if (!Files.exists(directory)
                || !directory.getFileSystem().supportedFileAttributeViews().contains(POSIX)) {
            return;
        }
        try {
            var owner = Files.getOwner(directory);
            if (user(directory).filter(user -> !user.equals(owner)).isPresent()) {
                throw new UsageFault("The directory " + directory + " belongs to the user " + owner.getName()
                        + ", whose server could not read what another user makes there. Nothing was done. Run it as"
                        + " that user: runuser -u " + owner.getName() + " -- natsuin-server ...");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the owner of the data directory cannot be read", e);
        }
    }

    /** Nobody but its owner may open it from now on, where there are modes. */
    static void close(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains(POSIX)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Nothing if this machine has no name for who runs this, as in some containers. */
    private static Optional<UserPrincipal> user(Path near) throws IOException {
        var name = System.getProperty("user.name", "");
        try {
            return Optional.of(
                    near.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }
}
