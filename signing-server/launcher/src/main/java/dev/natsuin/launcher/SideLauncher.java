package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a side in a Java process of its own, with only its own libraries and what both sides share. */
final class SideLauncher {
    /** The name of the load generator, which is started like a side. */
    static final String BENCH = "bench";

    private static final int BENCH_MEMORY_MB = 512;
    private static final Logger LOG = LoggerFactory.getLogger(SideLauncher.class);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);

    private final Optional<Path> libraries;
    private final Watching watching;

    private SideLauncher(Optional<Path> libraries, Watching watching) {
        this.libraries = libraries;
        this.watching = watching;
    }

    /**
     * What a bench wants to see of the sides that serve; they run as always otherwise.
     *
     * @param folder gets {@code gc-SIDE.log}, and {@code SIDE.jfr} at a side's end; nothing: an ordinary server
     * @param recorded whether a flight recording is made. It shows stacks and no values, but only throw-away servers
     *     are recorded
     */
    record Watching(Optional<Path> folder, boolean recorded) {
        private List<String> flags(String side) {
            var flags = new ArrayList<String>();
            folder.ifPresent(f -> {
                flags.add("-Xlog:gc:file=" + f.resolve("gc-" + side + ".log") + ":uptime:filecount=0");
                if (recorded) {
                    flags.add("-XX:StartFlightRecording=settings=profile,filename=" + f.resolve(side + ".jfr"));
                }
            });
            return flags;
        }
    }

    /** The same, with sides that can be watched. */
    SideLauncher watching(Path folder, boolean recorded) {
        return new SideLauncher(libraries, new Watching(Optional.of(folder), recorded));
    }

    /**
     * The sides beside this program: in {@code lib/sgm} and {@code lib/sap} when it runs from {@code lib/shared}; run
     * from a folder of classes, as a developer does, every side gets this process's own class path.
     */
    static SideLauncher found() {
        try {
            var source = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(source)) {
                return new SideLauncher(Optional.empty(), new Watching(Optional.empty(), false));
            }
            return new SideLauncher(
                    Optional.ofNullable(source.getParent()).map(Path::getParent),
                    new Watching(Optional.empty(), false));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place has no path", e);
        }
    }

    /**
     * Starts a side that serves. Its output is for the launcher; when its input ends, it stops. A watched side's
     * standard error is the launcher's to read, others' is the terminal's.
     */
    Process serve(String side, Path file, ConfigFile config, @Nullable Integer port) throws IOException {
        var arguments = new ArrayList<>(List.of("serve", "--config", file.toString()));
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        var temporary = Files.createDirectories(config.data().resolve("tmp").resolve(side));
        // A killed process leaves its unpacked native libraries behind.
        Folder.empty(temporary);
        HeldFolder.clearAwayLeft(config.data().resolve("tmp"), side);
        var flags = new ArrayList<>(flags(side, config));
        flags.addAll(watching.flags(side));
        var process = process(side, flags, temporary, arguments);
        if (watching.folder().isEmpty()) {
            process.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        return process.start();
    }

    /** The sides as {@code init} needs them. */
    Initialisation.Sides sides() {
        return new Initialisation.Sides() {
            @Override
            public int init(String side, ConfigFile config, Optional<Path> codeFile) {
                return SideLauncher.this.init(side, config, codeFile);
            }

            @Override
            public int undo(String side, ConfigFile config) {
                return run(side, config.data().resolve(ConfigFile.NAME), config, "init-undo", List.of());
            }
        };
    }

    /** Has a side make its part of the data directory, at this terminal. */
    int init(String side, ConfigFile config, Optional<Path> codeFile) {
        var file = config.data().resolve(ConfigFile.NAME);
        var arguments = new ArrayList<>(List.of("init", "--config", file.toString()));
        codeFile.ifPresent(f -> arguments.addAll(List.of("--code-file", f.toString())));
        return finished(side, config, arguments);
    }

    /** Has a side do a console command, at this terminal. */
    int run(String side, Path file, ConfigFile config, String command, List<String> given) {
        return finished(side, config, runArguments(file, command, given));
    }

    private static List<String> runArguments(Path file, String command, List<String> given) {
        var arguments = new ArrayList<>(List.of("run", "--config", file.toString(), "--", command));
        arguments.addAll(given);
        return arguments;
    }

    /**
     * Begins a command that works long enough for Java's better compiler, with the flags of a side that serves. What it
     * says beside its result goes to the terminal.
     *
     * @param result where its standard output goes
     */
    Process begun(
            String side,
            Path file,
            ConfigFile config,
            String command,
            List<String> given,
            ProcessBuilder.Redirect result)
            throws IOException {
        var temporary = Files.createDirectories(config.data().resolve("tmp").resolve(command));
        return process(side, flags(side, config), temporary, runArguments(file, command, given))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(result)
                .start();
    }

    private int finished(String side, ConfigFile config, List<String> arguments) {
        try {
            var parent = Files.createDirectories(config.data().resolve("tmp"));
            HeldFolder.clearAwayLeft(parent, side);
            // Not the folder of a side that may be serving meanwhile.
            try (var temporary = HeldFolder.made(parent, side)) {
                var flags = new ArrayList<>(flags(side, config));
                flags.add("-XX:TieredStopAtLevel=1");
                int told = waitedFor(
                        process(side, flags, temporary.path(), arguments)
                                .inheritIO()
                                .start(),
                        temporary);
                return SideEnd.understood(told, side, System.err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no process could be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        }
    }

    /**
     * A signal that ends this process ends the other one first: nothing works on behind the back of whoever stopped it.
     */
    private static int waitedFor(Process begun, HeldFolder temporary) throws InterruptedException {
        var ending = new Thread(() -> end(begun, temporary), "end-of-command");
        try {
            Runtime.getRuntime().addShutdownHook(ending);
        } catch (IllegalStateException e) {
            end(begun, temporary); // a signal came between two commands
        }
        try {
            return begun.waitFor();
        } finally {
            forget(ending);
        }
    }

    private static void end(Process begun, HeldFolder temporary) {
        begun.destroy();
        try {
            if (!begun.waitFor(ENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                begun.destroyForcibly().waitFor();
            }
            temporary.close();
        } catch (IOException e) {
            LOG.warn("temporary folder not deleted name={}", temporary.path().getFileName());
        } catch (InterruptedException e) {
            begun.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            LOG.debug("a signal came, and it is at work");
        }
    }

    private ProcessBuilder process(String side, List<String> flags, Path temporary, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-cp");
        command.add(classPath(side));
        command.add(Main.class.getName());
        command.add(SideCommands.NAME);
        command.add(side);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static List<String> flags(String side, ConfigFile config) {
        int memoryMb = memoryMb(side, config);
        var flags = new ArrayList<>(List.of(
                "-Xmx" + memoryMb + "m",
                // Out of memory, a process with half-done work is worth less than one started anew.
                "-XX:+ExitOnOutOfMemoryError",
                // Keys are in this memory: no dumps of it, in any form, and no debugger that asks for one.
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true"));
        if (side.equals("sgm")) {
            // A crash report shows registers and stack. Whoever must find a crash in a token's driver runs it by hand.
            flags.add("-XX:+SuppressFatalErrorMessage");
        } else {
            flags.add("-XX:ErrorFile=" + config.data().resolve("crash-sap-%p.log"));
        }
        if (memoryMb <= 1024) {
            // The smallest in memory and threads; its pauses are milliseconds on such a heap. Larger heaps get G1.
            flags.add("-XX:+UseSerialGC");
        }
        if (Runtime.version().feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    private static int memoryMb(String side, ConfigFile config) {
        if (side.equals(BENCH)) {
            return BENCH_MEMORY_MB;
        }
        var name = side.equals("sgm") ? "NATSUIN_SGM_MEMORY_MB" : "NATSUIN_SAP_MEMORY_MB";
        var set = System.getenv(name);
        if (set == null) {
            return side.equals("sgm")
                    ? config.config().sgmMemoryMb()
                    : config.config().sapMemoryMb();
        }
        if (!set.matches("[1-9][0-9]{1,5}")) {
            throw new UsageFault(name + " must be a number of MiB");
        }
        return Integer.parseInt(set);
    }

    private String classPath(String side) throws IOException {
        if (libraries.isEmpty()) {
            return System.getProperty("java.class.path");
        }
        var jars = new ArrayList<String>();
        jars.addAll(jars(libraries.get().resolve("shared")));
        jars.addAll(jars(libraries.get().resolve(side)));
        return String.join(File.pathSeparator, jars);
    }

    private static List<String> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageFault("The libraries of " + Objects.requireNonNull(folder.getFileName())
                    + " are missing beside this program.");
        }
        try (var files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(f -> f.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
