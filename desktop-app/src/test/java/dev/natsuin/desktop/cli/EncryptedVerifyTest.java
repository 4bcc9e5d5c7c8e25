package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signed documents that a password opens. */
final class EncryptedVerifyTest {
    private static final TestCa CA = new TestCa("encrypted verify");

    @TempDir
    private Path folder;

    private Path once;
    private Path twice;
    private Path trust;

    @BeforeEach
    void signed_with_the_password() throws Exception {
        var encrypted = ForeignJudges.rewritten(
                Path.of("..", "testdata", "contract-en.pdf"),
                folder.resolve("encrypted.pdf"),
                "--encrypt",
                "user",
                "owner",
                "256",
                "--");
        var signer = CA.signer("山田 花子", KeyAlgorithm.P_256);
        try (var password = Secret.taking("user".getBytes(StandardCharsets.UTF_8))) {
            var options = PdfSignatureOptions.at(SigningForTests.TIME).opening(password);
            once = SigningForTests.signed(encrypted, signer, SignAlgorithm.ECDSA_WITH_SHA256, options);
            twice = SigningForTests.signed(once, signer, SignAlgorithm.ECDSA_WITH_SHA256, options);
        }
        trust = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(CA.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private Typist.Outcome verified(String password, Path... files) {
        var arguments = new ArrayList<>(List.of("verify", "--json", "--pin-stdin", "--trust", trust.toString()));
        for (var file : files) {
            arguments.add(file.toString());
        }
        return new Typist(folder.resolve("profile")).typesWith(password, arguments.toArray(String[]::new));
    }

    @Test
    void the_password_opens_them_for_verifying_once_for_all_files() {
        for (var password : List.of("user\n", "owner\n")) {
            var outcome = verified(password, once, twice);

            assertThat(outcome.exit()).as(outcome.err() + outcome.lines()).isZero();
            assertThat(outcome.text(0, "verdict")).isEqualTo("valid");
            assertThat(outcome.text(1, "verdict")).isEqualTo("valid");
        }
    }

    @Test
    void without_it_or_with_a_wrong_one_nothing_is_said_of_them() throws Exception {
        for (var password : List.of("", "\n", "wrong\n")) {
            var outcome = verified(password, once);

            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("document-encrypted");
        }
    }

    @ParameterizedTest
    @CsvSource({"user, no-timestamp-authority", "owner, no-timestamp-authority", "wrong, document-encrypted"})
    void with_the_password_they_are_raised_as_far_as_services_are_known(String password, String why) throws Exception {
        var outcome = new Typist(folder.resolve("profile"))
                .typesWith(
                        password + "\n",
                        "extend",
                        once.toString(),
                        twice.toString(),
                        "--level",
                        "T",
                        "--json",
                        "--pin-stdin");

        for (int row : new int[] {0, 1}) {
            assertThat(outcome.object(row, "error").reader().text("code")).isEqualTo(why);
        }
    }

    @Test
    void an_octet_changed_in_it_is_found() throws Exception {
        var octets = Files.readAllBytes(once);
        octets[octets.length / 3] ^= 1;
        var altered = Files.write(folder.resolve("altered.pdf"), octets);
        var outcome = verified("user\n", altered);

        assertThat(outcome.has(0, "verdict") && outcome.text(0, "verdict").equals("valid"))
                .isFalse();
    }
}
