package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may sign the trusted lists that are named for an occasion. */
final class TrustedListSignersTest {
    @TempDir
    private Path folder;

    private Typist typist;
    private Path list;
    private Path document;

    @BeforeEach
    void a_list_that_nobody_signed() throws Exception {
        typist = new Typist(Files.createDirectories(folder.resolve("profile")));
        list = Files.writeString(folder.resolve("list.xml"), "<TrustServiceStatusList/>");
        document = HandMadePdf.onePage("text").write(folder.resolve("a.pdf"));
    }

    private Typist.Outcome verifies() {
        return typist.types("verify", document.toString(), "--trusted-list", list.toString(), "--json");
    }

    @Test
    void without_anybody_who_may_sign_it_a_list_is_refused_unread() {
        assertThat(verifies().exit()).isEqualTo(64);
    }

    @Test
    void those_whom_the_owner_prefers_may_sign_it() throws Exception {
        Files.writeString(
                typist.profile().resolve("signer.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        new TestCa("lists").certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Files.writeString(typist.profile().resolve("config.json"), "{\"listSigners\":[\"signer.pem\"]}");

        assertThat(verifies().err()).contains("trusted list");
        assertThat(verifies().exit()).isNotEqualTo(64);
    }
}
