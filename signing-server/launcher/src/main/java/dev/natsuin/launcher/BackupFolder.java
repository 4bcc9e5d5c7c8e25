package dev.natsuin.launcher;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A folder of backups, each named after the second (UTC) in which it was begun. */
final class BackupFolder {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    /** The same for a copy of the database of a SAP alone. */
    Path nextOfSap() {
        return folder.resolve("natsuin-sap-" + MOMENT.format(clock.instant()) + ".db");
    }
}
