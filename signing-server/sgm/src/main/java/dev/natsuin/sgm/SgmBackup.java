package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.backup.BackupFile;
import dev.natsuin.sgm.backup.BackupHead;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ceremonies of backup and restore (decision 0034).
 *
 * <p>A backup holds one committed state of the database, log and counters in it, without the keys that no backup holds,
 * under a key that only the vault gives. What is restored begins a new epoch of the log.
 */
final class SgmBackup {
    private static final String SGM_PART = "sgm.db";
    private static final String SAP_PART = "sap.db";
    private static final String COPY = "sgm-copy.db";

    private final Sgm.Settings settings;

    SgmBackup(Sgm.Settings settings) {
        this.settings = settings;
    }

    private Path database() {
        return settings.folder().resolve(Sgm.DATABASE);
    }

    private static Secret key(Vault vault, Bytes salt) {
        return vault.derived(Bytes.concat(Bytes.utf8("natsuin-backup-v1|"), salt));
    }

    // Backup.

    /**
     * Copies one committed state of the database, also while another process serves; {@link #backup} deletes the copy.
     *
     * @param temporary a folder that only the owner can read
     */
    void copy(Path temporary) {
        try (var view = DatabaseView.open(database(), Sgm.migrations())) {
            view.copyTo(temporary.resolve(COPY));
        }
    }

    /**
     * Makes a backup of what {@link #copy} copied.
     *
     * @param target the new file
     * @param config the server's configuration
     * @param sap a copy of the SAP's database, younger than that of the SGM's, if it is to go in
     * @param temporary where the copy is
     * @return how many log entries it holds
     * @throws BackupFault if it cannot be written, or the server's keys were renewed behind the copy
     * @throws SgmFault if keys, database and vault do not belong together
     */
    long backup(Path target, Bytes config, Optional<Path> sap, Path temporary) {
        var copy = temporary.resolve(COPY);
        try (var safe = settings.openSafe()) {
            var identityHash = stripped(copy, safe.vault());
            var parts = new LinkedHashMap<String, Path>();
            parts.put(SGM_PART, copy);
            sap.ifPresent(file -> parts.put(SAP_PART, file));
            var salt = new byte[32];
            settings.random().nextBytes(salt);
            var head = new BackupHead(
                    identityHash,
                    settings.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                    Bytes.of(salt),
                    config,
                    vaultFile(safe));
            try (var key = key(safe.vault(), head.salt())) {
                BackupFile.write(target, head, key, parts);
            }
            return size(copy);
        } finally {
            delete(copy);
        }
    }

    /**
     * The copy is older than the vault that was opened: where the root was renewed in between, it opens nothing there.
     */
    private void requireSameRoot(Records copied, Vault vault) {
        if (!belongs(copied, vault) && belongsHere(vault)) {
            throw new BackupFault(
                    "The server's keys were renewed while the backup was made. Nothing was written: make it again.");
        }
    }

    private static boolean belongs(Records records, Vault vault) {
        return records.<Boolean>read(rows -> ServiceKeys.belongTo(rows, vault));
    }

    private boolean belongsHere(Vault vault) {
        try (var view = DatabaseView.open(database(), Sgm.migrations())) {
            return belongs(Sgm.unguarded(view, settings.random()), vault);
        }
    }

    private Optional<Bytes> vaultFile(Safe safe) {
        if (safe.token().isEmpty()) {
            return Optional.empty();
        }
        try (var octets = Vault.read(settings.rootFile())) {
            return Optional.of(octets.use(Bytes::of));
        }
    }

    /** Takes out of the copy what no backup holds; gives the SGM's identity hash. */
    private Bytes stripped(Path copy, Vault vault) {
        try (var database = Database.openExisting(copy, Sgm.migrations())) {
            var records = Sgm.unguarded(database, settings.random());
            requireSameRoot(records, vault);
            try (var keys = records.read(rows -> ServiceKeys.open(rows, vault))) {
                records.write(rows -> {
                    ServiceKeys.eraseWhatNoBackupHolds(rows);
                    return rows.logSize();
                });
                return keys.identityHash();
            }
        }
    }

