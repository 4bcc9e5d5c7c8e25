package dev.natsuin.sgm;

import dev.natsuin.link.LinkHandler;
import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.activation.Activation;
import dev.natsuin.sgm.activation.ActivationWiring;
import dev.natsuin.sgm.activation.WorkRules;
import dev.natsuin.sgm.audit.Audit;
import dev.natsuin.sgm.ceremony.FirstAdministrator;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.certificate.OcspResponder;
import dev.natsuin.sgm.certificate.Publisher;
import dev.natsuin.sgm.certificate.TimestampAuthority;
import dev.natsuin.sgm.check.BackupCheck;
import dev.natsuin.sgm.check.RowChecks;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.door.Door;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.LogVerification;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.SealingKeys;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.token.TokenAccess;
import dev.natsuin.sgm.token.TokenChecks;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.DatabaseView;
import dev.natsuin.storage.Migrations;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signature value generation module, wired: its folder holds {@code vault.key} and {@code sgm.db}.
 *
 * <p>The only place that constructs; everything is closed in the reverse order.
 */
public final class Sgm implements AutoCloseable {
    /** The life of the first administrator's code. */
    public static final Duration FIRST_CODE_LIFE = Duration.ofHours(24);

    /** How long answers are kept for a retry of the same octets (DESIGN §4). */
    public static final Duration ANSWERS_KEPT = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Sgm.class);
    static final String VAULT = "vault.key";

    /** What systemd may give in the place of that file. */
    static final String CREDENTIAL = "natsuin-vault-key";

    static final String DATABASE = "sgm.db";

    private final Clock clock;
    private final int level;
    private final boolean twoPersons;
    private final Database database;
    private final Safe safe;
    private final ServiceKeys serviceKeys;
    private final RowGuard guard;
    private final RowGuard serialNumbers;
    private final SealingKeys sealingKeys;
    private final KeyStore keyStore;
    private final Records records;
    private final SignatureLog log;
    private final CertificateAuthority authority;
    private final Activation activation;
    private final Door door;
    private final ScheduledExecutorService housekeeping;
    private final ScheduledFuture<?> forgetting;
    private final ScheduledFuture<?> erasing;
    private volatile boolean stuck;

    /**
     * What differs between one SGM and another.
     *
     * @param folder its folder
     * @param pkiUrl what certificates say of where the CA's files are
     * @param level the level the server declares
     * @param clock its time
     * @param random its randomness
     * @param rules what counts as long work and how much of it there may be
     * @param token the token that guards its keys; nothing: they are in software
     * @param importRule whether keys that were made elsewhere are taken in
     * @param twoPersons whether two are wanted to admit staff and to begin anew with a person
     * @param experimental which experimental kinds of keys are made
     * @param credentials the folder of what systemd gives this service, if it does
     */
    public record Settings(
            Path folder,
            String pkiUrl,
            int level,
            Clock clock,
            SecureRandom random,
            WorkRules rules,
            Optional<TokenAccess> token,
            ImportRule importRule,
            boolean twoPersons,
            Set<KeyAlgorithm> experimental,
            Optional<Path> credentials) {
        /** With the rules that suit this machine, keys in software, and no imports. */
        public Settings(Path folder, String pkiUrl, int level, Clock clock, SecureRandom random) {
            this(folder, pkiUrl, level, clock, random, WorkRules.ofThisMachine(), Optional.empty());
        }

        /** Without imports and experimental keys, and with two persons at the highest level only. */
        public Settings(
                Path folder,
                String pkiUrl,
                int level,
                Clock clock,
                SecureRandom random,
                WorkRules rules,
                Optional<TokenAccess> token) {
            this(
                    folder,
                    pkiUrl,
                    level,
                    clock,
                    random,
                    rules,
                    token,
                    ImportRule.FORBIDDEN,
                    level == Demand.HIGHEST,
                    Set.of(),
                    Optional.empty());
        }

        /** The same, of a server that declares this level. */
        Settings at(int declared) {
            return new Settings(
                    folder,
                    pkiUrl,
                    declared,
                    clock,
                    random,
                    rules,
                    token,
                    importRule,
                    declared == Demand.HIGHEST,
                    experimental,
                    credentials);
        }

        Safe openSafe() {
            return Safe.open(rootFile(), token, random);
        }

        /** The file that opens this server: {@code vault.key}, unless its renewal was cut off before the last step. */
        SecretFile rootFile() {
            return new RootRenewal(this).file();
        }
    }

    /**
     * Makes a new SGM in an empty folder, and the first administrator's invitation.
     *
     * @param url the address that goes into the code
     * @return the code, once; the caller hands it over and closes it
     * @throws SgmFault if the folder already holds one
     */
    public static EnrolmentCode init(Settings settings, String url) {
        return init(settings, url, code -> {});
    }

    /** What hands the first administrator's code over. */
    @FunctionalInterface
    interface Handing {
        /** Where this fails, the server does not come to be. */
        void over(EnrolmentCode code);
    }

    /** The same, and hands the code over before the server counts as made. */
    static EnrolmentCode init(Settings settings, String url, Handing handing) {
        var random = settings.random();
        var made = false;
        try (var safe = Safe.create(settings.folder().resolve(VAULT), settings.token(), random)) {
            try {
                var code = init(settings, url, safe.vault());
                made = handed(code, handing);
                return code;
            } finally {
                if (!made) {
                    safe.discard();
                }
            }
        }
    }

    private static boolean handed(EnrolmentCode code, Handing handing) {
        var handed = false;
        try {
            handing.over(code);
            handed = true;
            return true;
        } finally {
            if (!handed) {
                code.close();
            }
        }
    }

    /**
     * Destroys the keys in the token that an {@link #init} made in a folder and that was cut off.
     *
     * @return how many there were
     */
    static int unmakeKeys(Settings settings) {
        var file = settings.folder().resolve(VAULT);
        if (settings.token().isEmpty() || !isWhole(file)) {
            return 0;
        }
        return Safe.unmake(file, settings.token().get());
    }

    /** Before it is, no key is made. */
    private static boolean isWhole(Path vaultFile) {
        try {
            return Files.exists(vaultFile) && Files.size(vaultFile) == Vault.KEY_SIZE_BYTES;
        } catch (IOException e) {
            throw new SgmFault("reading the vault's key file " + VAULT, e);
        }
    }

    private static EnrolmentCode init(Settings settings, String url, Vault vault) {
        var random = settings.random();
        var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        try (var keys = ServiceKeys.create(random);
                var guard = new RowGuard(keys.rowKey(), random);
                var database = Database.open(settings.folder().resolve(DATABASE), migrations())) {
            var secret = new byte[EnrolmentSecretHash.SECRET_SIZE_BYTES];
            random.nextBytes(secret);
            var code = new EnrolmentCode(
                    keys.identityHash(), Ids.newPersonId(random), Ids.newPersonId(random), url, Secret.taking(secret));
            new SqlRecords(database, guard).write(rows -> {
                keys.store(rows, vault, now);
                CertificateAuthority.create(rows, vault, keys.identityHash(), now, random);
                invite(rows, code, now);
                var log = new SignatureLog(keys.identityHash(), keys.log(), random);
                return log.append(rows, firstEntry(keys, code, now));
            });
            return code;
        }
    }

    private static void invite(Rows rows, EnrolmentCode code, Instant now) {
        rows.put(new PersonRow(
                code.user(),
                Role.ADMINISTRATOR,
                PersonRow.State.INVITED,
                Optional.empty(),
                Optional.empty(),
                3,
                Leaf.CONSOLE,
                now));
        rows.put(new InvitationRow(
                code.invitation(),
                code.user(),
                EnrolmentSecretHash.of(code.secret()),
                now.plus(FIRST_CODE_LIFE),
                0,
                InvitationRow.State.OPEN));
    }

    private static SignatureLog.Entry firstEntry(ServiceKeys keys, EnrolmentCode code, Instant now) {
        var record = JsonObject.with("type", Leaf.Type.INIT.wireName())
                .and("user", code.user())
                .and("identityKey", keys.identity().key().encoded())
                .and("logKey", keys.log().publicKey().encoded())
                .build();
        return new SignatureLog.Entry(
                Leaf.Type.INIT, now, Leaf.CONSOLE, code.user(), Leaf.CONSOLE, 1, "console", 1, record);
    }

    static Migrations migrations() {
        return Migrations.of(Sgm.class, "sgm");
    }

    /**
     * Opens an SGM that {@link #init} made.
     *
     * @throws SgmFault if its keys, database and vault do not belong together, or its clock is behind its log
     * @throws dev.natsuin.sgm.token.TokenAbsent if its token cannot be reached now
     */
    public static Sgm open(Settings settings) {
        var safe = settings.openSafe();
        var sound = false;
        try {
            var database = Database.openExisting(settings.folder().resolve(DATABASE), migrations());
            try {
                var sgm = new Sgm(settings, safe, database);
                sound = true;
                return sgm;
            } finally {
                if (!sound) {
                    database.close();
                }
            }
        } finally {
            if (!sound) {
                safe.close();
            }
        }
    }

    private Sgm(Settings settings, Safe safe, Database database) {
        var random = settings.random();
        this.clock = settings.clock();
        this.level = settings.level();
        this.twoPersons = settings.twoPersons();
        this.safe = safe;
        var vault = safe.vault();
        this.database = database;
        serviceKeys = unguarded(database, random).read(rows -> ServiceKeys.open(rows, vault));
        new RootRenewal(settings).settle();
        guard = new RowGuard(serviceKeys.rowKey(), random);
        serialNumbers = new RowGuard(serviceKeys.serialNumberKey(), random);
        records = new SqlRecords(database, guard);
        sealingKeys = new SealingKeys(records, vault, serviceKeys, random);
        requireKeks();
        keyStore = safe.keyStore(serviceKeys.copyKeks());
        log = new SignatureLog(serviceKeys.identityHash(), serviceKeys.log(), random);
        authority =
                records.read(rows -> CertificateAuthority.open(rows, vault, settings.pkiUrl(), serialNumbers, random));
        requireClockAheadOfLog();
        activation = new ActivationWiring(
                        clock,
                        records,
                        guard,
                        serviceKeys,
                        vault,
                        sealingKeys,
                        log,
                        keyStore,
                        authority,
                        random,
                        settings.level(),
                        settings.rules(),
                        settings.importRule(),
                        settings.twoPersons(),
                        settings.experimental())
                .activation();
        door = new Door(
                clock,
                records,
                serviceKeys,
                sealingKeys,
                log,
                new Publisher(
                        authority,
                        new OcspResponder(records, vault, authority, random),
                        new TimestampAuthority(records, vault, authority, random)),
                activation);
        everyDay();
        erasePassed();
        housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "sgm-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        forgetting = housekeeping.scheduleWithFixedDelay(this::everyDay, 1, 1, TimeUnit.DAYS);
        erasing = housekeeping.scheduleWithFixedDelay(this::erasePassed, 1, 1, TimeUnit.MINUTES);
    }

    /**
     * Rows under a key nobody keeps: good for service keys, which the vault itself protects; all others are refused.
     */
    static Records unguarded(Database database, SecureRandom random) {
        return new SqlRecords(database, nobodysGuard(random));
    }

    private static RowGuard nobodysGuard(SecureRandom random) {
        var octets = new byte[32];
        random.nextBytes(octets);
        try (var nobodys = Secret.taking(octets)) {
            return new RowGuard(nobodys, random);
        }
    }

    /** The key-encryption keys are those that the log tells of; one that no key needs any more is erased. */
    private void requireKeks() {
        try {
            serviceKeys.requireKeksOf(records.read(KekEpochs::of));
        } catch (RowTampered e) {
            throw new SgmFault(
                    "opening the key-encryption key: the log's entries of such keys cannot be read: " + e.getMessage(),
                    e);
        }
        if (serviceKeys.hasEarlierKeks()) {
            records.write(rows -> {
                serviceKeys.eraseKeksNobodyNeeds(rows);
                return rows.logSize();
            });
        }
    }

    /** A fault now must not end it for the days to come. */
    private void everyDay() {
        forgetOldAnswers();
        try {
            authority
                    .renewIfDue(records, clock.instant())
                    .ifPresent(end -> LOG.info("the authority's certificate was made anew until={}", end));
        } catch (StorageFault | SgmFault e) {
            LOG.error("making the authority's certificate anew is put off", e);
        }
    }

    /**
     * Never by a clock that is ahead of all that was logged: answers that are forgotten are not there when it is right.
     */
    private void forgetOldAnswers() {
        var now = clock.instant();
        try {
            records.write(rows -> {
                var newest =
                        SignatureLog.leafOf(rows.logRow(rows.logSize() - 1)).time();
                var before = (newest.isBefore(now) ? newest : now).minus(ANSWERS_KEPT);
                rows.forgetAnswersBefore(before);
                return before;
            });
        } catch (StorageFault e) {
            LOG.warn("forgetting old answers is put off: {}", e.getMessage());
        } catch (RowTampered e) {
            LOG.error("alarm: {}", e.getMessage());
        }
    }

    /** Erases the keys whose time is over, also where nobody asks for anything; what cannot be now is in a minute. */
    void erasePassed() {
        activation.erasePassed();
        try {
            sealingKeys.erasePassed(clock.instant());
            eraseHandedKeys();
            records.forgetErased();
        } catch (StorageFault e) {
            LOG.warn("erasing what is over is put off: {}", e.getMessage());
        }
    }

    /** An altered row among them keeps nothing else from being erased, now or later. */
    private void eraseHandedKeys() {
        try {
            activation.eraseHandedKeys();
        } catch (RowTampered e) {
            LOG.error("alarm: {}", e.getMessage());
        }
    }

    private void requireClockAheadOfLog() {
        var newest = records.read(rows -> SignatureLog.leafOf(rows.logRow(rows.logSize() - 1)));
        var now = clock.instant();
        if (now.isBefore(newest.time())) {
            throw new SgmFault(RowChecks.clockBehind(now, newest.time()));
        }
    }

    /** What the SAP may ask. */
    public LinkHandler door() {
        return door;
    }

    /** Has this run when nothing can be kept any more, because the disk failed or the database is damaged. */
    public void whenBroken(Runnable told) {
        database.whenStopped(told);
        safe.token()
                .ifPresent(token -> token.whenStuck(() -> {
                    stuck = true;
                    told.run();
                }));
    }

    /** False once nothing can be kept any more, or the token does not come back from a call. */
    public boolean sound() {
        return database.sound() && !stuck;
    }

    /** The hash by which desktops know this SGM. */
    public Bytes identityHash() {
        return serviceKeys.identityHash();
    }

    /**
     * Re-computes the whole log and compares every row with it, also while another process serves it.
     *
     * @throws SgmFault if keys, database and vault do not belong together
     */
    public static LogVerification.Report verifyLog(Settings settings) {
        var random = settings.random();
        try (var safe = settings.openSafe();
                var view = DatabaseView.open(settings.folder().resolve(DATABASE), migrations());
                var keys = unguarded(view, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random);
                var serials = new RowGuard(keys.serialNumberKey(), random)) {
            var now = settings.clock().instant();
            // A day less than they are kept: forgetting is not to the minute.
            var audit = new Audit(keys.identities(), keys.log().publicKey(), ANSWERS_KEPT.minus(Duration.ofDays(1)));
            return SqlRecords.viewing(view, guard).read(rows -> {
                var faults = new Faults();
                var authority = checkedAuthority(rows, safe.vault(), settings, serials, faults);
                keys.check(
                        rows,
                        safe.vault(),
                        row -> authority.filter(known -> known.keeps(row)).isPresent(),
                        faults);
                return new LogVerification.Report(audit.check(rows, now, faults), faults.all());
            });
        }
    }

    /**
     * Log and identity as they are told to whoever must compare them.
     *
     * @param fingerprint of the log's key
     * @param checkpoint the newest, signed
     * @param identityFingerprint of the identity key
     * @param identityNumber which one it is, from 1
     */
    record ShownLog(String fingerprint, String checkpoint, String identityFingerprint, int identityNumber) {}

    /** Reads it, also while another process serves. */
    static ShownLog shownLog(Settings settings) {
        try (var safe = settings.openSafe();
                var view = DatabaseView.open(settings.folder().resolve(DATABASE), migrations())) {
            var records = unguarded(view, settings.random());
            try (var keys = records.read(rows -> ServiceKeys.open(rows, safe.vault()))) {
                var key = keys.log().publicKey();
                return new ShownLog(
                        Fingerprint.ofLog(keys.identityHash(), key),
                        records.read(rows -> rows.newestCheckpoint()).orElseThrow(),
                        Fingerprint.ofIdentity(keys.identity().keyHash()),
                        keys.identity().number() + 1);
            }
        }
    }

    private static Check authorityCheck(Rows rows, Vault vault, Settings settings, RowGuard serials, Instant now) {
        var faults = new Faults();
        return checkedAuthority(rows, vault, settings, serials, faults)
                .map(authority -> authority.check(now))
                .orElseGet(() -> Check.fail(CertificateAuthority.CHECK, String.join("; ", faults.all())));
    }

    private static Optional<CertificateAuthority> checkedAuthority(
            Rows rows, Vault vault, Settings settings, RowGuard serials, Faults faults) {
        try {
            return Optional.of(CertificateAuthority.open(rows, vault, settings.pkiUrl(), serials, settings.random()));
        } catch (SgmFault e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * What must hold before this SGM serves, beside what {@link #open} refuses: its newest checkpoint, and the rows
     * that admission rests on.
     */
    public List<Check> startChecks() {
        return records.read(rows -> new RowChecks(rows, log, level, twoPersons).atStart(clock.instant()));
    }

    /**
     * What {@code self-check} finds in the token and the rows, also while another process serves them.
     *
     * @throws SgmFault if keys, database and vault do not belong together
     */
    public static List<Check> rowChecks(Settings settings) {
        var random = settings.random();
        try (var safe = settings.openSafe();
                var view = DatabaseView.open(settings.folder().resolve(DATABASE), migrations());
                var keys = unguarded(view, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random);
                var serials = new RowGuard(keys.serialNumberKey(), random)) {
            var log = new SignatureLog(keys.identityHash(), keys.log(), random);
            var checks = new ArrayList<Check>();
            safe.token().ifPresent(token -> {
                token.require(keys.kekEpochs());
                checks.addAll(new TokenChecks(token).all());
            });
            var now = settings.clock().instant();
            checks.addAll(SqlRecords.viewing(view, guard).read(rows -> {
                var told = new ArrayList<>(new RowChecks(rows, log, settings.level(), settings.twoPersons()).all(now));
                told.add(new BackupCheck(settings.folder(), rows).at(now));
                told.add(authorityCheck(rows, safe.vault(), settings, serials, now));
                return told;
            }));
            return List.copyOf(checks);
        }
    }

    /**
     * Confirms an administrator's device at the console, as {@link FirstAdministrator} says, while nothing serves this
     * folder.
     *
     * @param fingerprint as {@link dev.natsuin.protocol.code.Fingerprint#read} gives it
     * @throws SgmFault if keys, database and vault do not belong together, or the clock is behind the log
     */
    public static FirstAdministrator.Outcome confirmAdministrator(Settings settings, String fingerprint) {
        var random = settings.random();
        try (var safe = settings.openSafe();
                var database = Database.openExisting(settings.folder().resolve(DATABASE), migrations());
                var keys = unguarded(database, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random)) {
            var log = new SignatureLog(keys.identityHash(), keys.log(), random);
            var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            return new SqlRecords(database, guard)
                    .write(rows -> FirstAdministrator.confirm(
                            rows, log, keys.identityHash(), fingerprint, settings.level(), now));
        }
    }

    /** The vault and the token of an SGM, for what needs no database. */
    static Safe safe(Settings settings) {
        return settings.openSafe();
    }

    static Records unguarded(DatabaseView view, SecureRandom random) {
        return SqlRecords.viewing(view, nobodysGuard(random));
    }

    @Override
    public void close() {
        forgetting.cancel(false);
        erasing.cancel(false);
        housekeeping.shutdownNow();
        activation.close();
        keyStore.close();
        sealingKeys.close();
        guard.close();
        serialNumbers.close();
        serviceKeys.close();
        safe.close();
        database.close();
    }
}
