package dev.natsuin.sgm.check;

import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.sgm.backup.BackupNote;
import dev.natsuin.sgm.log.AuthorityRenewals;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a backup is due: one is wanted each day, and at once behind a new identity key, because an older one strands
 * every desk that has followed it (decision 0050), and behind a new key of the authority (decision 0080).
 */
public final class BackupCheck {
    private static final String NAME = "newest-backup";

    /** One each day, and a day in which somebody sees that there was none. */
    private static final Duration DUE_AFTER = Duration.ofDays(2);

    private final Path folder;
    private final Rows rows;

    /**
     * Of the SGM in this folder, over the rows of one transaction.
     *
     * @param folder the SGM's
     */
    public BackupCheck(Path folder, Rows rows) {
        this.folder = folder;
        this.rows = rows;
    }

    /** One line. */
    public Check at(Instant now) {
        try {
            var note = BackupNote.in(folder);
            return note.isPresent() ? of(note.get(), now) : none(now);
        } catch (IOException | Malformed e) {
            return Check.warn(NAME, "what is remembered of the newest backup cannot be read: make another");
        } catch (RowTampered e) {
            return Check.warn(NAME, "the log cannot be read: run verify-log, and keep the newest backup");
        }
    }

    /** A new server, and one that was restored, has a day for its first. */
    private Check none(Instant now) {
        var begun = Epochs.of(rows).current().begun();
        return now.isBefore(begun.plus(DUE_AFTER))
                ? Check.ok(NAME, "none yet, and this server is new: one each day, with natsuin-server backup")
                : Check.warn(NAME, "none was made since " + begun + ": one each day, with natsuin-server backup");
    }

    private Check of(BackupNote note, Instant now) {
        var size = rows.logSize();
        if (note.entries() > size) {
            return Check.fail(
                    NAME,
                    "it holds " + note.entries() + " log entries and the log has " + size
                            + ": somebody put an older sgm.db in place, which is no restore. Keep the directory as it is,"
                            + " and restore the backup");
        }
        var behind = "made " + note.made() + " with " + note.entries() + " log entries, of " + size + " by now";
        if (rows.successions().stream().anyMatch(index -> index >= note.entries())) {
            return Check.warn(
                    NAME,
                    behind
                            + "; it is from before the newest identity key, and restored it would shut out every computer"
                            + " that knows that key: make another now");
        }
        if (AuthorityRenewals.of(rows).stream().anyMatch(renewal -> renewal.index() >= note.entries())) {
            return Check.warn(
                    NAME,
                    behind
                            + "; it is from before the authority's newest key, and restored it could answer for nothing that"
                            + " key certified: make another now");
        }
        var keks = KekEpochs.of(rows);
        if (keks.current() > 1 && !note.made().isAfter(keks.kept().get(keks.current()))) {
            return Check.warn(NAME, behind + "; it opens with the root key of before only: make another now");
        }
        return now.isBefore(note.made().plus(DUE_AFTER))
                ? Check.ok(NAME, behind)
                : Check.warn(NAME, behind + ": one each day, with natsuin-server backup");
    }
}
