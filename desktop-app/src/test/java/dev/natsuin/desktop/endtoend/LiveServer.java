package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A server of its own, made and served by the built distribution as processes: launcher, SGM and SAP. */
final class LiveServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 90;
    private static final Pattern READY = Pattern.compile("side ready side=(\\w+) pid=(\\d+)");

    private final Path data;
    private final Process launcher;
    private final List<String> log = new ArrayList<>();
    private final Map<String, Long> running = new HashMap<>();
    private boolean serving;

    /** Serves the data directory that {@link #make} made, until closed. */
    LiveServer(Path data, int port) {
        this(data, port, Map.of());
    }

    /** Serves one whose keys may be in a token. */
    LiveServer(Path data, int port, Optional<SoftToken> token) {
        this(data, port, environment(token));
    }

    private static Map<String, String> environment(Optional<SoftToken> token) {
        return token.map(SoftToken::environment).orElse(Map.of());
    }

    private LiveServer(Path data, int port, Map<String, String> environment) {
        this.data = data;
        this.launcher = start(environment, "serve", "--data", data.toString(), "--port", String.valueOf(port));
        listen("out", launcher.inputReader(StandardCharsets.UTF_8));
        listen("err", launcher.errorReader(StandardCharsets.UTF_8));
        await("the server's ready line", () -> serving);
    }

    /** Makes a server that desktops find at this port of this computer. */
    static void make(Path data, int port, Path codeFile) {
        make(data, port, codeFile, 1);
    }

    /** Makes one that declares this level. */
    static void make(Path data, int port, Path codeFile, int level) {
        make(Map.of(), data, port, codeFile, "--level", String.valueOf(level));
    }

    /** Makes one whose keys are in this token, if there is one. */
    static void make(Path data, int port, Path codeFile, Optional<SoftToken> token) {
        make(
                environment(token),
                data,
                port,
                codeFile,
                token.map(SoftToken::options).orElse(new String[] {"--level", "1"}));
    }

    private static void make(Map<String, String> environment, Path data, int port, Path codeFile, String... options) {
        var arguments = new ArrayList<>(List.of(
                "init",
                "--data",
                data.toString(),
                "--url",
                "https://127.0.0.1:" + port,
                "--pki-url",
                "http://127.0.0.1:" + freePort() + "/pki",
                "--code-file",
                codeFile.toString()));
        arguments.addAll(List.of(options));
        assertThat(ended(start(environment, arguments.toArray(String[]::new))))
                .as("natsuin-server init")
                .isZero();
    }

    /** Checks the whole log from outside; the exit code. */
    static int verifyLog(Path data) {
        return ended(start(Map.of(), "verify-log", "--data", data.toString()));
    }

    /** The same where the keys are in a token. */
    static int verifyLog(Path data, Optional<SoftToken> token) {
        return ended(start(environment(token), "verify-log", "--data", data.toString()));
    }

    /** The same for a command. */
    static Said command(Path data, Optional<SoftToken> token, String... arguments) {
        return typing(environment(token), "", data, arguments);
    }

    /** What a command said on both outputs, and its exit code. */
    record Said(int exit, String text) {}

    /** Runs a command of natsuin-server on this data directory. */
    static Said command(Path data, String... arguments) {
        return typing("", data, arguments);
    }

    /** Runs a command of natsuin-server on this data directory, with this on its standard input. */
    static Said typing(String typed, Path data, String... arguments) {
        return typing(Map.of(), typed, data, arguments);
    }

    private static Said typing(Map<String, String> environment, String typed, Path data, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        var process = start(environment, all.toArray(String[]::new));
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(typed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var out = process.inputReader(StandardCharsets.UTF_8);
                var err = process.errorReader(StandardCharsets.UTF_8)) {
            var said = new StringBuilder();
            out.lines().forEach(line -> said.append(line).append('\n'));
            err.lines().forEach(line -> said.append(line).append('\n'));
            return new Said(process.waitFor(), said.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without a launcher in between, for checking often. */
    static int verifyLogQuickly(Path data, Optional<SoftToken> token) {
        var libraries = Distribution.libraries();
        var classPath = libraries.resolve("shared") + "/*" + File.pathSeparator + libraries.resolve("sgm") + "/*";
        var config = data.resolve("config.json").toString();
        return ended(java(environment(token), classPath, "side", "sgm", "run", "--config", config, "--", "verify-log"));
    }

    /** Below the range that the system hands out by itself, so that nobody gets it while a server is down. */
    static int freePort() {
        for (var tries = 0; tries < 200; tries++) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: another one.
            }
        }
        throw new AssertionError("no free port");
    }

    private static Process start(Map<String, String> environment, String... arguments) {
        return java(environment, Distribution.libraries().resolve("shared") + "/*", arguments);
    }

    private static Process java(Map<String, String> environment, String classPath, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp"));
        command.add(classPath);
        command.add("dev.natsuin.launcher.Main");
        command.addAll(List.of(arguments));
        try {
            var builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code; what was said goes to the test's output if it is not 0. */
    private static int ended(Process process) {
        try (var out = process.inputReader(StandardCharsets.UTF_8);
                var err = process.errorReader(StandardCharsets.UTF_8)) {
            var said = new StringBuilder();
            out.lines().forEach(line -> said.append(line).append('\n'));
            err.lines().forEach(line -> said.append(line).append('\n'));
            var code = process.waitFor();
            if (code != 0) {
                System.err.print(said);
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen(String name, BufferedReader lines) {
        var thread = new Thread(() -> hear(lines), "server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void hear(BufferedReader lines) {
        try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                heard(line);
            }
        } catch (IOException e) {
            heard("the server can no longer be heard: " + e);
        }
    }

    private synchronized void heard(String line) {
        log.add(line);
        serving |= line.startsWith("ready ");
        var ready = READY.matcher(line);
        if (ready.find()) {
            running.put(ready.group(1), Long.valueOf(ready.group(2)));
        }
        notifyAll();
    }

    private interface Condition {
        boolean holds();
    }

    private synchronized void await(String what, Condition condition) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!condition.holds()) {
                var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !launcher.isAlive()) {
                    throw new AssertionError("waited in vain for " + what + "; the server said:\n" + said());
                }
                wait(Math.min(left, 1000));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything it wrote so far. */
    synchronized String said() {
        return String.join("\n", log);
    }

    /** Kills a side as {@code kill -9} does. */
    void kill(String side) {
        long pid;
        synchronized (this) {
            pid = Objects.requireNonNull(running.remove(side), side);
        }
        var process = launcher.toHandle().children().filter(child -> child.pid() == pid);
        assertThat(process.findFirst().orElseThrow().destroyForcibly()).isTrue();
    }

    /** Waits until the launcher has this side up again. */
    void awaitUp(String side) {
        await(side + " to be up again", () -> running.containsKey(side));
    }

    /** Waits until another process than this one serves as the side. */
    void awaitAnother(String side, long pid) {
        await("another " + side, () -> running.getOrDefault(side, pid) != pid);
    }

    /** Waits until one of these was said. */
    void awaitSaid(String... words) {
        await(String.join(" or ", words), () -> log.stream().anyMatch(line -> contains(line, words)));
    }

    private static boolean contains(String line, String... words) {
        return Arrays.stream(words).anyMatch(line::contains);
    }

    /** The process that serves as this side now. */
    synchronized long pid(String side) {
        return Objects.requireNonNull(running.get(side), side);
    }

    /** Kills the launcher as {@code kill -9} does; its children, which nobody tells, must end by themselves. */
    void killLauncher() {
        var sides = launcher.toHandle().children().toList();
        assertThat(sides).hasSizeGreaterThanOrEqualTo(2);
        launcher.destroyForcibly();
        try {
            assertThat(launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            for (var side : sides) {
                side.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            sides.forEach(ProcessHandle::destroyForcibly);
            throw new AssertionError("a side outlived its launcher:\n" + said(), e);
        }
    }

    /** Holds a side still for a while, as a machine that swaps or a virtual one that is moved. */
    void freeze(String side, Duration time) throws InterruptedException {
        var pid = pid(side);
        signal("STOP", pid);
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String signal, long pid) throws InterruptedException {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
            assertThat(kill.waitFor()).as("kill -%s", signal).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as SIGTERM does. */
    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                launcher.descendants().forEach(ProcessHandle::destroyForcibly);
                launcher.destroyForcibly();
                throw new AssertionError("the server did not stop:\n" + said());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where its files are. */
    Path data() {
        return data;
    }
}
