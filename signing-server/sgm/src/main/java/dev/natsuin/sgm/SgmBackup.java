package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.backup.BackupFile;
import dev.natsuin.sgm.backup.BackupHead;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
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
import java.time.Instant;
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
     * @throws BackupFault if it cannot be written
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

    private Optional<Bytes> vaultFile(Safe safe) {
        if (safe.token().isEmpty()) {
            return Optional.empty();
        }
        try (var octets = Vault.read(settings.folder().resolve(Sgm.VAULT))) {
            return Optional.of(octets.use(Bytes::of));
        }
    }

    /** Takes out of the copy what no backup holds; gives the SGM's identity hash. */
    private Bytes stripped(Path copy, Vault vault) {
        try (var database = Database.openExisting(copy, Sgm.migrations())) {
            var records = Sgm.unguarded(database, settings.random());
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
     * @param lossAccepted whether it may tell of entries that are lost
     */
    record Newest(Optional<String> checkpoint, boolean lossAccepted) {}

    /**
     * What was restored.
     *
     * @param head what the backup says of itself
     * @param entries how many log entries it held
     * @param lost how many entries there were beyond them, as far as known
     * @param epoch the number of the log's epoch that begins
     * @param sap whether the SAP's database was in it
     */
    record Restored(BackupHead head, long entries, long lost, int epoch, boolean sap) {}

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
                return new SqlRecords(database, guard).write(rows -> newEpoch(rows, keys, head, newest, now, sap));
            }
        }
    }

    private Restored newEpoch(Rows rows, ServiceKeys keys, BackupHead head, Newest newest, Instant now, boolean sap) {
        var before = Epochs.of(rows);
        var oldKey = before.current().key();
        var origin = Checkpoint.originOf(keys.identityHash());
        var log = SignatureLog.beginning(keys.identityHash(), keys.log(), settings.random(), oldKey);
        var own = log.checkpoint(rows);
        var kept = Checkpoint.open(own, origin, oldKey)
                .orElseThrow(() -> new BackupFault("The backup's log is not signed by its own key."));
        var known = newest.checkpoint().map(note -> known(note, origin, oldKey, kept));
        var lost = known.map(k -> k.size() - kept.size()).orElse(0L);
        if (lost > 0 && !newest.lossAccepted()) {
            throw new BackupFault("The checkpoint tells of " + lost + " log entries that the backup does not have. "
                    + "Find a newer backup; if there is none, say --accept-loss: the log then names the gap, and what"
                    + " was removed, locked or counted in it is as it was in the backup.");
        }
        var record = JsonObject.with("type", Leaf.Type.RESTORE.wireName())
                .and("user", consoleUser(rows))
                .and("epoch", before.number() + 1)
                .and("previousLogKey", oldKey.encoded())
                .and("logKey", keys.log().publicKey().encoded())
                .and("backup", own)
                .and("known", newest.checkpoint().orElse(own))
                .build();
        var entry = new SignatureLog.Entry(
                Leaf.Type.RESTORE,
                now,
                Leaf.CONSOLE,
                consoleUser(rows),
                Leaf.CONSOLE,
                settings.level(),
                "console",
                0,
                record);
        closeOpenCodes(rows);
        rows.requestsWaiting().forEach(request -> rows.put(request.in(RequestRow.State.VOID)));
        log.append(rows, entry);
        return new Restored(head, kept.size(), lost, before.number() + 1, sap);
    }

    /**
     * Which codes were used or killed after the backup it does not tell, so none that it holds opens anything any more,
     * and what waits beside one goes: staff enrols anew whoever had not enrolled. While nobody could, the console's own
     * stays. {@code audit.ImpliedState} expects just this.
     */
    private void closeOpenCodes(Rows rows) {
        var console = consoleUser(rows);
        var spared = rows.staff().stream().anyMatch(person -> canAdmit(rows, person)) ? "" : console;
        rows.people().stream()
                .filter(person -> !person.user().equals(spared))
                .flatMap(person -> rows.invitationsOf(person.user()).stream())
                .forEach(invitation -> close(rows, invitation));
        rows.handedKeysOver(Instant.MAX).forEach(handed -> rows.put(handed.erased()));
    }

    private static void close(Rows rows, InvitationRow invitation) {
        if (invitation.state() == InvitationRow.State.OPEN) {
            rows.put(invitation.killed());
        }
        rows.deviceInvitation(invitation.invitation())
                .filter(beside -> !beside.sealWrap().isEmpty())
                .map(DeviceInvitationRow::erased)
                .ifPresent(rows::put);
    }

    private boolean canAdmit(Rows rows, PersonRow person) {
        var confirms = settings.level() >= Demand.FINGERPRINT_NEEDED_FROM;
        return person.role() == Role.ADMINISTRATOR
                && person.state() == PersonRow.State.ACTIVE
                && rows.devicesOf(person.user()).stream()
                        .anyMatch(device -> !device.isRemoved()
                                && !device.locked()
                                && (!confirms
                                        || rows.confirmation(device.device()).isPresent()));
    }

    private static Checkpoint known(String note, String origin, VerifyingKey oldKey, Checkpoint kept) {
        var known = Checkpoint.open(note, origin, oldKey)
                .orElseThrow(() -> new BackupFault(
                        "The checkpoint given is not one that this server's log signed in the epoch of the backup."));
        if (known.size() < kept.size()) {
            throw new BackupFault("The checkpoint given is older than the backup.");
        }
        if (known.size() == kept.size() && !known.equals(kept)) {
            throw new BackupFault("The checkpoint given and the backup tell of two different logs: one is forged.");
        }
        return known;
    }

    private static String consoleUser(Rows rows) {
        return rows.chain(Leaf.CONSOLE).map(ChainRow::user).orElseThrow();
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
