package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.desktop.device.Config;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timestamp authorities of a profile, with what they want to know. */
final class StampFrontTest {
    @TempDir
    private Path folder;

    private Profile profile;
    private Stamping stamping;

    @BeforeEach
    void a_profile() {
        profile = Profile.in(folder.resolve("profile"));
        var surroundings = Surroundings.real(new SecureRandom(), Ways.DIRECT);
        stamping = new DeskCore(profile, surroundings, InstantSource.system())
                .services()
                .stamping();
    }

    private static Optional<Secret> password(String text) {
        return Optional.of(Secret.taking(Bytes.utf8(text).toArray()));
    }

    private static <T> T given(Answer<T> answer) {
        return answer.given().orElseThrow(() -> new AssertionError(answer));
    }

    @Test
    void name_and_password_are_kept_in_the_address_and_the_password_is_never_shown() throws Refusal {
        var shown = given(stamping.add(" https://tsa.example/a?b=c#1.2.3 ", "職員 花子", password("秘密:@/#%+")));

        assertThat(shown).containsExactly(new Stamping.Authority(0, "https://tsa.example/a?b=c#1.2.3", "職員 花子"));
        assertThat(profile.config().tsas())
                .containsExactly("https://%E8%81%B7%E5%93%A1%20%E8%8A%B1%E5%AD%90:"
                        + "%E7%A7%98%E5%AF%86%3A%40%2F%23%25%2B@tsa.example/a?b=c#1.2.3");
    }

    @ParameterizedTest
    @CsvSource({
        "tsa.example, ''",
        "ftp://tsa.example/, ''",
        "https://, ''",
        "https://tsa.example/#one, ''",
        "http://tsa.example/, hanako",
        "http://hanako:himitsu@tsa.example/, ''",
        "https://tsa.example/, ha:nako"
    })
    void what_is_no_address_or_would_give_a_password_away_is_refused(String address, String user) throws Refusal {
        assertThat(stamping.add(address, user, password("himitsu")).refusal())
                .contains(Problem.of(ProblemCode.TIMESTAMP_ADDRESS_UNUSABLE));
        assertThat(profile.config()).isEqualTo(Config.NONE);
    }

    @Test
    void the_order_is_the_persons_and_nothing_else_of_the_config_changes() throws Refusal {
        var before = new Config(
                Optional.of("dark"),
                Optional.of("ja"),
                Optional.of("LT"),
                List.of("a.pem"),
                List.of(),
                Optional.empty());
        profile.keep(before);
        stamping.add("https://one/", "", Optional.empty());
        var two = given(stamping.add("https://two/", "", Optional.empty())).get(1);

        assertThat(given(stamping.sooner(two)))
                .extracting(Stamping.Authority::address)
                .containsExactly("https://two/", "https://one/");
        assertThat(stamping.remove(two).refusal()).contains(Problem.of(ProblemCode.DOCUMENT_CHANGED));
        for (var each = given(stamping.authorities()); !each.isEmpty(); ) {
            each = given(stamping.remove(each.get(0)));
        }
        assertThat(profile.config()).isEqualTo(before);
    }

    @Test
    void one_that_gives_no_timestamp_is_told_and_its_password_goes_to_no_other() throws IOException, Refusal {
        var asked = new ArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
        try {
            // To this computer itself a password may go without TLS.
            var url = "http://hanako:himitsu@127.0.0.1:" + server.getAddress().getPort() + "/ts";
            profile.keep(Config.NONE.withTsas(List.of(url)));

            var answer = stamping.attempt(given(stamping.authorities()).get(0));

            assertThat(answer.refusal()).contains(Problem.of(ProblemCode.TIMESTAMP_UNAVAILABLE));
            // Of: printf hanako:himitsu | base64
            assertThat(asked).containsExactly("/ts Basic aGFuYWtvOmhpbWl0c3U=");
        } finally {
            server.stop(0);
        }
    }
}
