package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RatesTest {
    private static final int OF_AN_ADDRESS = 20;
    private static final int OF_A_PERSON = 6;
    private static final int REFUSED_ENROLMENTS = 3;
    private static final String HELLO = "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\"}";
    private static final String LIST = "/csc/v2/credentials/list";

    @TempDir
    Path folder = Path.of("");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RunningSap sap;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder, new HttpRates(OF_AN_ADDRESS, OF_A_PERSON, REFUSED_ENROLMENTS));
    }

    @AfterEach
    void stop() {
        sap.close();
        threads.shutdownNow();
    }

    private void useUpTheAddress() {
        for (int i = 0; i < OF_AN_ADDRESS; i++) {
            sap.get("/api/v1/logo.png");
        }
    }

    /** Asks from another address of this machine; gives the whole answer. */
    private String from(String address, String path, String token) throws IOException {
        var request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), sap.port(), InetAddress.getByName(address), 0);
                var socket = RunningSap.trusting(folder)
                        .getSocketFactory()
                        .createSocket(plain, "127.0.0.1", sap.port(), true)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_address_that_asks_too_often_is_told_when_to_come_again_at_every_door() {
        useUpTheAddress();

        for (var path : List.of("/api/v1/hello", "/api/v1/login", "/api/v1/enrolments", "/api/v1/nowhere")) {
            var response = sap.post(path, HELLO);
            assertThat(response.status()).as(path).isEqualTo(429);
            assertThat(response.problem()).isEqualTo("too-many-requests");
            assertThat(response.header("Retry-After")).isEqualTo("3");
        }
        assertThat(sap.post(LIST, "{}").error()).isEqualTo("temporarily_unavailable: Too many requests");
    }

    @Test
    void whoever_comes_again_when_told_is_answered() {
        useUpTheAddress();

        sap.clock.advance(Duration.ofSeconds(3));

        assertThat(sap.post("/api/v1/hello", HELLO).status()).isEqualTo(200);
    }

    @Test
    void the_plain_listener_counts_too() {
        for (int i = 0; i < OF_AN_ADDRESS; i++) {
            assertThat(sap.send(java.net.http.HttpRequest.newBuilder(sap.plain("/pki/ca.cer")))
                            .status())
                    .isEqualTo(200);
        }

        var response = sap.send(java.net.http.HttpRequest.newBuilder(sap.plain("/pki/ca.cer")));

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("3");
    }

    @Test
    void people_who_are_logged_in_do_not_feel_what_their_address_does() {
        var token = sap.enrolled(Role.SIGNER).token();
        useUpTheAddress();

        assertThat(sap.post(LIST, "{}", token).status()).isEqualTo(200);
    }

    @Test
    void what_people_do_who_are_logged_in_does_not_count_against_their_address() {
        var first = sap.enrolled(Role.SIGNER);
        for (int i = 0; i < 5; i++) {
            var token = sap.enrolled(Role.SIGNER).token(); // three requests of nobody known
            for (int j = 0; j < OF_A_PERSON; j++) {
                sap.post(LIST, "{}", token);
            }
        }

        assertThat(first.login(first.assertion(first.challenge())).status()).isEqualTo(200);
    }

    @Test
    void a_persons_limit_holds_across_sessions_and_addresses() throws IOException {
        var desk = sap.enrolled(Role.SIGNER);
        var one = desk.token();
        var other = desk.token();
        for (int i = 2; i < OF_A_PERSON; i++) {
            assertThat(sap.post(LIST, "{}", i % 2 == 0 ? one : other).status()).isEqualTo(200);
        }

        var response = sap.post(LIST, "{}", one);
        assertThat(response.status()).isEqualTo(429);
        assertThat(response.error()).isEqualTo("temporarily_unavailable: Too many requests");
        assertThat(response.header("Retry-After")).isEqualTo("10");
        assertThat(from("127.0.0.2", LIST, other)).startsWith("HTTP/1.1 429 ").contains("Retry-After: 10");
        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(429);
    }

    @Test
    void another_address_has_its_own_allowance() throws IOException {
        useUpTheAddress();

        assertThat(from("127.0.0.2", "/csc/v2/info", "no-token")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void nothing_that_a_stranger_does_in_a_persons_name_counts_against_the_person() {
        var desk = sap.enrolled(Role.SIGNER);
        var stranger = new Desk(sap);
        for (int i = 0; i < OF_A_PERSON + 1; i++) {
            var forged = Desk.assertion(RunningSap.URL, desk.user, desk.device, desk.challenge(), stranger.loginKey);
            assertThat(desk.login(forged).status()).isEqualTo(401);
        }

        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(200);
    }

    @Test
    void an_old_assertion_that_is_sent_again_does_not_count_against_the_person() {
        var desk = sap.enrolled(Role.SIGNER);
        var recorded = desk.assertion(desk.challenge());
        assertThat(desk.login(recorded).status()).isEqualTo(200);
        for (int i = 0; i < OF_A_PERSON; i++) {
            assertThat(desk.login(recorded).status()).isEqualTo(401);
        }

        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(200);
    }

    @Test
    void enrolments_that_are_refused_are_few_from_one_address() {
        sap.sgm.refuses(Problem.of(ProblemCode.INVITATION_NOT_ACCEPTED));
        for (int i = 0; i < REFUSED_ENROLMENTS; i++) {
            assertThat(new Desk(sap).enrol(Role.SIGNER).status()).isEqualTo(403);
        }
        var asked = sap.sgm.calls().size();

        var response = new Desk(sap).enrol(Role.SIGNER);

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.problem()).isEqualTo("too-many-requests");
        assertThat(response.header("Retry-After")).isEqualTo("1200");
        assertThat(sap.sgm.calls()).hasSize(asked);
    }

    @Test
    void enrolments_that_are_done_or_met_no_sgm_are_not_among_them() {
        for (int i = 0; i < REFUSED_ENROLMENTS + 1; i++) {
            assertThat(new Desk(sap).enrol(Role.SIGNER).status()).isEqualTo(200);
        }
        sap.sgm.away(true);
        for (int i = 0; i < REFUSED_ENROLMENTS + 1; i++) {
            assertThat(new Desk(sap).enrol(Role.SIGNER).status()).isEqualTo(503);
        }
        sap.sgm.away(false);

        assertThat(new Desk(sap).enrol(Role.SIGNER).status()).isEqualTo(200);
    }

    @Test
    void one_person_never_has_more_than_sixteen_requests_worked_on_at_once() throws Exception {
        sap.close();
        sap = new RunningSap(
                folder,
                new HttpLimits(200, 40, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                new HttpRates(1_000, 1_000, 10));
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var entered = new CountDownLatch(16);
        var gate = new CountDownLatch(1);
        sap.sgm.holdsStatements(entered, gate);
        var answers = new ArrayList<CompletableFuture<RunningSap.Response>>();
        for (int i = 0; i < 16; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> desk.state(new Statement.ListKeys(desk.head()), "list-keys", token), threads));
        }
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        var response = sap.post(LIST, "{}", token);
        var another = sap.post(LIST, "{}", "not-" + token);
        gate.countDown();

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(another.status()).isEqualTo(401);
        for (var answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(sap.post(LIST, "{}", token).status()).isEqualTo(200);
    }
}
