package dev.natsuin.sap;

import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkTimes;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.sap.check.SapChecks;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import dev.natsuin.sap.http.ListenerFault;
import dev.natsuin.sap.link.LinkGateway;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.store.SqlSeenLog;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.Witness;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SAP as the launcher starts it. Its files are in the folder {@code sap} of the data directory. */
public final class SapSide implements Side {
    private static final Logger LOG = LoggerFactory.getLogger(SapSide.class);
    private static final String IDENTITY_HASH_FILE = "sgm-identity.hash";

    /** For the service loader. */
    public SapSide() {}

    @Override
    public String name() {
        return "sap";
    }

    /** Makes the TLS key, the link key and the database. Doing it again changes nothing. */
    @Override
    public int init(SideContext context) {
        var folder = folder(context);
        try {
            makeFolder(folder);
            identityHash(context.linkFolder());
            new TlsIdentityMaker(context.random())
                    .makeIfMissing(
                            folder.resolve(TlsIdentity.KEY_FILE),
                            folder.resolve(TlsIdentity.CERTIFICATE_FILE),
                            context.config().url().getHost(),
                            context.clock().instant());
            makeLinkKey(context, LinkFiles.PRESENT);
            SapDatabase.made(folder.resolve(Sap.DATABASE_FILE)).close();
            return ExitCode.DONE;
        } catch (StorageFault | UncheckedIOException e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    private static int makeLinkKey(SideContext context, LinkFiles files) {
        var link = context.linkFolder();
        new TlsIdentityMaker(context.random())
                .makeIfMissing(
                        files.key(link, "sap"),
                        files.certificate(link, "sap"),
                        "sap",
                        context.clock().instant());
        return ExitCode.DONE;
    }

    @Override
    public int serve(SideContext context) {
        var config = context.config();
        var folder = folder(context);
        try {
            var own = LinkIdentity.load(context.linkFolder(), "sap");
            var peer = PeerPins.in(context.linkFolder(), "sgm");
            var address = LinkPort.address(config.sgmHost(), config.sgmPort(), context.linkFolder());
            var settings = new Sap.Settings(
                    config.url().toString(),
                    new InetSocketAddress(config.bind(), config.port()),
                    new InetSocketAddress(config.bind(), config.pkiPort()),
                    HttpLimits.api(
                            Duration.ofSeconds(config.limits().idleSeconds()),
                            Runtime.getRuntime().maxMemory()),
                    new HttpRates(
                            config.limits().requestsPerMinuteOfAnAddress(),
                            config.limits().requestsPerMinuteOfAPerson(),
                            config.limits().refusedEnrolmentsPerHourOfAnAddress()),
                    folder,
                    identityHash(context.linkFolder()),
                    config.experimental());
            try (var link = new LinkClient(address, own, peer, LinkTimes.defaults());
                    var sap = Sap.start(settings, new LinkGateway(link), context.clock(), context.random())) {
                LOG.info("serving port={} pkiPort={}", sap.port(), sap.pkiPort());
                sap.whenBroken(context::stop);
                context.ready(shownUrl(config.url(), config.port(), sap.port()));
                context.awaitStop();
                LOG.info("stopping");
                return sap.sound() ? ExitCode.DONE : ExitCode.INTERNAL;
            }
        } catch (ListenerFault e) {
            return failed(context, e, ExitCode.INTERNAL); // whoever has the port may let go of it
        } catch (StorageFault e) {
            return failed(context, e, e.mayPass() ? ExitCode.INTERNAL : ExitCode.REFUSED);
        } catch (LinkFault | UncheckedIOException e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    private static int failed(SideContext context, RuntimeException why, int code) {
        context.err().println(why.getMessage());
        return code;
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        return switch (command) {
            case "self-check" -> Check.print(selfCheck(context), arguments.contains("--json"), context.out());
            case "link-renew" -> makeLinkKey(context, LinkFiles.NEXT);
            case "witness-accept" -> arguments.size() == 1 ? takeUpLog(context, arguments.get(0)) : ExitCode.USAGE;
            case "tls-renew" -> renewTlsKey(context);
            case "tls-switch" -> switchTlsKey(context);
            case "backup-copy" ->
                arguments.size() == 1 ? backupCopy(context, Path.of(arguments.get(0))) : ExitCode.USAGE;
            default -> ExitCode.USAGE;
        };
    }

    /** The next TLS key; one that was made before stays. The serving SAP names it from then on. */
    private static int renewTlsKey(SideContext context) {
        var folder = folder(context);
        try {
            var made = new TlsIdentityMaker(context.random())
                    .makeIfMissing(
                            folder.resolve(TlsIdentity.NEXT_KEY_FILE),
                            folder.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE),
                            context.config().url().getHost(),
                            context.clock().instant());
            context.out()
                    .println(
                            made
                                    ? "The next TLS key is made, and named to desktops from now on. 'tls switch' puts it in"
                                            + " place: a day later, so that every desktop has heard of it."
                                    : "The next TLS key was made before. Nothing was changed.");
            return ExitCode.DONE;
        } catch (UncheckedIOException e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    private static int switchTlsKey(SideContext context) {
        try {
            context.out()
                    .println(
                            TlsIdentity.settle(folder(context))
                                    ? "The next TLS key is in place. Start the SAP anew: until then the former one answers, and"
                                            + " both are named to desktops."
                                    : "No next TLS key was made: 'tls renew' makes one. Nothing was changed.");
            return ExitCode.DONE;
        } catch (UncheckedIOException e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    /**
     * The SGM's log of now is cosigned from now on, if its key has this fingerprint; the SAP stands still meanwhile.
     */
    private static int takeUpLog(SideContext context, String typed) {
        var hash = identityHash(context.linkFolder());
        try (var database = SapDatabase.open(folder(context).resolve(Sap.DATABASE_FILE));
                var link = link(context)) {
            var fingerprint = Fingerprint.read(typed);
            var gateway = new LinkGateway(link);
            var tls = TlsIdentity.read(folder(context));
            var seen = new SqlSeenLog(database);
            var log = new LogQueries(gateway);
            var growth = new LogGrowth(log, seen, hash);
            var descriptors = new Descriptors(
                    gateway,
                    new FollowedIdentity(hash, gateway, log, growth, new SqlSeenIdentity(database), context.random()),
                    () -> new DescriptorCall(context.config().url().toString(), tls.named(folder(context))),
                    context.clock());
            var octets = new byte[Hello.NONCE_SIZE_BYTES];
            context.random().nextBytes(octets);
            var nonce = Bytes.of(octets);
            try (var witness = new Witness(descriptors, growth, seen, hash, context.clock(), context.random())) {
                return said(context, witness.takeUp(gateway.hello(nonce), nonce, fingerprint));
            }
        } catch (Malformed e) {
            context.err().println("A fingerprint has 16 letters and digits in four groups: XXXX-XXXX-XXXX-XXXX.");
            return ExitCode.USAGE;
        } catch (SgmNotBelieved e) {
            context.err()
                    .println("The SGM shows a log that was not restored from a backup of the one seen here. Nothing was"
                            + " changed: " + e.getMessage());
            return ExitCode.REFUSED;
        } catch (SgmAway e) {
            context.err().println("The SGM does not answer. Nothing was changed.");
            return ExitCode.REFUSED;
        } catch (StorageFault e) {
            context.err()
                    .println(
                            e.kind() == StorageFault.Kind.BUSY
                                    ? "The SAP is running. Nothing was changed. Stop it, accept, and start it again."
                                    : e.getMessage());
            return ExitCode.REFUSED;
        } catch (LinkFault | UncheckedIOException e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    private static int said(SideContext context, Witness.TakenUp outcome) {
        return switch (outcome) {
            case DONE -> {
                context.out()
                        .println(
                                "The SGM's log of now is cosigned from the next start on. Desks are told of a restore and"
                                        + " how many entries that they had seen are lost; the SAP's log has an alarm.");
                yield ExitCode.DONE;
            }
            case KNOWN -> {
                context.out().println("This is the log that was seen before. Nothing was changed.");
                yield ExitCode.DONE;
            }
            case OTHER_FINGERPRINT -> {
                context.err()
                        .println(
                                "The log of the SGM that answers here has another fingerprint. Nothing was changed. Have it"
                                        + " read out once more; if it differs again, another SGM answers: find out which.");
                yield ExitCode.REFUSED;
            }
        };
    }

    private static LinkClient link(SideContext context) {
        var config = context.config();
        return new LinkClient(
                LinkPort.address(config.sgmHost(), config.sgmPort(), context.linkFolder()),
                LinkIdentity.load(context.linkFolder(), "sap"),
                PeerPins.in(context.linkFolder(), "sgm"),
                LinkTimes.defaults());
    }

    /** One committed state of the database in a new file, also while it is served. */
    private static int backupCopy(SideContext context, Path copy) {
        try (var view = SapDatabase.view(folder(context).resolve(Sap.DATABASE_FILE))) {
            view.copyTo(copy);
            return ExitCode.DONE;
        } catch (StorageFault e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    private static List<Check> selfCheck(SideContext context) {
        var config = context.config();
        var checker = new SapChecks(context.data(), config.url().toString(), context.clock(), context.random());
        var checks = new ArrayList<>(checker.own());
        try {
            var own = LinkIdentity.load(context.linkFolder(), "sap");
            var peer = PeerPins.in(context.linkFolder(), "sgm");
            var address = LinkPort.address(config.sgmHost(), config.sgmPort(), context.linkFolder());
            try (var link = new LinkClient(address, own, peer, LinkTimes.defaults())) {
                checks.addAll(checker.sgm(new LinkGateway(link), identityHash(context.linkFolder())));
            }
        } catch (LinkFault | UncheckedIOException e) {
            checks.add(Check.fail("sgm-answers", String.valueOf(e.getMessage())));
        }
        return checks;
    }

    private static Path folder(SideContext context) {
        return context.data().resolve("sap");
    }

    /** The address in the descriptor, unless the system chose the port. */
    private static String shownUrl(URI url, int wantedPort, int port) {
        if (wantedPort != 0) {
            return url.toString();
        }
        try {
            return new URI(url.getScheme(), null, url.getHost(), port, null, null, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address that was one before", e);
        }
    }

    private static Bytes identityHash(Path folder) {
        var file = folder.resolve(IDENTITY_HASH_FILE);
        try {
            var hash = Bytes.hex(Files.readString(file).strip());
            if (hash.size() == 32) {
                return hash;
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("the SGM's identity is not known here: make the SGM first", e);
        } catch (IOException e) {
            throw new UncheckedIOException(IDENTITY_HASH_FILE + " is unreadable or damaged", e);
        } catch (IllegalArgumentException e) {
            LOG.debug("{} is not hexadecimal", IDENTITY_HASH_FILE);
        }
        throw new UncheckedIOException(
                IDENTITY_HASH_FILE + " is not a hash in hexadecimal", new IOException("reading the SGM's identity"));
    }

    private static void makeFolder(Path folder) {
        var ownerOnly = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createDirectories(folder, ownerOnly);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the SAP cannot be made", e);
        }
    }
}
