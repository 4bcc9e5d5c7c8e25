package dev.natsuin.sgm;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.ExportedLog;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.audit.Replay;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.log.TakenEntries;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.ServiceKeys;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Begins the epoch of a restored log behind all that is known of it, and brings the rows there (decisions 0034, 0051).
 *
 * <p>Of a newer log every entry is taken. Of entries that nobody has any more it must be said what becomes of those who
 * may have removed something in them.
 */
final class NewEpoch {
    private final Sgm.Settings settings;
    private final Rows rows;
    private final ServiceKeys keys;
    private final Epochs before;
    private final VerifyingKey oldKey;
    private final String origin;

    /** In the one transaction of the restore, over the rows of a backup. */
    NewEpoch(Sgm.Settings settings, Rows rows, ServiceKeys keys) {
        this.settings = settings;
        this.rows = rows;
        this.keys = keys;
        this.before = Epochs.of(rows);
        this.oldKey = before.current().key();
        this.origin = Checkpoint.originOf(keys.identityHash());
    }

    /**
     * What began.
     *
     * @param kept how many entries the backup had
     * @param taken how many a newer log gave
     * @param lost how many there were beyond that, as far as known
     * @param number the number of the epoch
     * @param keysOfBefore whether the key-encryption key was renewed after the backup, and is the one of before again
     * @param outcome what the restore ended and suspended
     */
    record Begun(long kept, long taken, long lost, int number, boolean keysOfBefore, Replay.Outcome outcome) {}

    /**
     * Begins it.
     *
     * @throws BackupFault if what is known besides does not fit the backup, or nobody said what becomes of what is lost
     */
    Begun at(Instant now, SgmBackup.Newest newest) {
        var log = SignatureLog.beginning(keys.identityHash(), keys.log(), settings.random(), oldKey);
        var kept = opened(log.checkpoint(rows), "The backup's log is not signed by its own key.");
        var known = newest.checkpoint().map(note -> known(note, kept));
        var replay = new Replay(rows, keys.identities(), before);
        try {
            replay.readKept();
        } catch (Malformed e) {
            throw new BackupFault("The backup opens, and is not whole: " + e.getMessage(), e);
        }
        newest.log().ifPresent(file -> take(file, kept, known, replay));
        var note = log.checkpoint(rows);
        var end = opened(note, "The log given is not signed by its own key.");
        var lost = known.map(checkpoint -> Math.max(0, checkpoint.size() - end.size()))
                .orElse(0L);
        var beyond = lost > 0 ? newest.checkpoint().orElse(note) : note;
        var outcome = restored(log, replay, newest, lost, record(note, beyond, kept, end), now);
        var keysOfBefore = KekEpochs.of(rows).areOfBeforeRenewal();
        return new Begun(kept.size(), end.size() - kept.size(), lost, before.number() + 1, keysOfBefore, outcome);
    }

    private Checkpoint opened(String note, String otherwise) {
        return Checkpoint.open(note, origin, oldKey).orElseThrow(() -> new BackupFault(otherwise));
    }

    private Checkpoint known(String note, Checkpoint kept) {
        var known = opened(
                note, "The checkpoint given is not one that this server's log signed in the epoch of the backup.");
        if (known.size() < kept.size()) {
            throw new BackupFault("The checkpoint given is older than the backup.");
        }
        if (known.size() == kept.size() && !known.equals(kept)) {
            throw new BackupFault("The checkpoint given and the backup tell of two different logs: one is forged.");
        }
        return known;
    }

    // The newer log.

