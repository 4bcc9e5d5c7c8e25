package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.device.IdentityMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.statement.Role;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code device server}: people whose server got another address. */
final class ServerPlaceTest {
    @TempDir
    Path folder;

    private final FakeServer fake = new FakeServer();
    private final String before = fake.url();
    private final String after = "https://localhost:" + URI.create(before).getPort();
    private Typist typist;

    @BeforeEach
    void somebody() {
        typist = new Typist(folder.resolve("profile"));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private String told() {
        var outcome = typist.typesWith("", "device", "server", "--json");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome.text(0, "server");
    }

    private String addressIn(Path code) throws Exception {
        try (var read = EnrolmentCode.read(Secret.taking(Files.readAllBytes(code)))) {
            return read.url();
        }
    }

    @Test
    void whoever_works_on_is_led_to_the_address_that_the_server_names_and_gives_it_to_others() throws Exception {
        typist.enrols(fake.invite(Role.OFFICER));
        assertThat(told()).isEqualTo(before);
        fake.describedUrl = Optional.of(after);
        var code = folder.resolve("code");

        var invited = typist.types(
                "staff",
                "invite",
                "--name",
                "山田 花子",
                "--email",
                "hanako@example.jp",
                "--out",
                code.toString(),
                "--pin-stdin");

        assertThat(invited.exit()).as(invited.err()).isZero();
        assertThat(addressIn(code)).isEqualTo(after);
        assertThat(told()).isEqualTo(after);
    }

    @Test
    void a_code_of_before_enrols_at_the_address_of_now() {
        fake.describedUrl = Optional.of(after);

        assertThat(typist.enrols(fake.inviteSigner()).exit()).isZero();

        assertThat(told()).isEqualTo(after);
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
    }

    @Test
    void a_person_names_another_address_at_which_the_server_must_prove_itself() {
        typist.enrols(fake.inviteSigner());
        fake.describedUrl = Optional.of(after);

        var moved = typist.typesWith("", "device", "server", "--to", after.substring("https://".length()), "--json");

        assertThat(moved.exit()).as(moved.err()).isZero();
        assertThat(moved.lines()).containsExactly("{\"server\":\"" + after + "\",\"moved\":true}");
        assertThat(told()).isEqualTo(after);
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
        assertThat(typist.typesWith("", "device", "server", "--to", after, "--json")
                        .lines())
                .containsExactly("{\"server\":\"" + after + "\",\"moved\":false}");
    }

    @Test
    void another_server_is_refused_and_hears_nothing() {
        typist.enrols(fake.inviteSigner());
        try (var stranger = new FakeServer()) {
            var outcome = typist.typesWith("", "device", "server", "--to", stranger.url());

            assertThat(outcome.exit()).isEqualTo(4);
            assertThat(outcome.err()).contains("does not prove to be the server");
            assertThat(stranger.requests()).extracting(FakeServer.Request::path).containsOnly("/api/v1/descriptor");
        }
        assertThat(told()).isEqualTo(before);
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
    }

    @Test
    void another_server_is_told_as_that_also_where_the_key_of_the_right_one_was_renewed() throws Exception {
        typist.enrols(fake.inviteSigner());
        var profile = Profile.in(typist.profile());
        var renewed = Bytes.utf8("a renewed identity key").sha256();
        profile.keep(new IdentityMemory(
                fake.sgm.identityHash(), 1, renewed, Instant.EPOCH, "0".repeat(16), "1".repeat(16), true));
        try (var stranger = new FakeServer()) {
            var outcome = typist.typesWith("", "device", "server", "--to", stranger.url());

            assertThat(outcome.exit()).isEqualTo(4);
            assertThat(outcome.err()).contains("does not prove to be the server");
        }
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void where_nothing_answers_everything_stays() {
        typist.enrols(fake.inviteSigner());

        assertThat(typist.typesWith("", "device", "server", "--to", "localhost:1")
                        .exit())
                .isEqualTo(4);
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void what_is_no_address_is_a_wrong_use() {
        typist.enrols(fake.inviteSigner());

        for (var wrong : new String[] {"", "http://sign.example.jp", "https://name:secret@sign.example.jp", "署名.jp"}) {
            assertThat(typist.typesWith("", "device", "server", "--to", wrong).exit())
                    .as(wrong)
                    .isEqualTo(64);
        }
        assertThat(told()).isEqualTo(before);
    }

    @Test
    void where_nobody_is_enrolled_there_is_no_server() {
        assertThat(typist.typesWith("", "device", "server").exit()).isEqualTo(64);
    }
}
