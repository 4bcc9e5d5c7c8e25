package dev.natsuin.launcher;

import dev.natsuin.link.side.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import picocli.CommandLine.Spec;

/** Measurements on a private server. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures this program on this machine, with a private server that is deleted afterwards.")
final class BenchCommands implements Callable<Integer> {
    /** What the load generator says when the load has ended, and then it waits for the file {@code raw-again}. */
    private static final String MEASURED = "measured";

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    BenchCommands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        throw usage("Give a measurement: sign.");
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            description = {
                "Loads a private server with signature orders and tells what it does and costs.",
                "",
                "Everything is on: TLS, login, HPKE, device and activation signatures, log, disk. The load generator is"
                        + " a process of its own and shares the processors; each client sends its next order when the"
                        + " answer to the last was checked. The ratio is the processor time of a signature in the key"
                        + " store alone, on all processors in the same run, divided by that of SAP and SGM together."
            })
    int sign(
            @Mixin StoreOptions store,
            @Option(
                            names = "--algorithm",
                            paramLabel = "A",
                            description = "rsa-3072 (default), rsa-2048, p-256 …",
                            defaultValue = "rsa-3072")
                    String algorithm,
            @Option(names = "--clients", paramLabel = "N", description = "signers at once", defaultValue = "4")
                    int clients,
            @Option(names = "--hashes", paramLabel = "N", description = "hashes in one order", defaultValue = "1")
                    int hashes,
            @Option(names = "--seconds", paramLabel = "N", description = "the measured time", defaultValue = "20")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            paramLabel = "N",
                            description = "seconds of the same load before it (default: ${DEFAULT-VALUE})",
                            defaultValue = "20")
                    int warmUp,
            @Option(
                            names = "--in",
                            paramLabel = "DIR",
                            description = "where the temporary folder is made; its disk is what is measured")
                    @Nullable Path parent,
            @Option(names = "--record", paramLabel = "DIR", description = "gets a flight recording of both sides")
                    @Nullable Path recordings,
            @Option(
                            names = "--verify-all",
                            description = "verify every signature, not only those of each client's first answer")
                    boolean verifyAll,
            @Option(names = "--json", description = "one JSON object on standard output") boolean json) {
        requirePositive("--clients", clients, 64);
        requirePositive("--hashes", hashes, 10_000);
        requirePositive("--seconds", seconds, 1_000_000);
        requirePositive("--warm-up", warmUp, 100_000);
        try (var server = PrivateServer.made(Optional.ofNullable(parent), store, recordings != null, err)) {
            var arguments = new ArrayList<>(List.of(
                    "algorithm=" + algorithm,
                    "clients=" + clients,
                    "hashes=" + hashes,
                    "seconds=" + seconds,
                    "warm-up=" + warmUp,
                    "raw-alone-ms=" + rawMs(server, algorithm, 1),
                    "raw-ms=" + rawMs(server, algorithm, PROCESSORS)));
            if (verifyAll) {
                arguments.add("verify-all");
            }
            if (json) {
                arguments.add("json");
            }
            server.serve();
            int code = loaded(server, arguments, algorithm);
            server.stop();
            if (recordings != null) {
                keepRecordings(server.watch(), recordings);
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException("the measurement could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        }
    }

    private void requirePositive(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw usage(name + " must be 1 to " + most);
        }
    }

    /**
     * The key store alone, with so many threads, while nothing of ours has work: before the server runs, and again once
     * its load has ended, because the machine is not the same from one minute to the next.
     */
    private String rawMs(PrivateServer server, String algorithm, int threads) throws IOException, InterruptedException {
        err.println("measuring the key store alone");
        var raw = server.launcher()
                .begun(
                        "sgm",
                        server.configFile(),
                        server.config(),
                        "raw-signing",
                        List.of(algorithm, String.valueOf(threads)),
                        ProcessBuilder.Redirect.PIPE);
        try (var result = raw.inputReader(StandardCharsets.UTF_8)) {
            var line = result.readLine();
            if (raw.waitFor() != ExitCode.DONE || line == null) {
                throw usage("There is no key store for " + algorithm + ".");
            }
            return line;
        }
    }

    private int loaded(PrivateServer server, List<String> options, String algorithm)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(options);
        arguments.add("code-file=" + server.codeFile());
        arguments.add("watch=" + server.watch());
        arguments.add("sgm=" + server.pid("sgm"));
        arguments.add("sap=" + server.pid("sap"));
        var again = server.watch().resolve("raw-again");
        arguments.add("raw-again=" + again);
        var load = server.launcher()
                .begun(
                        SideLauncher.BENCH,
                        server.configFile(),
                        server.config(),
                        "sign",
                        arguments,
                        ProcessBuilder.Redirect.PIPE);
        try (var said = load.inputReader(StandardCharsets.UTF_8)) {
            var line = said.readLine();
            if (MEASURED.equals(line)) {
                var written =
                        Files.writeString(again.resolveSibling("raw-again.tmp"), rawMs(server, algorithm, PROCESSORS));
                Files.move(written, again, StandardCopyOption.ATOMIC_MOVE);
                line = said.readLine();
            }
            for (; line != null; line = said.readLine()) {
                out.println(line);
            }
        }
        int code = SideEnd.understood(load.waitFor(), SideLauncher.BENCH, err);
        if (code != ExitCode.DONE) {
            server.tellLastLines();
        }
        return code;
    }

    private static void keepRecordings(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var side : Role.ALL.sides()) {
            var recording = from.resolve(side + ".jfr");
            if (Files.exists(recording)) {
                Files.move(recording, to.resolve(side + ".jfr"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
