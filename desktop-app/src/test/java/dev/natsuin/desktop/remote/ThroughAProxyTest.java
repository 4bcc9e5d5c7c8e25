package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.fake.FakeProxy;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.Rig;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy between the desk and everybody else, which may want something, or nothing to do with it. */
final class ThroughAProxyTest {
    private static final String NAMED = "https://signing.example";
    private static final BasicLogin LOGIN = new BasicLogin("職員 花子", "秘密:@%");
    /** Of {@code printf '職員 花子:秘密:@%%' | base64}. */
    private static final String SAID = "Basic 6IG35ZOhIOiKseWtkDrnp5jlr4Y6QCU=";

    @TempDir
    Path folder;

    private Rig rig;
    private FakeProxy proxy;
    private ProxyWish wish;

    @BeforeEach
    void a_server_behind_a_proxy() {
        rig = new Rig(folder);
        proxy = new FakeProxy(URI.create(rig.fake.url()).getPort());
        wish = through(Optional.empty());
        rig.fake.describedUrl = Optional.of(NAMED);
    }

    @AfterEach
    void close() {
        proxy.close();
        rig.close();
    }

    private ProxyWish through(Optional<BasicLogin> login) {
        return new ProxyWish.Through(new HttpProxy("127.0.0.1", proxy.port(), login), List.of());
    }

    private Ways ways() {
        return Ways.DIRECT.wished(() -> wish);
    }

    private Server server() {
        return new Server(NAMED, rig.fake.sgm.identityHash(), rig.profile, rig.surroundings.with(ways()));
    }

    private void refused(ProblemCode code) {
        assertThatThrownBy(server()::greet)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(code));
    }

    @Test
    void the_server_is_met_through_a_tunnel_that_ends_at_its_own_tls_key() throws Exception {
        server().greet();

        assertThat(proxy.heads()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT signing.example:443 "));
        assertThat(proxy.heads()).noneMatch(head -> head.contains("Proxy-Authorization"));
    }

    @Test
    void name_and_password_open_the_tunnel_and_go_no_further() throws Exception {
        proxy.wants(SAID);
        wish = through(Optional.of(LOGIN));

        server().greet();

        assertThat(proxy.heads()).allMatch(head -> head.contains("\r\nProxy-Authorization: " + SAID + "\r\n"));
        assertThat(rig.fake.requests())
                .noneMatch(request -> Pattern.compile("(?i)proxy-authorization")
                        .matcher(request.octets().toUtf8())
                        .find());
    }

    @Test
    void a_proxy_that_wants_a_name_or_another_is_told_as_that() {
        proxy.wants(SAID);
        refused(ProblemCode.PROXY_WANTS_LOGIN);

        wish = through(Optional.of(new BasicLogin("職員 花子", "間違い")));
        refused(ProblemCode.PROXY_WANTS_LOGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "401, PROXY_WANTS_LOGIN",
        "403, PROXY_REFUSES",
        "405, PROXY_REFUSES",
        "500, PROXY_REFUSES",
        "502, SERVER_UNREACHABLE",
        "503, SERVER_UNREACHABLE",
        "504, SERVER_UNREACHABLE"
    })
    void what_the_proxy_answers_says_whose_fault_it_is(int status, ProblemCode code) {
        proxy.refuses(status);
        refused(code);
    }

    @Test
    void a_proxy_that_is_not_there_is_not_a_server_that_is_not_there() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        wish = new ProxyWish.Through(new HttpProxy("127.0.0.1", closed), List.of());
        refused(ProblemCode.PROXY_UNREACHABLE);

        wish = new ProxyWish.Through(new HttpProxy("proxy.invalid", 8080), List.of());
        refused(ProblemCode.PROXY_UNREACHABLE);
    }

    @Test
    void a_proxy_that_opens_the_connection_is_told_as_that_and_hears_nothing_but_the_first_question() throws Exception {
        // Speaks TLS with a key of its own and passes on what the server says, as a proxy that inspects does.
        try (var opening = new FakeServer();
                var before = new FakeProxy(URI.create(opening.url()).getPort())) {
            var descriptor = rig.fake.sgm.descriptor(NAMED, rig.fake.describedKeys);
            opening.descriptorLie = told -> descriptor;
            wish = new ProxyWish.Through(new HttpProxy("127.0.0.1", before.port()), List.of());

            refused(ProblemCode.CONNECTION_INTERCEPTED);

            assertThat(opening.requests()).extracting(FakeServer.Request::path).containsOnly("/api/v1/descriptor");
        }
    }

    @Test
    void another_wish_is_at_work_with_the_next_exchange() throws Exception {
        var server = server();
        server.greet();
        proxy.refuses(403);
        proxy.wants("nobody");
        try (var other = new FakeProxy(URI.create(rig.fake.url()).getPort())) {
            wish = new ProxyWish.Through(new HttpProxy("127.0.0.1", other.port()), List.of());

            server.greet();

            assertThat(other.heads()).isNotEmpty();
        }
    }

    @Test
    void services_of_authorities_are_asked_through_the_proxy_and_those_excepted_without_its_password()
            throws IOException {
        var seen = new ArrayList<Headers>();
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.start();
        try (var between = new FakeProxy(service.getAddress().getPort())) {
            between.wants(SAID);
            wish = new ProxyWish.Through(
                    new HttpProxy("127.0.0.1", between.port(), Optional.of(LOGIN)), List.of("127.0.0.2"));
            var services = new PublicServices(Duration.ofSeconds(10), ways());

            assertThat(services.post("http://tsa.example/ts", "application/timestamp-query", Bytes.utf8("?")))
                    .isPresent();
            assertThat(between.heads()).singleElement().asString().startsWith("POST http://tsa.example/ts ");

            assertThat(services.get("http://localhost:" + service.getAddress().getPort() + "/crl"))
                    .isPresent();
            assertThat(between.heads()).hasSize(1);
            assertThat(seen).hasSize(2).noneMatch(headers -> headers.containsKey("Proxy-Authorization"));
        } finally {
            service.stop(0);
        }
    }

    @Test
    void an_order_whose_answer_was_lost_is_kept_however_the_proxy_fails() throws Exception {
        rig.fake.describedUrl = Optional.empty();
        var key = rig.key();
        rig.fake.describedUrl = Optional.of(NAMED);
        var conversation = Conversation.begin(server(), rig.profile, rig.keys, rig.user, rig.surroundings.with(ways()));
        rig.fake.dropPath = "/csc/v2/signatures/signHash";
        rig.fake.answersToDrop = 1;
        rig.fake.requestLie = request -> {
            proxy.refuses(403);
            return request;
        };

        assertThatThrownBy(() -> rig.sign(conversation, key, Rig.PIN))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.NOT_CONFIRMED));
        assertThat(rig.fake.sgm.obeyed).isNotEmpty();
        assertThat(rig.profile.unanswered()).isPresent();
    }
}
