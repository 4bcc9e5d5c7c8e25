package dev.natsuin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A folder of backups, each named after the second (UTC) in which it was begun. Nothing in it that has another name is
 * ever touched.
 */
final class BackupFolder {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("natsuin-\\d{8}T\\d{6}Z\\.backup");

    private final Path folder;
    private final InstantSource clock;

    BackupFolder(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The file for a backup that begins now; it is not made here. */
    Path next() {
        return folder.resolve("natsuin-" + MOMENT.format(clock.instant()) + ".backup");
    }

    /**
     * Deletes all but the newest.
     *
     * @param made the one that was just made, which is kept whatever the clock said when the others were
     * @param most how many stay, at least one
     * @return those that are gone, oldest first
     */
    List<Path> thin(Path made, int most) throws IOException {
        var others = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var isBackup = NAME.matcher(String.valueOf(file.getFileName())).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                if (isBackup && !file.equals(made)) {
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
}
