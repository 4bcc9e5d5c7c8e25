package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.Rig;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server whose operator gave it another address: its desks follow where the pinned identity says so, and only there.
 */
final class MovedServerTest {
    @TempDir
    Path folder;

    private Rig rig;
    private String before;
    private String after;

    @BeforeEach
    void a_desk_of_a_server_that_has_two_addresses() throws Refusal {
        rig = new Rig(folder);
        before = rig.fake.url();
        after = "https://localhost:" + URI.create(before).getPort();
        rig.profile.keep(new Owner(
                Owner.Stage.ORDERED,
                before,
                rig.fake.sgm.identityHash(),
                rig.fake.sgm.identityHash(),
                rig.user,
                "0".repeat(32),
                "0".repeat(16),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String kept() throws Refusal {
        return rig.profile.owner().orElseThrow().url();
    }

    /** Greets, and asks something that needs a login, whose audience the server compares with the address it names. */
    private Server met() throws Refusal {
        var server = rig.server();
        Conversation.begin(server, rig.profile, rig.keys, rig.user, rig.surroundings)
                .ask(Statement.ListKeys::new);
        return server;
    }

    private static void notBelieved(Refusal.Work<?> errand) {
        assertThatThrownBy(errand::run)
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.why().code()).isEqualTo(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    @Test
    void is_followed_to_the_address_that_its_identity_names_and_remembered_there() throws Exception {
        rig.fake.describedUrl = Optional.of(after);

        var server = met();

        assertThat(server.url()).isEqualTo(after);
        assertThat(server.isKnownBy(before)).isTrue();
        assertThat(kept()).isEqualTo(after);
        assertThat(new Server(after, rig.fake.sgm.identityHash(), rig.profile, rig.surroundings).greet())
                .isNotNull();
    }

    @Test
    void is_followed_by_a_desk_that_met_it_where_it_was() throws Exception {
        var server = rig.server();
        server.greet();
        rig.fake.describedUrl = Optional.of(after);

        Conversation.begin(server, rig.profile, rig.keys, rig.user, rig.surroundings)
                .ask(Statement.ListKeys::new);

        assertThat(server.url()).isEqualTo(after);
        assertThat(kept()).isEqualTo(after);
    }

    @Test
    void is_asked_where_it_was_as_long_as_nothing_answers_where_it_says_it_is() throws Exception {
        rig.fake.describedUrl = Optional.of("https://localhost:1");

        assertThat(met().url()).isEqualTo(before);
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void is_asked_where_it_was_if_another_server_answers_where_it_says_it_is() throws Exception {
        try (var stranger = new FakeServer()) {
            rig.fake.describedUrl = Optional.of(stranger.url());

            assertThat(met().url()).isEqualTo(before);
            assertThat(kept()).isEqualTo(before);
            assertThat(stranger.requests()).extracting(FakeServer.Request::path).containsOnly("/api/v1/descriptor");
        }
    }

    @Test
    void is_asked_where_it_was_if_somebody_with_its_descriptor_and_without_its_tls_key_answers_there()
            throws Exception {
        try (var thief = new FakeServer()) {
            rig.fake.describedUrl = Optional.of(thief.url());
            var stolen = rig.fake.sgm.descriptor(thief.url(), List.of(rig.fake.keyHash()));
            thief.lieOn = "/api/v1/descriptor";
            thief.lie = body -> JsonObject.with("descriptor", stolen).build();

            assertThat(met().url()).isEqualTo(before);
            assertThat(kept()).isEqualTo(before);
            assertThat(thief.requests()).extracting(FakeServer.Request::path).containsOnly("/api/v1/descriptor");
        }
    }

    @Test
    void is_not_followed_from_one_address_to_the_next_and_the_next() throws Exception {
        var third = "https://localhost:" + URI.create(before).getPort() + "/third";
        rig.fake.describedUrl = Optional.of(third);
        rig.fake.lieOn = "/api/v1/descriptor";
        var asked = new int[1];
        rig.fake.lie = body -> JsonObject.with(
                        "descriptor",
                        rig.fake.sgm.descriptor(asked[0]++ % 2 == 0 ? after : third, List.of(rig.fake.keyHash())))
                .build();

        rig.server().greet();

        assertThat(rig.fake.count("/api/v1/descriptor")).isLessThan(8);
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void is_not_followed_before_its_sgm_answered_there() throws Exception {
        rig.fake.describedUrl = Optional.of(after);
        var old = rig.fake.sgm.hello(Bytes.of(new byte[16]));
        rig.fake.lieOn = "/api/v1/hello";
        rig.fake.lie =
                body -> JsonObject.with("hello", old).and("challenge", "x").build();

        notBelieved(rig.server()::greet);

        assertThat(kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://somebody:secret@localhost",
                "https://localhost/?x",
                "https://localhost/#x",
                "https://",
                "https://署名.example",
                "https://local host"
            })
    void names_no_address_that_no_code_could_name(String named) {
        rig.fake.describedUrl = Optional.of(named);

        notBelieved(rig.server()::greet);
    }

    @Test
    void another_address_is_not_written_over_one_that_was_noted_since() throws Exception {
        rig.profile.moved(rig.fake.sgm.identityHash(), "https://elsewhere.example", after);
        assertThat(kept()).isEqualTo(before);

        rig.profile.moved(Bytes.utf8("another SGM").sha256(), before, after);
        assertThat(kept()).isEqualTo(before);
    }
}
