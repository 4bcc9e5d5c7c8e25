package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.activation.ReencryptedRows;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.token.TokenAccess;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Gives a server another root key, and another key-encryption key under it (decision 0070): when a custodian leaves, or
 * somebody may have seen {@code vault.key} or enough shares. All service keys are wrapped anew at once, and all rows
 * come under another row key; signers' keys move as they are used.
 *
 * <p>File and database change one after the other: the new file is on the disk before the database's one transaction,
 * and takes the old one's place behind it. Wherever that is cut off, one of the two files opens the database.
 */
final class RootRenewal {
    private static final String NEXT = "vault.key.next";

    private final Sgm.Settings settings;
    private final Path present;
    private final Path next;

    RootRenewal(Sgm.Settings settings) {
        this.settings = settings;
        this.present = settings.folder().resolve(Sgm.VAULT);
        this.next = settings.folder().resolve(NEXT);
    }

    /**
     * The file that opens the database now: {@code vault.key} or what is to take its place, else the credential that
     * systemd gives. Changes nothing: a renewal may be under way.
     */
    SecretFile file() {
        if (Files.exists(next) && opens(next)) {
            return SecretFile.own(next);
        }
        return Files.exists(present)
                ? SecretFile.own(present)
                : settings.credentials()
                        .map(folder -> SecretFile.credential(folder, Sgm.CREDENTIAL))
                        .filter(given -> Files.exists(given.path()))
                        .orElse(SecretFile.own(present));
    }

    private boolean opens(Path file) {
        try (var vault = Vault.open(file, settings.random());
                var view = DatabaseView.open(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations())) {
            return Sgm.unguarded(view, settings.random()).<Boolean>read(rows -> ServiceKeys.belongTo(rows, vault));
        } catch (SgmFault e) {
            return false; // half written, or of a renewal that the database never saw
        }
    }

    /**
     * Does what is left of a renewal that was cut off. Only for whoever alone writes the database, and has opened its
     * keys by {@link #file}: so the other file is of no use to anybody.
     */
    void settle() {
        try {
            if (Files.exists(next)) {
                if (opens(next)) {
                    take();
                } else {
                    Files.delete(next);
                }
            }
        } catch (IOException e) {
            throw new SgmFault("putting the renewed vault.key in its place", e);
        }
    }

    private void take() throws IOException {
        Files.move(next, present, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync();
    }

    /** A file's name is on the disk only with its folder. */
    private void sync() throws IOException {
        try (var folder = FileChannel.open(settings.folder(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /**
     * Renews both, while nothing serves this folder; with a token the key-encryption key, which is made in it: the root
     * is the token's.
     *
     * @return the number of the key-encryption key in use from now on
     * @throws SgmFault if keys, database and vault do not belong together
     * @throws dev.natsuin.sgm.token.TokenAbsent if the token cannot be reached now
     */
    int renew() {
        return settings.token().map(this::renewedIn).orElseGet(this::renewedInSoftware);
    }

    private int renewedIn(TokenAccess token) {
        try (var database = Database.openExisting(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations())) {
            int epoch = Safe.makeKek(settings.rootFile(), token, nextEpoch(database));
            return inOneTransaction(database, (rows, keys, vault) -> {
                var now = now();
                ServiceKeys.addKek(rows, vault, epoch, settings.random(), now);
                return withNewRowKey(rows, keys, vault, epoch, now);
            });
        }
    }

    private int renewedInSoftware() {
        try (var database = Database.openExisting(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations())) {
            int epoch = nextEpoch(database);
            settle();
            try (var made = made()) {
                inOneTransaction(database, (rows, keys, vault) -> {
                    var now = now();
                    ServiceKeys.renew(rows, vault, made, epoch, settings.random(), now);
                    return withNewRowKey(rows, keys, made, epoch, now);
                });
            }
            take();
            return epoch;
        } catch (IOException e) {
            throw new SgmFault("putting the renewed vault.key in its place", e);
        }
    }

    /** Asked once for a renewal: its keys begin when the log says that it was, however long the rows take. */
    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private interface Step {
        int with(Rows rows, ServiceKeys keys, Vault vault);
    }

    /** The number of the next key-encryption key; only looked up. */
    private int nextEpoch(Database database) {
        return opened(
                database,
                (keys, vault, records) -> records.read(rows -> {
                    var told = KekEpochs.of(rows);
                    keys.requireKeksOf(told);
                    return told.next();
                }));
    }

    private int inOneTransaction(Database database, Step step) {
        return opened(database, (keys, vault, records) -> {
            int done = records.write(rows -> step.with(rows, keys, vault));
            records.forgetErased();
            return done;
        });
    }

    private interface Work {
        int with(ServiceKeys keys, Vault vault, Records records);
    }

    private int opened(Database database, Work work) {
        try (var safe = settings.openSafe();
                var keys =
                        Sgm.unguarded(database, settings.random()).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), settings.random())) {
            return work.with(keys, safe.vault(), new SqlRecords(database, guard));
        }
    }

    /** Puts every row under a new row key, and logs what was renewed in a row that is under it as well. */
    private int withNewRowKey(Rows rows, ServiceKeys keys, Vault vault, int epoch, Instant now) {
        try (var before = new RowGuard(keys.rowKey(), settings.random());
                var rowKey = ServiceKeys.renewRowKey(rows, vault, epoch, settings.random(), now);
                var next = new RowGuard(rowKey, settings.random())) {
            var encrypted = new ReencryptedRows(rows, before, next, settings.random());
            return logged(rows.under(next, encrypted), keys, epoch, now);
        }
    }

    private Vault made() throws IOException {
        var octets = new byte[Vault.KEY_SIZE_BYTES];
        settings.random().nextBytes(octets);
        try (var root = Secret.taking(octets)) {
            Vault.put(next, root);
        }
        sync();
        return Vault.open(next, settings.random());
    }

    private int logged(Rows rows, ServiceKeys keys, int epoch, Instant now) {
        var user = rows.chain(Leaf.CONSOLE).map(ChainRow::user).orElseThrow();
        var record = JsonObject.with("type", Leaf.Type.RENEW_KEK.wireName())
                .and("user", user)
                .and(KekEpochs.ROW_KEY, true)
                .build();
        var entry = new SignatureLog.Entry(
                Leaf.Type.RENEW_KEK, now, Leaf.CONSOLE, user, Leaf.CONSOLE, settings.level(), "console", epoch, record);
        new SignatureLog(keys.identityHash(), keys.log(), settings.random()).append(rows, entry);
        return epoch;
    }
}
