package dev.natsuin.sgm;

import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.LinkUnavailable;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Obstacle;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sgm.activation.WorkRules;
import dev.natsuin.sgm.backup.BackupFault;
import dev.natsuin.sgm.backup.ShareFault;
import dev.natsuin.sgm.ceremony.FirstAdministrator;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.token.TokenAbsent;
import dev.natsuin.sgm.token.TokenAccess;
import dev.natsuin.sgm.token.TokenPin;
import dev.natsuin.sgm.token.TokenProfile;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SGM as the launcher starts it. */
public final class SgmSide implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(SgmSide.class);

    private static final String NAME = "sgm";

    /** For the ServiceLoader. */
    public SgmSide() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int init(SideContext context) {
        try {
            makeFolder(folder(context));
            LinkKeyMaker.create(
                    context.linkFolder(), LinkFiles.PRESENT, context.clock().instant(), context.random());
            return refusing(context, () -> init(context, settings(context)));
        } catch (IOException e) {
            throw new SgmFault("making the SGM's folder", e);
        }
    }

    static void makeFolder(Path folder) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder, owner);
    }

    private static int init(SideContext context, Sgm.Settings settings) {
        Sgm.init(settings, context.config().url().toString(), code -> handOver(context, code))
                .close();
        warnBelowLevel(context, new SideChecks(context, settings.token()).levels());
        return ExitCode.DONE;
    }

    /** What the folder holds of a token's keys goes with it: it never was a server's. */
    private static int undoInit(SideContext context) {
        int keys = Sgm.unmakeKeys(settings(context));
        if (keys > 0) {
            context.err()
                    .println("The " + keys + " keys that the unfinished init had made in the token are destroyed.");
        }
        return ExitCode.DONE;
    }

    /** What was made can still get what it misses, except for another store; whoever made it is to know now. */
    private static void warnBelowLevel(SideContext context, List<Check> levels) {
        if (levels.stream().anyMatch(Check::failed)) {
            context.err().println("As it is, this server will not serve:");
            refused(context, levels);
        }
    }

    /** The first administrator's code goes to the terminal or to a file only its owner may read, never to a log. */
    private static void handOver(SideContext context, EnrolmentCode code) {
        var hash = code.identityHash();
        try {
            Files.writeString(
                    context.linkFolder().resolve("sgm-identity.hash"),
                    hash.toHex() + "\n",
                    StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new SgmFault("making the SGM's folder", e);
        }
        context.err().println("SGM identity: " + hash.toHex());
        try (var text = code.write()) {
            if (context.codeFile().isPresent()) {
                var file = context.codeFile().get();
                text.use(octets -> writePrivate(file, octets));
                context.err()
                        .println("The first administrator's enrolment code is in " + file
                                + " (mode 0600; good for 24 hours, once).");
            } else {
                context.out().println("The first administrator's enrolment code (good for 24 hours, once):");
                text.use(octets -> {
                    context.out().write(octets, 0, octets.length);
                    return octets.length;
                });
                if (context.out().checkError()) {
                    throw new SgmFault("The first administrator's code could not be printed. Nothing was made.");
                }
            }
        }
    }

    private static Path writePrivate(Path file, byte[] octets) {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(ByteBuffer.wrap(octets));
            return file;
        } catch (IOException e) {
            throw new SgmFault(
                    "The first administrator's code could not be written into " + file + ". Nothing was made.", e);
        }
    }

    @Override
    public int serve(SideContext context) {
        return refusing(context, () -> {
            var settings = settings(context);
            if (refused(context, new SideChecks(context, settings.token()).beforeOpening())) {
                return ExitCode.REFUSED;
            }
            var opened = new Patience(context).opened(() -> Sgm.open(settings));
            if (opened.isEmpty()) {
                return ExitCode.DONE; // told to stop while there was no token
            }
            try (var sgm = opened.get()) {
                var found = sgm.startChecks();
                found.stream()
                        .filter(check -> check.state() == Check.State.WARN)
                        .forEach(check -> LOG.warn("{}: {}", check.name(), check.message()));
                return refused(context, found) ? ExitCode.REFUSED : serve(context, sgm);
            }
        });
    }

    /** What stands in the way is told in one sentence, which names the file, if it is one. */
    private static int refusing(SideContext context, IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (StorageFault e) {
            return told(context, e.getMessage(), e.mayPass() ? ExitCode.INTERNAL : ExitCode.REFUSED);
        } catch (LinkUnavailable e) {
            return told(context, e.getMessage(), ExitCode.INTERNAL); // whoever has the port may let go of it
        } catch (SgmFault e) {
            return told(context, sentence(e), ExitCode.REFUSED);
        } catch (LinkFault | TokenAbsent | KeyStoreUnavailable | BackupFault | ShareFault e) {
            return told(context, e.getMessage(), ExitCode.REFUSED);
        } catch (RowTampered e) {
            return told(context, "sgm.db: " + e.getMessage(), ExitCode.REFUSED);
        }
    }

    /**
     * What was attempted, and why it failed if the system says it: a file that is not this user's, a host without name.
     */
    private static String sentence(SgmFault fault) {
        var said = String.valueOf(fault.getMessage());
        if (said.endsWith(".")) {
            return said;
        }
        var cause = fault.getCause() instanceof UncheckedIOException wrapped ? wrapped.getCause() : fault.getCause();
        return cause instanceof IOException why ? said + ": " + Obstacle.words(why) : said;
    }

    private static int told(SideContext context, @Nullable String why, int code) {
        context.err().println(why);
        return code;
    }

    /** Says what fails, in the words of self-check; true if something does. */
    private static boolean refused(SideContext context, List<Check> checks) {
        checks.stream().filter(Check::failed).map(Check::text).forEach(context.err()::println);
        return checks.stream().anyMatch(Check::failed);
    }

    private static int serve(SideContext context, Sgm sgm) {
        var own = LinkIdentity.load(context.linkFolder(), NAME);
        var peer = PeerPins.in(context.linkFolder(), "sap");
        try (var server = LinkServer.start(address(context), own, peer, sgm.door(), LinkLimits.defaults())) {
            var address = server.address();
            LinkPort.publish(context.linkFolder(), address.getPort());
            sgm.whenBroken(context::stop);
            context.ready(address.getHostString() + ":" + address.getPort());
            context.awaitStop();
            return sgm.sound() ? ExitCode.DONE : ExitCode.INTERNAL;
        }
    }

    private static InetSocketAddress address(SideContext context) {
        return new InetSocketAddress(
                LinkPort.resolved(context.config().sgmHost()), context.config().sgmPort());
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        return switch (command) {
            case "verify-log" ->
                List.of("--json").containsAll(arguments)
                        ? refusing(context, () -> verifyLog(context, !arguments.isEmpty()))
                        : ExitCode.USAGE;
            case "self-check" ->
                refusing(context, () -> {
                    var settings = settings(context);
                    var checks = new SideChecks(context, settings.token()).all(settings);
                    return Check.print(checks, arguments.contains("--json"), context.out());
                });
            case "witness-show" -> refusing(context, () -> showLog(context));
            case "init-undo" -> refusing(context, () -> undoInit(context));
            case "link-renew" -> refusing(context, () -> renewLinkKey(context));
            case "confirm-administrator" ->
                arguments.size() == 1 ? confirmAdministrator(arguments.get(0), context) : ExitCode.USAGE;
            case "raw-signing" ->
                arguments.size() == 2
                        ? refusing(
                                context,
                                () -> rawSigning(arguments.get(0), Integer.parseInt(arguments.get(1)), context))
                        : ExitCode.USAGE;
            case "backup-copy", "backup", "restore", "kek-split", "kek-join", "kek-renew", "ca-renew" ->
                refusing(context, () -> new Ceremonies(context, settings(context)).run(command, arguments));
            default -> ExitCode.USAGE;
        };
    }

    private static int renewLinkKey(SideContext context) {
        var folder = context.linkFolder();
        if (!Files.exists(LinkFiles.NEXT.certificate(folder, NAME))) {
            deleteHalfMade(LinkFiles.NEXT.key(folder, NAME));
            LinkKeyMaker.create(folder, LinkFiles.NEXT, context.clock().instant(), context.random());
        }
        return ExitCode.DONE;
    }

    private static void deleteHalfMade(Path key) {
        try {
            Files.deleteIfExists(key);
        } catch (IOException e) {
            throw new SgmFault("making the link's key", e);
        }
    }

    private static int confirmAdministrator(String typed, SideContext context) {
        try {
            var fingerprint = Fingerprint.read(typed);
            new ClockQuestion(context, settings(context)).ask();
            var outcome = Sgm.confirmAdministrator(settings(context), fingerprint);
            (outcome == FirstAdministrator.Outcome.CONFIRMED ? context.out() : context.err()).println(said(outcome));
            return switch (outcome) {
                case CONFIRMED, CONFIRMED_BEFORE -> ExitCode.DONE;
                case NOT_ENROLLED, STAFF_CONFIRMS, DIFFERS -> ExitCode.REFUSED;
            };
        } catch (Malformed e) {
            context.err().println("A fingerprint has 16 letters and digits in four groups: XXXX-XXXX-XXXX-XXXX.");
            return ExitCode.USAGE;
        } catch (StorageFault e) {
            context.err()
                    .println(
                            e.kind() == StorageFault.Kind.BUSY
                                    ? "The server is running, and alone writes its log. Nothing was changed. Stop it, confirm, and"
                                            + " start it again."
                                    : e.getMessage());
            return ExitCode.REFUSED;
        } catch (SgmFault e) {
            return told(context, sentence(e), ExitCode.REFUSED);
        } catch (TokenAbsent e) {
            return told(context, e.getMessage(), ExitCode.REFUSED);
        }
    }

    private static String said(FirstAdministrator.Outcome outcome) {
        return switch (outcome) {
            case CONFIRMED -> "The administrator's device is confirmed. The log has it as an act of this console.";
            case CONFIRMED_BEFORE -> "The administrator's device was confirmed before. Nothing was changed.";
            case NOT_ENROLLED -> "The first administrator has not enrolled yet. Nothing was changed.";
            case STAFF_CONFIRMS ->
                "There is an administrator who can confirm this device, with 'natsuin staff confirm'. Nothing was changed.";
            case DIFFERS ->
                "The administrator's device has another fingerprint. Nothing was confirmed, and the log has the attempt."
                        + " Have it read out once more; if it differs again on a new server, somebody else used the code"
                        + " of init: make another server.";
        };
    }

    /**
     * For {@code bench sign}: the key store alone with so many threads, with keys of its own; opens nothing of the
     * server's but its token, if it has one.
     */
    private static int rawSigning(String algorithm, int threads, SideContext context) {
        var known = KeyAlgorithm.byName(algorithm);
        if (known.isEmpty()) {
            return ExitCode.USAGE;
        }
        if (settings(context).token().isEmpty()) {
            try (var store = RawSigning.software(context.random())) {
                return rawSigning(known.get(), threads, store, context);
            }
        }
        try (var safe = Sgm.safe(settings(context));
                var store = RawSigning.withToken(safe, context.random())) {
            return rawSigning(known.get(), threads, store, context);
        }
    }

    private static int rawSigning(KeyAlgorithm algorithm, int threads, KeyStore store, SideContext context) {
        if (!store.supports(algorithm)) {
            return ExitCode.USAGE;
        }
        context.out().println(new RawSigning(store).cpuMsPerSignature(algorithm, threads));
        return ExitCode.DONE;
    }

    private static int verifyLog(SideContext context, boolean json) {
        var report = Sgm.verifyLog(settings(context));
        if (json) {
            context.out()
                    .println(JsonObject.empty()
                            .and("entries", report.entries())
                            .andTexts("faults", report.faults())
                            .build()
                            .toBytes()
                            .toUtf8());
        } else {
            report.faults().forEach(context.out()::println);
            context.out()
                    .println(report.entries() + " entries, " + report.faults().size() + " faults");
        }
        return report.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** What the SAP's administrator compares before a log is taken up there. */
    private static int showLog(SideContext context) {
        var shown = Sgm.shownLog(settings(context));
        context.out().println("At the SGM:");
        context.out()
                .println("Fingerprint of the identity key: " + shown.identityFingerprint() + " (number "
                        + shown.identityNumber() + ")");
        context.out().println("Fingerprint of the log's key: " + shown.fingerprint());
        context.out().print(shown.checkpoint());
        return ExitCode.DONE;
    }

    private static Path folder(SideContext context) {
        return context.data().resolve(NAME);
    }

    private static Sgm.Settings settings(SideContext context) {
        var config = context.config();
        return new Sgm.Settings(
                folder(context),
                config.pkiUrl().toString(),
                config.level(),
                context.clock(),
                context.random(),
                WorkRules.ofThisMachine(),
                config.token().map(place -> access(place, context.credentials())),
                importRule(config),
                config.needsSecondPerson(),
                config.experimental(),
                context.credentials());
    }

    static ImportRule importRule(ServerConfig config) {
        return config.takesImportedKeys() ? ImportRule.ALLOWED : ImportRule.FORBIDDEN;
    }

    private static TokenAccess access(ServerConfig.TokenPlace place, Optional<Path> credentials) {
        return new TokenAccess(
                Path.of(place.module()),
                place.label(),
                TokenPin.at(place.pin(), credentials),
                place.officerPin().map(file -> new TokenPin(Path.of(file))),
                TokenProfile.named(place.profile()));
    }
}
