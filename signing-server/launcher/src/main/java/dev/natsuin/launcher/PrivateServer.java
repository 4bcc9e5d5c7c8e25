package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server on loopback for a measurement: made in a temporary folder, served as {@code serve} does, stopped and deleted
 * on close, or when the process ends.
 */
final class PrivateServer implements AutoCloseable {
    private static final int LINES_KEPT = 30;

    private final Path folder;
    private final PrintStream err;
    private final SideLauncher launcher;
    private final ConfigFile config;
    private final Supervisor supervisor;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private PrivateServer(Path folder, StoreOptions store, boolean recorded, PrintStream err) {
        this.folder = folder;
        this.err = err;
        this.launcher = SideLauncher.found().watching(folder, recorded);
        this.config = new ConfigFile(
                store.in(ServerConfig.of(
                                URI.create("https://127.0.0.1:" + freePort()),
                                URI.create("http://127.0.0.1:" + freePort() + "/pki"))
                        .withLimits(ServerConfig.Limits.none())), // what is measured is the work
                folder.resolve("data"));
        this.supervisor = new Supervisor(Role.ALL.sides(), this::start, Pace.standard(), err, err);
    }

    /** Makes it; nothing runs yet. */
    static PrivateServer made(Optional<Path> parent, StoreOptions store, boolean recorded, PrintStream err) {
        try {
            var folder = parent.isPresent()
                    ? Files.createTempDirectory(parent.get(), "natsuin-bench-")
                    : Files.createTempDirectory("natsuin-bench-");
            var server = new PrivateServer(folder, store, recorded, err);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            var made = new Initialisation(
                            server.config.data(),
                            server.config.config(),
                            Role.ALL,
                            Optional.empty(),
                            Optional.of(server.codeFile()),
                            server.launcher.sides())
                    .run();
            if (made != ExitCode.DONE) {
                server.close();
                throw new UsageFault("The private server could not be made; the lines above say why.");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port", e);
        }
    }

    private Process start(String side) throws IOException {
        var process = launcher.serve(side, configFile(), config, null);
        var reader = new Thread(() -> keepLastLines(process.errorReader(StandardCharsets.UTF_8)), "log-" + side);
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    /** What a service manager would do with the sides' log: takes it, so that writing it costs them what it costs. */
    private void keepLastLines(BufferedReader lines) {
        try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("a side can no longer be heard");
        }
    }

    private synchronized void keep(String line) {
        lastLines.add(line);
        if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
        }
    }

    /** Tells what the sides logged last. */
    synchronized void tellLastLines() {
        lastLines.forEach(err::println);
    }

    /** Serves; returns when both sides answer. */
    void serve() {
        var serving = new CompletableFuture<Boolean>();
        new Thread(() -> serving.complete(supervisor.serve()), "serve").start();
        CompletableFuture.anyOf(supervisor.ready(), serving).join();
        if (!supervisor.ready().isDone()) {
            tellLastLines();
            throw new UsageFault("The private server does not stay up; the lines above say why.");
        }
    }

    /** The number of a side's process. */
    long pid(String side) {
        return supervisor
                .process(side)
                .orElseThrow(() -> new IllegalStateException("the " + side + " does not run"))
                .pid();
    }

    SideLauncher launcher() {
        return launcher;
    }

    ConfigFile config() {
        return config;
    }

    Path configFile() {
        return config.data().resolve(ConfigFile.NAME);
    }

    /** Where the first administrator's code is. */
    Path codeFile() {
        return folder.resolve("code");
    }

    /** Where the sides' logs of garbage collections and recordings are. */
    Path watch() {
        return folder;
    }

    /** Stops both sides; what they leave can be read until {@link #close()}. */
    void stop() {
        supervisor.stop();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stop();
        try {
            Folder.empty(folder);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            err.println("The temporary folder could not be deleted wholly.");
        }
    }
}
