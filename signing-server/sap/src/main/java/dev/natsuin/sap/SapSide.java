package dev.natsuin.sap;

import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkTimes;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.check.NewestCopy;
import dev.natsuin.sap.check.SapChecks;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import dev.natsuin.sap.http.ListenerFault;
import dev.natsuin.sap.link.LinkGateway;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.tls.TlsIdentityMaker;
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
                    config.experimental(),
                    config.keepNamesDays());
            try (var link = link(context);
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

    static int failed(SideContext context, RuntimeException why, int code) {
        context.err().println(why.getMessage());
        return code;
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        return switch (command) {
            case "self-check" -> Check.print(selfCheck(context), arguments.contains("--json"), context.out());
            case "link-renew" -> makeLinkKey(context, LinkFiles.NEXT);
            case "witness-show" -> new WitnessConsole(context).show();
            case "witness-accept" -> new WitnessConsole(context).accept(arguments);
            case "tls-renew" -> renewTlsKey(context);
            case "tls-switch" -> switchTlsKey(context);
            case "backup-copy" ->
                arguments.size() == 1 ? backupCopy(context, Path.of(arguments.get(0))) : ExitCode.USAGE;
            case "backup-alone" ->
                arguments.size() == 1 ? backupAlone(context, Path.of(arguments.get(0))) : ExitCode.USAGE;
            default -> ExitCode.USAGE;
        };
    }

    /** The next TLS key; one that was made before stays. The serving SAP names it from then on. */
    private static int renewTlsKey(SideContext context) {
        var folder = folder(context);
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

    /** One committed state of the database in a new file, also while it is served. */
    private static int backupCopy(SideContext context, Path copy) {
        try (var view = SapDatabase.view(folder(context).resolve(Sap.DATABASE_FILE))) {
            view.copyTo(copy);
            return ExitCode.DONE;
        } catch (StorageFault e) {
            return failed(context, e, ExitCode.REFUSED);
        }
    }

    /** The same, of a SAP on a machine of its own, whose backup it is: it is remembered. */
    private static int backupAlone(SideContext context, Path copy) {
        var code = backupCopy(context, copy);
        if (code != ExitCode.DONE) {
            return code;
        }
        try {
            new NewestCopy(folder(context)).keep(context.clock().instant());
        } catch (IOException e) {
            context.err().println("The copy is made, and not remembered: self-check will not know of it.");
        }
        context.out()
                .println("A copy of sap.db is made: " + copy
                        + ". It is not encrypted: keep it as this machine is kept.");
        return ExitCode.DONE;
    }

    private static List<Check> selfCheck(SideContext context) {
        var config = context.config();
        var checker = new SapChecks(context.data(), config.url().toString(), context.clock(), context.random());
        var checks = new ArrayList<>(checker.own());
        checks.add(SapChecks.names(config.keepNamesDays()));
        try {
            try (var link = link(context)) {
                checks.addAll(checker.sgm(new LinkGateway(link), identityHash(context.linkFolder())));
            }
        } catch (LinkFault | UncheckedIOException e) {
            checks.add(Check.fail("sgm-answers", String.valueOf(e.getMessage())));
        }
        return checks;
    }

    /** The way to the SGM; the caller closes it. */
    static LinkClient link(SideContext context) {
        var config = context.config();
        return new LinkClient(
                LinkPort.address(config.sgmHost(), config.sgmPort(), context.linkFolder()),
                LinkIdentity.load(context.linkFolder(), "sap"),
                PeerPins.in(context.linkFolder(), "sgm"),
                LinkTimes.defaults());
    }

    static Path folder(SideContext context) {
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

    static Bytes identityHash(Path folder) {
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
