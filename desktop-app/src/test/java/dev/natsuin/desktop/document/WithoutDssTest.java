package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing starts fast because it needs nothing of DSS: shown by signing in a JVM that does not have it. */
final class WithoutDssTest {
    @TempDir
    Path desk;

    /** Signs in a JVM of its own; the argument is the folder. */
    public static void main(String[] args) {
        var signer = new TestCa("without DSS").signer("Signer", KeyAlgorithm.P_256);
        var file = HandMadePdf.onePage("contract").write(Path.of(args[0], "contract.pdf"));
        System.out.println(SigningForTests.signed(file, signer, SignAlgorithm.ECDSA_WITH_SHA256));
    }

    @Test
    void signing_needs_no_class_of_dss() throws IOException, InterruptedException {
        var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("dss"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(path).isNotEqualTo(System.getProperty("java.class.path"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(java.toString(), "-cp", path, WithoutDssTest.class.getName(), desk.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(desk.resolve("contract-signed.pdf")).exists();
    }
}
