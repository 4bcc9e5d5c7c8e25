package dev.natsuin.desktop.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line {@code natsuin} as a process of its own, over one profile. */
final class Natsuin {
    private final Path profile;
    private final Path output;
    private final Path errors;
    private final List<String> before;

    /**
     * Keeps what the last one said in two files.
     *
     * @param said where; gets the endings .out and .err
     * @param before words before the command, such as one that sets limits
     */
    Natsuin(Path profile, Path said, String... before) {
        this.profile = profile;
        this.output = said.resolveSibling(said.getFileName() + ".out");
        this.errors = said.resolveSibling(said.getFileName() + ".err");
        this.before = List.of(before);
    }

    Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("dev.natsuin.desktop.Main");
        command.addAll(List.of("--profile", profile.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** Types the PIN and waits; the exit code. */
    int typed(Process process, String pin) throws InterruptedException {
        try (var in = process.getOutputStream()) {
            in.write((pin + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return process.waitFor(); // It ended before it read.
        }
        return process.waitFor();
    }

    /** Runs a command that asks for the PIN; the exit code. */
    int run(String... arguments) throws IOException, InterruptedException {
        return typed(start(arguments), People.PIN);
    }

    /** What it said on standard output. */
    String said() throws IOException {
        return Files.readString(output);
    }

    /** What it said to the person. */
    String complained() throws IOException {
        return Files.readString(errors);
    }
}
