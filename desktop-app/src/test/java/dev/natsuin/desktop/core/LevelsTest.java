package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LevelsTest {
    @TempDir
    private Path folder;

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-[0-9]+-SelectorManager"))
                .count();
    }

    /** Each would have a thread and open files of its own until they are collected, and there are only so many. */
    @Test
    void however_many_files_are_raised_one_client_asks_the_authorities() {
        var signer = new TestCa("levels").signer("Hanako", KeyAlgorithm.P_256);
        var file = HandMadePdf.onePage("contract").write(folder.resolve("contract.pdf"));
        var signed = SigningForTests.signed(file, signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var profile = Profile.in(folder.resolve("profile"));
        var core = new DeskCore(
                profile, Surroundings.real(new SecureRandom(), Ways.DIRECT), InstantSource.fixed(SigningForTests.TIME));
        var before = selectors();

        for (var i = 0; i < 3; i++) {
            var copy = core.levels()
                    .extend(
                            signed,
                            Optional.empty(),
                            Optional.empty(),
                            SignatureLevel.T,
                            List.of("http://127.0.0.1:1/tsa"),
                            folder,
                            "-T");
            assertThat(copy.given().flatMap(outcome -> outcome.why())).contains(ProblemCode.TIMESTAMP_UNAVAILABLE);
        }

        assertThat(selectors() - before).isLessThanOrEqualTo(1);
    }
}
