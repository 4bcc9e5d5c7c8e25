package dev.natsuin.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The launcher in a process of its own, with what it says; killed at the latest when closed. */
final class RunningServer implements AutoCloseable {
    private static final Pattern PID = Pattern.compile("side ready side=(sgm|sap) pid=([0-9]+)");

    private final Process process;
    private final BufferedReader out;
    private final BufferedReader err;
    private final List<ProcessHandle> seen = new ArrayList<>();

    private RunningServer(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = process.errorReader(StandardCharsets.UTF_8);
    }

    static RunningServer serving(Path data, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        return new RunningServer(new ProcessBuilder(command).start());
    }

    /** The next line on standard output. */
    String said() throws IOException {
        return String.valueOf(out.readLine());
    }

    /** The process of this side that answers next, from the log. */
    ProcessHandle nextReady(String side) throws IOException {
        for (var line = err.readLine(); line != null; line = err.readLine()) {
            var matched = PID.matcher(line);
            if (matched.find() && matched.group(1).equals(side)) {
                var handle = ProcessHandle.of(Long.parseLong(matched.group(2))).orElseThrow();
                seen.add(handle);
                return handle;
            }
        }
        throw new IOException("the launcher ended");
    }

    /** The next line on standard error that holds this. */
    String toldOf(String part) throws IOException {
        for (var line = err.readLine(); line != null; line = err.readLine()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new IOException("the launcher ended");
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        // The launcher first, so that it starts nothing anew; then every side, until it is gone and writes no more.
        seen.addAll(process.descendants().toList());
        process.destroyForcibly().onExit().join();
        seen.forEach(ProcessHandle::destroyForcibly);
        seen.forEach(side -> side.onExit().join());
    }
}
