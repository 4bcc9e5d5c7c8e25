package dev.natsuin.sap.check;

import dev.natsuin.link.side.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * What a SAP on a machine of its own remembers of the newest copy that was made of its database: the SGM's backups do
 * not hold it, and without one no desk goes on once that machine is lost. Nothing but a line of {@code self-check}
 * rests on it.
 */
public final class NewestCopy {
    private static final String NAME = "newest-copy";
    private static final String FILE = "newest-copy.txt";

    /** One each day, and a day in which somebody sees that there was none. */
    private static final Duration DUE_AFTER = Duration.ofDays(2);

    private final Path sap;

    /** Of the SAP in this folder. */
    public NewestCopy(Path sap) {
        this.sap = sap;
    }

    /**
     * Remembers one that was made now, in the place of the one before.
     *
     * @throws IOException if that cannot be kept; the copy is none the worse
     */
    public void keep(Instant now) throws IOException {
        var beside = sap.resolve(FILE + ".new");
        Files.writeString(beside, now.truncatedTo(ChronoUnit.SECONDS) + "\n");
        Files.move(beside, sap.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** One line; a SAP that was made lately, by this file's date, has a day for its first. */
    Check at(Instant now, Path madeWith) {
        try {
            var file = sap.resolve(FILE);
            if (Files.exists(file)) {
                var made = Instant.parse(Files.readString(file).strip());
                return now.isBefore(made.plus(DUE_AFTER))
                        ? Check.ok(NAME, "made " + made)
                        : Check.warn(NAME, "made " + made + ": one of sap.db each day, with natsuin-server backup");
            }
            var begun =
                    Files.exists(madeWith) ? Files.getLastModifiedTime(madeWith).toInstant() : Instant.EPOCH;
            return now.isBefore(begun.plus(DUE_AFTER))
                    ? Check.ok(
                            NAME, "none of sap.db yet, and this SAP is new: one each day, with natsuin-server backup")
                    : Check.warn(
                            NAME,
                            "none of sap.db was made, and the SGM's backups do not hold it: without one no desk goes on"
                                    + " once this machine is lost. One each day, with natsuin-server backup");
        } catch (IOException | DateTimeParseException e) {
            return Check.warn(NAME, "what is remembered of the newest copy of sap.db cannot be read: make another");
        }
    }
}