    private long size(Path copy) {
        try (var view = DatabaseView.open(copy, Sgm.migrations())) {
            return Sgm.unguarded(view, settings.random()).read(Rows::logSize);
        }
    }

    private static void delete(Path copy) {
        for (var name : List.of("", "-wal", "-shm", ".lock")) {
            try {
                Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + name));
            } catch (IOException e) {
                throw new BackupFault("The copy of the database in " + copy.getParent() + " cannot be deleted.", e);
            }
        }
    }

    // Restore.

    /**
     * What is known of the log besides the backup.
     *
     * @param checkpoint the newest signed checkpoint that anybody knows
     * @param log a file with a newer log, as {@link dev.natsuin.protocol.log.ExportedLog} has it
     * @param lossAccepted whether people go on as in the backup though entries are lost
     * @param administrator the fingerprint of a device, as {@link dev.natsuin.protocol.code.Fingerprint#read} gives it:
     *     its person is suspended by no restore, and everybody else is if entries are lost and that is not accepted
     */
    record Newest(
            Optional<String> checkpoint, Optional<Path> log, boolean lossAccepted, Optional<String> administrator) {
        /** With no newer log, and nobody named. */
        Newest(Optional<String> checkpoint, boolean lossAccepted) {
            this(checkpoint, Optional.empty(), lossAccepted, Optional.empty());
        }
    }

    /**
     * What was restored.
     *
     * @param head what the backup says of itself
     * @param epoch the log's epoch that begins, and what that changed
     * @param sap whether the SAP's database was in it
     */
    record Restored(BackupHead head, NewEpoch.Begun epoch, boolean sap) {}

    /**
     * Restores a backup into the empty folder. If it throws, what it made in the folder is deleted.
     *
     * @param vaultKey what {@code vault.key} held; stays the caller's
     * @param sapDatabase where the SAP's database goes
     * @throws BackupFault if the backup is not what this key made, or not whole
     */
    Restored restore(Path backup, Secret vaultKey, Newest newest, Path sapDatabase) {
        var keyFile = settings.folder().resolve(Sgm.VAULT);
        var whole = false;
        Vault.put(keyFile, vaultKey);
        try {
            var restored = extracted(backup, sapDatabase, newest);
            requireWhole();
            whole = true;
            return restored;
        } finally {
            if (!whole) {
                delete(database());
                delete(keyFile);
                delete(sapDatabase);
            }
        }
    }

    private Restored extracted(Path backup, Path sapDatabase, Newest newest) {
        var head = BackupFile.head(backup);
        try (var safe = settings.openSafe()) {
            boolean sap;
            try (var key = key(safe.vault(), head.salt())) {
                var places = Map.of(SGM_PART, database(), SAP_PART, sapDatabase);
                sap = BackupFile.extract(backup, key, places).contains(SAP_PART);
            }
            return begunAnew(head, safe.vault(), newest, sap);
        }
    }

    private Restored begunAnew(BackupHead head, Vault vault, Newest newest, boolean sap) {
        var random = settings.random();
        var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        try (var database = Database.openExisting(database(), Sgm.migrations())) {
            var unguarded = Sgm.unguarded(database, random);
            unguarded.write(rows -> {
                ServiceKeys.putNewLogKey(rows, vault, random, now);
                return now;
            });
            try (var keys = unguarded.read(rows -> ServiceKeys.open(rows, vault));
                    var guard = new RowGuard(keys.rowKey(), random)) {
                if (!keys.identityHash().equals(head.server())) {
                    throw new BackupFault("The backup is of another server than it says.");
                }
                var begun = new SqlRecords(database, guard)
                        .write(rows -> new NewEpoch(settings, rows, keys).at(now, newest));
                return new Restored(head, begun, sap);
            }
        }
    }

    /** Everything is looked at before anybody is served with it. */
    private void requireWhole() {
        var report = Sgm.verifyLog(settings);
        if (!report.faults().isEmpty()) {
            throw new BackupFault("The backup opens, and is not whole: "
                    + String.join(
                            "; ",
                            report.faults()
                                    .subList(0, Math.min(3, report.faults().size()))));
        }
    }
}
