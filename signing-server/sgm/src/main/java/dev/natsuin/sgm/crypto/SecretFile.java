package dev.natsuin.sgm.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file that holds a secret: one of ours, or one of the credentials that systemd gives a service (systemd.exec(5),
 * LoadCredential).
 *
 * @param path the file
 * @param credential whether systemd gave it
 */
public record SecretFile(Path path, boolean credential) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * Credentials are root's; the service's account reads them by an access control list, whose mask is seen as the
     * group's permission. The folder around them is closed likewise.
     */
    private static final Set<PosixFilePermission> OWNER_AND_MASK =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_READ);

    /** One of ours. */
    public static SecretFile own(Path path) {
        return new SecretFile(path, false);
    }

    /** One of systemd's, in the folder that it names in {@code CREDENTIALS_DIRECTORY}. */
    public static SecretFile credential(Path folder, String name) {
        return new SecretFile(folder.resolve(name), true);
    }

    /**
     * True if nobody but its owner may open it.
     *
     * @throws IOException if that cannot be told
     */
    public boolean isClosed() throws IOException {
        var allowed = Files.getPosixFilePermissions(path);
        return OWNER_ONLY.containsAll(allowed) || (credential && OWNER_AND_MASK.containsAll(allowed));
    }
}
