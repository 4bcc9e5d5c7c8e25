package dev.natsuin.launcher;

import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ServerConfig;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of {@code natsuin-server}, as {@code --help} shows them. */
@Command(
        name = "natsuin-server",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "The Natsuin signing server.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something that was checked is not as it should be",
            "3:refused",
            "64:usage",
            "70:internal fault, or a side that does not stay up"
        })
final class ServerCommands implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    ServerCommands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        throw new ParameterException(
                spec.commandLine(),
                "Give a command: init, serve, self-check, verify-log, confirm-administrator, backup, restore, kek, link,"
                        + " tls, witness or bench.");
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Makes a server: its keys, databases and first code.")
    int init(
            @Mixin Place place,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = "where desktops find it (default: ${DEFAULT-VALUE})",
                            defaultValue = "https://127.0.0.1:8443")
                    URI url,
            @Option(
                            names = "--pki-url",
                            paramLabel = "URL",
                            description =
                                    "the address in certificates (default: http://127.0.0.1:8080/pki, or http://[::1]:8080/pki"
                                            + " where --url is at [::1])")
                    @Nullable URI pkiUrl,
            @Mixin StoreOptions store,
            @Mixin ApartOptions apart,
            @Option(
                            names = "--level",
                            paramLabel = "1|2|3",
                            description = "the level the server declares (default: ${DEFAULT-VALUE})",
                            defaultValue = "1")
                    int level,
            @Option(
                            names = "--code-file",
                            paramLabel = "FILE",
                            description = "gets the first administrator's enrolment code (default: the terminal)")
                    @Nullable Path codeFile) {
        var data = place.dataDirectory();
        if (data == null) {
            throw new UsageFault("Give --data DIR: the directory that is to be made.");
        }
        return new Initialisation(
                        data,
                        apart.in(store.in(ServerConfig.of(url, pkiUrl == null ? ServerConfig.ownPkiUrl(url) : pkiUrl)
                                .withLevel(level))),
                        apart.role(),
                        apart.peer(),
                        Optional.ofNullable(codeFile).map(Path::toAbsolutePath),
                        SideLauncher.found().sides())
                .run();
    }

    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Serves until SIGTERM; prints 'ready URL' when it answers.")
    int serve(
            @Mixin Place place,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "all, sap or sgm (default: what was made here)")
                    @Nullable Role role,
            @Option(names = "--port", paramLabel = "N", description = "another HTTPS port than the configured one")
                    @Nullable Integer port) {
        var file = place.file();
        var config = place.existing();
        if (port != null) {
            config.config().withPort(port);
        }
        var launcher = SideLauncher.found();
        var supervisor = new Supervisor(
                Role.of(role, config).sides(),
                side -> launcher.serve(side, file, config, port),
                Pace.standard(),
                out,
                err);
        return supervisor.serveUntilSignal();
    }

    @Command(
            name = "self-check",
            mixinStandardHelpOptions = true,
            description = "Checks configuration, level, trust, files, keys and rows; one line each.")
    int selfCheck(
            @Mixin Place place,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "all, sap or sgm (default: what was made here)")
                    @Nullable Role role,
            @Option(names = "--json", description = "one JSON object per line") boolean json) {
        var file = place.file();
        var config = place.existing();
        var sides = Role.of(role, config).sides();
        int worst = Check.print(new ServerChecks(config, sides, processes(file)).all(), json, out);
        var launcher = SideLauncher.found();
        for (var side : sides) {
            worst = Math.max(
                    worst, launcher.run(side, file, config, "self-check", json ? List.of("--json") : List.of()));
        }
        return worst;
    }

    private static ProcessChecks processes(Path configFile) {
        return new ProcessChecks(Path.of("/proc"), Path.of("/sys/fs/cgroup"), configFile);
    }

    @Command(
            name = "confirm-administrator",
            mixinStandardHelpOptions = true,
            description =
                    "Confirms the first administrator's device, or another one's where none is confirmed, at the SGM's own machine,"
                            + " while the server is stopped.")
    int confirmAdministrator(
            @Mixin Place place,
            @Option(
                            names = "--fingerprint",
                            paramLabel = "F",
                            required = true,
                            description = "as the administrator reads it out at their own desk")
                    String fingerprint) {
        return SideLauncher.found()
                .run("sgm", place.file(), place.existing(), "confirm-administrator", List.of(fingerprint));
    }

    @Command(
            name = "verify-log",
            mixinStandardHelpOptions = true,
            description = "Re-computes the whole signature log against its signed checkpoints.")
    int verifyLog(
            @Mixin Place place, @Option(names = "--json", description = "one JSON object per line") boolean json) {
        var file = place.file();
        ConfigFile config = place.existing();
        return SideLauncher.found().run("sgm", file, config, "verify-log", json ? List.of("--json") : List.of());
    }

    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description =
                    "Writes a backup of a server, while it serves or not; opens only with the server's key. Where the"
                            + " SAP is alone: a copy of sap.db, which is not encrypted.")
    int backup(
            @Mixin Place place,
            @Parameters(paramLabel = "OUT", arity = "0..1", description = "the new file") @Nullable Path target,
            @Option(
                            names = "--into",
                            paramLabel = "DIR",
                            description = "instead of OUT: a folder, in which the file is named after the moment")
                    @Nullable Path into,
            @Option(
                            names = "--keep",
                            paramLabel = "N",
                            description = "with --into: afterwards only the newest N of this server's stay")
                    @Nullable Integer keep,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "all, or sgm: without the SAP's database (default: what is on this machine)")
                    @Nullable Role role) {
        var config = place.existing();
        var here = Role.of(role, config);
        requireNamed(target, "OUT");
        requireNamed(into, "--into");
        if (here == Role.SAP) {
            return copyOfSap(place.file(), config, target, into, keep);
        }
        var making = new BackupMaking(place.file(), config, here == Role.ALL, SideLauncher.found());
        if (into == null) {
            if (target == null || keep != null) {
                throw new UsageFault("Give OUT, the new file; or --into DIR, and --keep N with it.");
            }
            return making.to(target.toAbsolutePath(), Optional.empty());
        }
        if (target != null || (keep != null && keep < 1)) {
            throw new UsageFault("Give either OUT or --into DIR; with --keep N at least one stays.");
        }
        return making.to(
                new BackupFolder(into.toAbsolutePath(), InstantSource.system()).next(), Optional.ofNullable(keep));
    }

    /** Where the SGM is on another machine: its backups do not hold the SAP's database. */
    private static int copyOfSap(
            Path file, ConfigFile config, @Nullable Path target, @Nullable Path into, @Nullable Integer keep) {
        if (Role.of(null, config) != Role.SAP) {
            throw new UsageFault("A backup is made at the SGM's machine: --role all or sgm.");
        }
        if (keep != null || (target == null) == (into == null)) {
            throw new UsageFault("Give OUT, the new file, or --into DIR; copies of a SAP alone all stay.");
        }
        var copy = target != null
                ? target.toAbsolutePath()
                : new BackupFolder(into.toAbsolutePath(), InstantSource.system()).nextOfSap();
        return SideLauncher.found().run("sap", file, config, "backup-alone", List.of(copy.toString()));
    }

    /** An empty name would be the folder that somebody happens to be in; older backups in it would be deleted. */
    private static void requireNamed(@Nullable Path given, String option) {
        if (given != null && given.toString().isEmpty()) {
            throw new UsageFault("The name given as " + option + " is empty.");
        }
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a server from a backup, in a directory that is not there yet or empty.",
                "",
                "Asks for the shares of 'kek split' on standard input, one a line, unless --vault-key is given, or the"
                        + " keys are in a token: then give --store pkcs11 and where it is. The"
                        + " signature log goes on in a new epoch; orders made before are refused.",
                "",
                "Give --log with an auditor's newest export: what was destroyed, removed, locked or revoked after the"
                        + " backup is so again. Where --checkpoint tells of entries that nobody has, everybody begins"
                        + " suspended but the administrator named by --administrator, unless --accept-loss is given."
            })
    int restore(
            @Mixin Place place,
            @Parameters(paramLabel = "IN", description = "the backup") Path backup,
            @Mixin StoreOptions store,
            @Option(names = "--vault-key", paramLabel = "FILE", description = "a copy of the lost server's vault.key")
                    @Nullable Path vaultKey,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "the newest checkpoint of the lost server's log that anybody has")
                    @Nullable Path checkpoint,
            @Option(
                            names = "--log",
                            paramLabel = "FILE",
                            description = "a newer log of the lost server: what 'natsuin log export' wrote")
                    @Nullable Path log,
            @Option(
                            names = "--administrator",
                            paramLabel = "F",
                            description =
                                    "the fingerprint of a device whose administrator stays active, as they read it out")
                    @Nullable String administrator,
            @Option(
                            names = "--accept-loss",
                            description = "suspend nobody though the checkpoint tells of entries that nobody gave")
                    boolean acceptLoss,
            @Option(
                            names = "--show-typing",
                            description = "the terminal shows the shares that are typed, and keeps them")
                    boolean shown) {
        var data = place.dataDirectory();
        if (data == null) {
            throw new UsageFault("Give --data DIR: the directory that is to be made.");
        }
        var arguments = new ArrayList<>(List.of("from=" + backup.toAbsolutePath()));
        if (vaultKey != null) {
            arguments.add("vault-key=" + vaultKey.toAbsolutePath());
        }
        if (checkpoint != null) {
            arguments.add("checkpoint=" + checkpoint.toAbsolutePath());
        }
        if (log != null) {
            arguments.add("log=" + log.toAbsolutePath());
        }
        if (administrator != null) {
            arguments.add("administrator=" + administrator);
        }
        if (acceptLoss) {
            arguments.add("accept-loss=yes");
        }
        if (shown) {
            arguments.add("show-typing=yes");
        }
        var provisional = store.in(
                ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki")));
        return new Restoration(data, provisional, arguments, SideLauncher.found()).run();
    }
}
