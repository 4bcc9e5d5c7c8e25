package dev.natsuin.sgm;

import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.link.side.SideContext.Typing;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.backup.BackupFile;
import dev.natsuin.sgm.backup.BackupHead;
import dev.natsuin.sgm.backup.BackupNote;
import dev.natsuin.sgm.backup.KeptBackups;
import dev.natsuin.sgm.backup.Share;
import dev.natsuin.sgm.backup.ShareFault;
import dev.natsuin.sgm.backup.ShareSheet;
import dev.natsuin.sgm.backup.Splitting;
import dev.natsuin.sgm.certificate.AuthorityAlgorithm;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.check.RowChecks;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backup, restore, the dividing of the root key and the renewal of keys, with whoever is at the console of the SGM's
 * machine.
 */
final class Ceremonies {
    private final SideContext context;
    private final Sgm.Settings settings;

    Ceremonies(SideContext context, Sgm.Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Does one; arguments are {@code name=value}, as the launcher gives them. */
    int run(String command, List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var argument : arguments) {
            var at = argument.indexOf('=');
            if (at < 0 || given.put(argument.substring(0, at), argument.substring(at + 1)) != null) {
                return ExitCode.USAGE;
            }
        }
        return switch (command) {
            case "backup-copy" -> backupCopy(Path.of(given.get("in")));
            case "backup" -> backup(given);
            case "restore" -> restore(given);
            case "kek-split" ->
                split(
                        Integer.parseInt(given.get("needed")),
                        Integer.parseInt(given.get("shares")),
                        given.containsKey("dark"));
            case "kek-join" -> join(typing(given));
            case "kek-renew" -> renew();
            case "ca-renew" ->
                AuthorityAlgorithm.byName(given.getOrDefault("algorithm", ""))
                        .map(this::renewAuthority)
                        .orElse(ExitCode.USAGE);
            default -> ExitCode.USAGE;
        };
    }

    // Backup and restore.

    private int backupCopy(Path temporary) {
        new SgmBackup(settings).copy(temporary);
        return ExitCode.DONE;
    }

    private int backup(Map<String, String> given) {
        var target = Path.of(given.get("to"));
        var entries = new SgmBackup(settings)
                .backup(
                        target,
                        file(Path.of(given.get("config"))),
                        Optional.ofNullable(given.get("sap")).map(Path::of),
                        Path.of(given.get("in")));
        context.out().println("backup " + target + " with " + entries + " log entries");
        remember(new BackupNote(settings.clock().instant().truncatedTo(ChronoUnit.SECONDS), entries));
        if (settings.token().isEmpty()) {
            context.err()
                    .println("It opens with this server's vault.key, or with the shares of 'kek split'. Keep neither"
                            + " beside it.");
        } else {
            context.err().println("It opens with this server's token.");
        }
        Optional.ofNullable(given.get("keep")).map(Integer::parseInt).ifPresent(most -> thin(target, most));
        return ExitCode.DONE;
    }

    private void thin(Path made, int most) {
        try {
            KeptBackups.thin(made, most)
                    .forEach(gone -> context.out().println("Deleted, as newer ones are there: " + gone));
        } catch (IOException e) {
            throw new UncheckedIOException("the backup is made, but older ones cannot be deleted", e);
        }
    }

    private void remember(BackupNote note) {
        try {
            note.keep(settings.folder());
        } catch (IOException e) {
            context.err()
                    .println("The backup is made. That it was could not be noted, so self-check will not know of it.");
        }
    }