    private void take(Path file, Checkpoint kept, Optional<Checkpoint> known, Replay replay) {
        var agreeing = new ArrayList<>(List.of(kept));
        known.ifPresent(agreeing::add);
        var taking = new TakenEntries(rows, kept.size(), agreeing, (row, leaf) -> {
            if (leaf.type() == Leaf.Type.RENEW_IDENTITY) {
                throw identityLost(leaf);
            }
            if (leaf.type() == Leaf.Type.RENEW_CA) {
                throw authorityLost(leaf);
            }
            replay.entry(row, leaf);
        });
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var end = ExportedLog.<IOException, RuntimeException>read(
                    in::read, origin, note -> Checkpoint.open(note, origin, oldKey), taking);
            if (end.checkpoint().size() < kept.size()) {
                throw new BackupFault("The log given is older than the backup: leave --log out.");
            }
            if (!taking.agrees()) {
                throw new BackupFault(
                        "The log given has another past than the backup or the checkpoint: one is forged.");
            }
            if (end.checkpoint().size() > kept.size()) {
                rows.putCheckpoint(end.checkpoint().size(), end.note());
            }
        } catch (ExportedLog.OtherLog e) {
            throw new BackupFault(
                    "The log given is that of another server, or of another epoch than the backup: its checkpoint is not"
                            + " signed by the key of the backup's log.",
                    e);
        } catch (Malformed e) {
            throw new BackupFault(
                    begins(file)
                            ? "The log given was altered, or is not whole: " + e.getMessage() + "."
                            : file.getFileName() + " is no exported log.",
                    e);
        } catch (CharacterCodingException e) {
            throw new BackupFault(
                    begins(file) ? "The log given was altered." : file.getFileName() + " is no exported log.", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean begins(Path file) {
        try (var octets = Files.newInputStream(file)) {
            return ExportedLog.begins(Bytes.of(octets.readNBytes(ExportedLog.BEGINNING_SIZE_BYTES)));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BackupFault unreadable(Path file, IOException why) {
        return new BackupFault("The log " + file.getFileName() + " cannot be read.", why);
    }

    /** The private half of the key that the desks follow now is in no backup that is older than it. */
    private static BackupFault identityLost(Leaf renewal) {
        return new BackupFault("The log given tells of a new identity key of the key module, of " + renewal.time()
                + ", that this backup does not have. Desks that know the new one refuse the one in this backup. Restore a"
                + " backup that was made after that. If there is none, leave --log out: then every desk that was used since"
                + " has to be enrolled anew.");
    }

    /** Nobody could answer for what that key certified, and its private half is in no backup that is older than it. */
    private static BackupFault authorityLost(Leaf renewal) {
        return new BackupFault("The log given tells of a new key of the certification authority, of " + renewal.time()
                + ", that this backup does not have. Restore a backup that was made after that. If there is none, leave"
                + " --log out: then what was certified with that key can be verified by nobody, and its signers renew"
                + " their certificates.");
    }

    // The entry of the restore, and the rows.

    private JsonObject.Builder record(String note, String beyond, Checkpoint kept, Checkpoint end) {
        var record = JsonObject.with("type", Leaf.Type.RESTORE.wireName())
                .and("user", consoleUser())
                .and("epoch", before.number() + 1)
                .and("previousLogKey", oldKey.encoded())
                .and("logKey", keys.log().publicKey().encoded())
                .and("backup", note)
                .and("known", beyond);
        return end.size() > kept.size() ? record.and("taken", kept.size()) : record;
    }

    private Replay.Outcome restored(
            SignatureLog log,
            Replay replay,
            SgmBackup.Newest newest,
            long lost,
            JsonObject.Builder record,
            Instant now) {
        var somebodyAdmitted = replay.somebodyAdmits(settings.level());
        var administrator = newest.administrator()
                .map(fingerprint -> replay.administratorsDevice(fingerprint, settings.level())
                        .orElseThrow(
                                () -> new BackupFault("No administrator who can act has a device with the fingerprint "
                                        + fingerprint + " that opens after this restore.")));
        if (lost > 0) {
            record.and("lost", requireDecision(newest, lost));
        }
        administrator.ifPresent(device -> record.and("administrator", device));
        log.append(rows, entry(record.build(), now));
        try {
            replay.restored(rows.logRow(rows.logSize() - 1));
        } catch (Malformed e) {
            throw new BackupFault("The restore does not fit the log: " + e.getMessage() + ".", e);
        }
        if (somebodyAdmitted && !replay.somebodyAdmits(settings.level())) {
            throw new BackupFault(
                    "Nobody could administrate the server after this: every administrator would be suspended, or has only"
                            + " devices that nothing opens any more. Name one by the fingerprint of a device that was there"
                            + " at the time of the backup (--administrator), or leave --log out.");
        }
        return replay.write();
    }

    private static String requireDecision(SgmBackup.Newest newest, long lost) {
        if (newest.lossAccepted()) {
            return Replay.LOST_ACCEPTED;
        }
        if (newest.administrator().isPresent()) {
            return Replay.LOST_SUSPENDED;
        }
        throw new BackupFault(
                "The checkpoint tells of " + lost + " log entries that nobody gave. What was removed, locked or"
                        + " counted in them would be as it was before. Best: --log with an auditor's newer export, or a newer backup."
                        + " If there is none: --administrator F suspends everybody but the administrator with that device, until"
                        + " staff resumes them one by one; --accept-loss lets everybody go on. The log names the gap either way.");
    }

    private SignatureLog.Entry entry(JsonObject record, Instant now) {
        return new SignatureLog.Entry(
                Leaf.Type.RESTORE,
                now,
                Leaf.CONSOLE,
                consoleUser(),
                Leaf.CONSOLE,
                settings.level(),
                "console",
                0,
                record);
    }

    private String consoleUser() {
        return rows.chain(Leaf.CONSOLE).map(ChainRow::user).orElseThrow();
    }
}
