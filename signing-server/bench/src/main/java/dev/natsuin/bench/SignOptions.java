package dev.natsuin.bench;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/**
 * What the launcher tells of a {@code bench sign}, as {@code name=value}.
 *
 * @param algorithm of the signers' keys
 * @param clients how many signers at once
 * @param hashes how many in one SAD
 * @param seconds the measured time
 * @param warmUp the time before it, under the same load
 * @param rawAloneMs processor milliseconds of one signature of the key store alone, on one processor
 * @param rawMs the same, on all processors at once
 * @param rawAgain the file that will have {@code rawMs} measured again, once the load has ended
 * @param codeFile the first administrator's code
 * @param watch the folder with the sides' logs of garbage collections
 * @param sgm the SGM's process number
 * @param sap the SAP's process number
 * @param verifyAll whether each signature is verified, and not only those of each client's first answer
 * @param json one JSON object instead of lines for people
 */
record SignOptions(
        KeyAlgorithm algorithm,
        int clients,
        int hashes,
        Duration seconds,
        Duration warmUp,
        double rawAloneMs,
        double rawMs,
        Path rawAgain,
        Path codeFile,
        Path watch,
        long sgm,
        long sap,
        boolean verifyAll,
        boolean json) {
    static SignOptions read(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var argument : arguments) {
            var parts = argument.split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return new SignOptions(
                KeyAlgorithm.byName(text(given, "algorithm"))
                        .filter(kind -> !kind.isExperimental())
                        .orElseThrow(() -> new BenchFault("a key algorithm that is not known or not measured")),
                Integer.parseInt(text(given, "clients")),
                Integer.parseInt(text(given, "hashes")),
                Duration.ofSeconds(Long.parseLong(text(given, "seconds"))),
                Duration.ofSeconds(Long.parseLong(text(given, "warm-up"))),
                Double.parseDouble(text(given, "raw-alone-ms")),
                Double.parseDouble(text(given, "raw-ms")),
                Path.of(text(given, "raw-again")),
                Path.of(text(given, "code-file")),
                Path.of(text(given, "watch")),
                Long.parseLong(text(given, "sgm")),
                Long.parseLong(text(given, "sap")),
                given.containsKey("verify-all"),
                given.containsKey("json"));
    }

    private static String text(HashMap<String, String> given, String name) {
        var value = given.get(name);
        if (value == null) {
            throw new BenchFault("the launcher did not tell " + name);
        }
        return value;
    }
}