    private static Bytes file(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BackupFault("The file " + file.getFileName() + " cannot be read.", e);
        }
    }

    private int restore(Map<String, String> given) {
        var newest = new SgmBackup.Newest(
                Optional.ofNullable(given.get("checkpoint"))
                        .map(Path::of)
                        .map(Ceremonies::file)
                        .map(Bytes::toUtf8),
                Optional.ofNullable(given.get("log")).map(Path::of),
                given.containsKey("accept-loss"),
                Optional.ofNullable(given.get("administrator")).map(Ceremonies::fingerprint));
        var backup = Path.of(given.get("from"));
        var head = BackupFile.head(backup);
        requireStore(head);
        try (var key =
                vaultKey(head, Optional.ofNullable(given.get("vault-key")).map(Path::of), typing(given))) {
            makeFolder();
            var restored =
                    new SgmBackup(settings.at(level(head))).restore(backup, key, newest, Path.of(given.get("sap")));
            finish(restored);
            say(restored);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new BackupFault("The folder of the restored server cannot be written.", e);
        }
    }

    /** What it declared when the backup was made, which counts for who can administrate it. */
    private static int level(BackupHead head) {
        try {
            var level = JsonObject.lenient(head.config()).reader().optionalCount("level");
            return Math.max(1, Math.min(Demand.HIGHEST, level.orElse(1)));
        } catch (Malformed e) {
            throw new BackupFault("The configuration in the backup cannot be read.", e);
        }
    }

    private static String fingerprint(String typed) {
        try {
            return Fingerprint.read(typed);
        } catch (Malformed e) {
            throw new BackupFault("A fingerprint has 16 letters and digits in four groups: XXXX-XXXX-XXXX-XXXX.", e);
        }
    }

    private void requireStore(BackupHead head) {
        if (head.vaultFile().isPresent() != settings.token().isPresent()) {
            throw new BackupFault(
                    head.vaultFile().isPresent()
                            ? "The backup is of a server with its keys in a token: give --store pkcs11 with the token that"
                                    + " holds them, or its maker's copy of it."
                            : "The backup is of a server with its keys in software: leave --store out.");
        }
    }

    /** With a token it stands in the backup, and opens nothing without the token. */
    private Secret vaultKey(BackupHead head, Optional<Path> file, Typing typing) {
        if (head.vaultFile().isPresent()) {
            return Secret.taking(head.vaultFile().get().toArray());
        }
        return file.map(SecretFile::own).map(Vault::read).orElseGet(() -> {
            var shares = askedShares(typing);
            try {
                requireFor(shares, Splitting.Opens.VAULT);
                return Splitting.join(shares);
            } finally {
                shares.forEach(Share::close);
            }
        });
    }

    private static void requireFor(List<Share> shares, Splitting.Opens what) {
        if (shares.stream().anyMatch(share -> share.splitting().opens() != what)) {
            throw new BackupFault("These shares are of a key in a token, and this server keeps its keys in software.");
        }
    }

    private void makeFolder() throws IOException {
        SgmSide.makeFolder(settings.folder());
        LinkKeyMaker.create(
                context.linkFolder(), LinkFiles.PRESENT, context.clock().instant(), context.random());
    }

    /** The configuration and the identity come last: a folder without them is no server. */
    private void finish(SgmBackup.Restored restored) throws IOException {
        Files.writeString(
                context.linkFolder().resolve("sgm-identity.hash"),
                restored.head().server().toHex() + "\n",
                StandardOpenOption.CREATE_NEW);
        var file = context.data().resolve(ConfigFile.NAME);
        Files.write(
                file,
                restored.head().config().toArray(),
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.CREATE);
        var here = context.config().token();
        if (here.isPresent()) {
            ConfigFile.write(ConfigFile.read(file).config().withToken(here.get()), context.data());
        }
    }

    private void say(SgmBackup.Restored restored) {
        var out = context.out();
        out.println("restored the server " + restored.head().server().toHex());
        var epoch = restored.epoch();
        out.println("backup of " + restored.head().made() + " with " + epoch.kept() + " log entries");
        if (epoch.taken() > 0) {
            out.println(
                    "later log entries taken from the newer log: " + epoch.taken() + "; what ended in them has ended");
        }
        var shown = Sgm.shownLog(settings);
        out.println("epoch " + epoch.number() + " of the log begins; fingerprint of its key: " + shown.fingerprint());
        out.println(
                "identity key number " + shown.identityNumber() + "; its fingerprint: " + shown.identityFingerprint());
        if (epoch.lost() > 0) {
            out.println("later log entries lost: " + epoch.lost() + "; the log names the gap");
        }
        epoch.outcome().keys().forEach(id -> out.println("lost key " + id + ": its certificate is revoked"));
        epoch.outcome().devices().forEach(id -> out.println("lost device " + id + ": removed; its person enrols anew"));
        epoch.outcome().suspended().forEach(id -> out.println("suspended " + id + ": until staff resumes them"));
        if (!restored.sap()) {
            out.println("the backup holds no database of the SAP");
        }
        var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        if (RowChecks.isLongSilence(restored.head().made(), now)) {
            out.println("the restore is logged as of " + now + ": if this clock is ahead, delete the new directory, set"
                    + " the clock right and restore again, before it serves");
        }
        if (epoch.keysOfBefore()) {
            out.println(
                    "the keys were renewed after the backup, and are those of before again: if somebody was to be kept"
                            + " out by that, renew them once more (kek renew)");
        }
        context.err()
                .println("Everybody's desk is told that the log goes on from this backup. Orders made before now are"
                        + " refused. Let no copy of the old server run again.");
    }

    // The root key.

    private int split(int needed, int shares, boolean onDark) {
        if (settings.token().isPresent()) {
            context.err()
                    .println(
                            "This server's root key is in its token and does not leave it. Nothing was printed. Back the"
                                    + " token up with its maker's tool.");
            return ExitCode.REFUSED;
        }
        try (var safe = settings.openSafe();
                var view = DatabaseView.open(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations());
                var keys = Sgm.unguarded(view, settings.random()).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var key = Vault.read(settings.rootFile())) {
            var sheet = new ShareSheet(onDark);
            var made =
                    Splitting.split(Splitting.Opens.VAULT, keys.identityHash(), key, needed, shares, settings.random());
            try {
                made.forEach(share -> context.out().print(sheet.page(share, shares)));
                context.out().flush();
            } finally {
                made.forEach(Share::close);
            }
        }
        context.err()
                .println(
                        "Each page is for one custodian. Nothing was written to a file. Rehearse with: natsuin-server kek"
                                + " join --data DIR");
        return ExitCode.DONE;
    }

    private int renewAuthority(AuthorityAlgorithm algorithm) {
        CertificateAuthority.Successor made;
        try {
            new ClockQuestion(context, settings).ask();
            made = new AuthorityRenewal(settings).renew(algorithm);
        } catch (StorageFault e) {
            if (e.kind() != StorageFault.Kind.BUSY) {
                throw e;
            }
            context.err()
                    .println("The server is running, and alone writes its log. Nothing was changed. Stop it, renew the"
                            + " authority's key, and start it again.");
            return ExitCode.REFUSED;
        }
        context.out()
                .println("The certification authority has key " + made.number() + " (" + algorithm.wireName()
                        + ", identifier " + made.keyIdentifier().toHex() + "). The log has it.");
        context.out().println("Its certificate, for whoever believes the authority by a file: " + made.file());
        context.err()
                .println("Make a backup now: an older one does not have this key. Who believes the authority's former"
                        + " certificate believes what is certified from now on as well, until " + made.linkedUntil()
                        + ". Signers get a certificate of the new key when they renew theirs.");
        return ExitCode.DONE;
    }

    private int renew() {
        int epoch;
        try {
            new ClockQuestion(context, settings).ask();
            epoch = new RootRenewal(settings).renew();
        } catch (StorageFault e) {
            if (e.kind() != StorageFault.Kind.BUSY) {
                throw e;
            }
            context.err()
                    .println(
                            "The server is running, and alone writes its log. Nothing was changed. Stop it, renew the keys,"
                                    + " and start it again.");
            return ExitCode.REFUSED;
        }
        if (settings.token().isPresent()) {
            context.out()
                    .println("The server's token has key-encryption key " + epoch
                            + ", and the rows another key. The log has it.");
            context.err()
                    .println(
                            "Keys that are made from now on lie under it. Those of before stay under theirs: the token lets"
                                    + " none out again. Back the token up now, with its maker's tool, and the server.");
            return ExitCode.DONE;
        }
        context.out()
                .println("The server has another root key, another row key, and key-encryption key " + epoch
                        + ". The log has it.");
        context.err()
                .println(
                        "From now on vault.key and shares of before open nothing that is made here; backups of before open"
                                + " with them only. Make shares (kek split) and a backup now. Signers' keys move when they sign"
                                + " next; self-check says how many are left.");
        return ExitCode.DONE;
    }

    private int join(Typing typing) {
        var shares = askedShares(typing);
        try (var key = Splitting.join(shares)) {
            requireFor(shares, Splitting.Opens.VAULT);
            return Files.exists(settings.rootFile().path()) ? rehearsed(key) : putBack(key);
        } finally {
            shares.forEach(Share::close);
        }
    }

    private int rehearsed(Secret key) {
        try (var kept = Vault.read(settings.rootFile())) {
            if (kept.matches(key)) {
                context.out().println("These shares give this server's key. Nothing was changed.");
                return ExitCode.DONE;
            }
            context.err().println("These shares give a key, and not this server's. Nothing was changed.");
            return ExitCode.FAILED;
        }
    }

    /** A lost key file comes back, if the key is the database's. */
    private int putBack(Secret key) {
        var file = settings.folder().resolve(Sgm.VAULT);
        var right = false;
        Vault.put(file, key);
        try (var safe = settings.openSafe();
                var view = DatabaseView.open(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations())) {
            Sgm.unguarded(view, settings.random())
                    .read(rows -> ServiceKeys.open(rows, safe.vault()))
                    .close();
            right = true;
        } finally {
            if (!right) {
                delete(file);
            }
        }
        context.out().println("vault.key was missing; it is back, and opens this server's database.");
        return ExitCode.DONE;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BackupFault("vault.key does not open this server, and cannot be deleted: delete it.", e);
        }
    }

    /** Each custodian's share is their own: a terminal that showed one would keep it for the next, and for good. */
    private static Typing typing(Map<String, String> given) {
        return given.containsKey("show-typing") ? Typing.SHOWN : Typing.HIDDEN;
    }

    /** Asks until enough are there; a mistyped one can be typed again, at a terminal and in a pipe alike. */
    private List<Share> askedShares(Typing typing) {
        var shares = new ArrayList<Share>();
        while (shares.isEmpty() || shares.size() < shares.get(0).splitting().needed()) {
            var typed = context.secretLine("Share " + (shares.size() + 1) + ": ", typing);
            if (typed.isEmpty()) {
                break;
            }
            try (var text = typed.get()) {
                if (text.size() > 0) {
                    take(Share.read(text), shares);
                }
            } catch (ShareFault e) {
                context.err().println(e.getMessage());
            }
        }
        return shares;
    }

    private void take(Share share, List<Share> shares) {
        try {
            if (!shares.isEmpty()) {
                Splitting.requireTogether(shares.get(0), share);
            }
        } catch (ShareFault e) {
            share.close();
            throw e;
        }
        if (shares.stream().anyMatch(s -> s.number() == share.number())) {
            context.err().println("Share " + share.number() + " is there already.");
            share.close();
            return;
        }
        shares.add(share);
        context.err()
                .println("Share " + share.number() + " of the splitting "
                        + share.splitting().name().toHex() + ": " + shares.size() + " of "
                        + share.splitting().needed());
    }
}
