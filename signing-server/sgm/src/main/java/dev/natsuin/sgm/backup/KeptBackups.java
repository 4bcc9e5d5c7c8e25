package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The backups of one server in a folder in which each is named after its moment. Nothing in it that has another name,
 * or is not a backup of that server, is ever touched: several servers may share a folder.
 */
public final class KeptBackups {
    private static final Pattern NAME = Pattern.compile("natsuin-\\d{8}T\\d{6}Z\\.backup");

    private KeptBackups() {}

    /**
     * Deletes all but the newest.
     *
     * @param made the one that was just made, which is kept whatever the clock said when the others were
     * @param most how many stay, at least one
     * @return those that are gone, oldest first
     * @throws BackupFault if the one that was made is no backup
     */
    public static List<Path> thin(Path made, int most) throws IOException {
        var server = BackupFile.head(made).server();
        var others = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(
                Objects.requireNonNull(made.toAbsolutePath().getParent()))) {
            for (var file : files) {
                var isNamedSo = NAME.matcher(String.valueOf(file.getFileName())).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                if (isNamedSo && !file.equals(made.toAbsolutePath()) && isOf(server, file)) {
                    others.add(file);
                }
            }
        }
        others.sort(Comparator.naturalOrder());
        var gone = List.copyOf(others.subList(0, Math.max(0, others.size() - (most - 1))));
        for (var file : gone) {
            Files.delete(file);
        }
        return gone;
    }

    /** What cannot be read may be anybody's. */
    private static boolean isOf(Bytes server, Path file) {
        try {
            return BackupFile.head(file).server().equals(server);
        } catch (BackupFault e) {
            return false;
        }
    }
}
