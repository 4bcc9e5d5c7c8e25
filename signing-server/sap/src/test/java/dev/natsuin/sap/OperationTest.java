package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sap.http.HttpLimits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work of the SGM that takes longer than a request. */
final class OperationTest {
    @TempDir
    Path folder = Path.of("");

    private RunningSap sap;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder);
    }

    @AfterEach
    void stop() {
        sap.close();
    }

    private Desk signer() {
        return sap.enrolled(Role.SIGNER);
    }

    private static Bytes keyOrder(Desk desk) {
        return desk.sealed(new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device")));
    }

    private CompletableFuture<RunningSap.Response> later(String path, String body, String token, String preference) {
        return sap.later(HttpRequest.newBuilder(sap.api(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Prefer", preference)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private CompletableFuture<RunningSap.Response> orderLater(Bytes sealed, String token, String preference) {
        var body = "{\"sealed\":\"" + sealed.toBase64Url() + "\",\"kind\":\"create-key\"}";
        return later("/api/v1/statements", body, token, preference);
    }

    private RunningSap.Response order(Bytes sealed, String token, String preference) {
        return orderLater(sealed, token, preference).join();
    }

    private RunningSap.Response order(Bytes sealed, String token) {
        return order(sealed, token, "respond-async");
    }

    private void anotherSap(String name, HttpLimits limits) throws IOException {
        sap.close();
        sap = new RunningSap(Files.createDirectory(folder.resolve(name)), limits);
    }

    /** An order that the SGM has begun to work on. */
    private Bytes atWork(Desk desk, String token) {
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        order(sealed, token, "respond-async, wait=0");
        return sealed;
    }

    private static String operation(Bytes sealed) {
        return "/api/v1/operations/" + sealed.sha256().toHex();
    }

    @Test
    void says_where_to_ask_for_work_that_takes_long() {
        var desk = signer();
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();

        var response = order(sealed, desk.token());

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.text("operation")).isEqualTo(sealed.sha256().toHex());
        assertThat(response.header("Location")).isEqualTo(operation(sealed));
        assertThat(response.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void gives_the_signed_answer_once_the_work_has_ended_and_learns_from_it() throws Exception {
        var desk = signer();
        var token = desk.token();
        var sealed = atWork(desk, token);
        assertThat(sap.post("/csc/v2/credentials/list", "{}", token).text()).contains("\"credentialIDs\":[]");
        sap.sgm.ends();

        var response = sap.get(operation(sealed), token);

        assertThat(response.status()).isEqualTo(200);
        assertThat(Answer.open(response.text("answer"), sap.sgm.identityKey(), sealed)
                        .body())
                .isInstanceOf(Answer.Body.Done.class);
        assertThat(sap.post("/csc/v2/credentials/list", "{}", token).text()).doesNotContain("\"credentialIDs\":[]");
    }

    @Test
    void joins_what_runs_when_the_same_octets_come_again() {
        var desk = signer();
        var sealed = atWork(desk, desk.token());
        var calls = sap.sgm.calls().size();

        var again = order(sealed, desk.token(), "respond-async, wait=0");

        assertThat(again.status()).isEqualTo(202);
        assertThat(sap.sgm.calls().subList(calls - 1, calls + 1))
                .extracting(call -> call.sealed())
                .containsOnly(sealed);
    }

    @Test
    void knows_no_operation_of_somebody_else() {
        var desk = signer();
        var sealed = atWork(desk, desk.token());
        sap.sgm.ends();

        var response = sap.get(operation(sealed), signer().token());

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).contains("operation-unknown").doesNotContain("answer");
    }

    @Test
    void wants_a_login_for_a_question() {
        assertThat(sap.get(operation(Bytes.EMPTY)).status()).isEqualTo(401);
    }

    @Test
    void knows_no_operation_by_a_name_that_is_no_hash() {
        assertThat(sap.get("/api/v1/operations/zz", signer().token()).status()).isEqualTo(404);
    }

    @Test
    void says_unknown_when_the_sgm_lost_the_work() {
        var desk = signer();
        var sealed = atWork(desk, desk.token());
        sap.sgm.forgetsWhatRuns();

        assertThat(sap.get(operation(sealed), desk.token()).text()).contains("operation-unknown");
    }

    @Test
    void says_busy_and_when_to_come_again_when_there_is_no_room() {
        var desk = signer();
        var token = desk.token();
        sap.sgm.isFull(true);

        var response = order(keyOrder(desk), token);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).contains("server-busy");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void says_that_the_servers_clock_is_wrong_and_not_that_the_sgm_does_not_answer() {
        var desk = signer();
        var token = desk.token();
        sap.sgm.clockIsBehind();

        var response = order(keyOrder(desk), token);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.problem()).isEqualTo("server-clock-behind");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void says_where_to_ask_for_a_long_order_to_sign() {
        var desk = signer();
        var token = desk.token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);
        sap.sgm.takesLong();

        var body = desk.signHash(key, List.of(Bytes.utf8("a").sha256())).build();
        var response = later("/csc/v2/signatures/signHash", body.toBytes().toUtf8(), token, "respond-async, wait=0")
                .join();

        assertThat(response.status()).isEqualTo(202);
        sap.sgm.ends();
        assertThat(sap.get(response.header("Location"), token).text()).contains("\"answer\"");
    }

    private CompletableFuture<RunningSap.Response> question(Bytes sealed, String token, int seconds) {
        return sap.later(HttpRequest.newBuilder(sap.api(operation(sealed)))
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=" + seconds));
    }

    private RunningSap.Response questionAtOnce(Bytes sealed, String token) {
        return question(sealed, token, 0).join();
    }

    @Test
    void waits_no_longer_than_the_client_prefers() {
        var desk = signer();
        var token = desk.token();
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        var begun = System.nanoTime();

        assertThat(order(sealed, token, "respond-async, wait=0").status()).isEqualTo(202);
        assertThat(questionAtOnce(sealed, token).status()).isEqualTo(202);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void an_order_that_does_not_ask_again_waits_for_the_answer_longer_than_a_silent_connection_may_live()
            throws Exception {
        anotherSap("impatient", new HttpLimits(200, 16, Duration.ofMillis(400), Duration.ofSeconds(5)));
        var desk = signer();
        var token = desk.token();
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        var silent = CompletableFuture.delayedExecutor(1_200, TimeUnit.MILLISECONDS);

        var response = orderLater(sealed, token, "wait=20");
        silent.execute(sap.sgm::ends);

        assertThat(response.join().status()).isEqualTo(200);
    }

    @Test
    void an_order_that_does_not_ask_again_is_told_busy_when_it_takes_longer_than_it_may() {
        var desk = signer();
        var token = desk.token();
        sap.sgm.takesLong();

        var response = order(keyOrder(desk), token, "wait=0");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.problem()).isEqualTo("server-busy");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void row_29_many_who_wait_hold_no_thread_and_one_connection_of_the_link() throws Exception {
        anotherSap("narrow", new HttpLimits(200, 8, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        var desk = signer();
        var token = desk.token();
        var sealed = atWork(desk, token);
        // The server has 8 threads, some of them for connections; a person may ask 16 things at once.
        var waiting = IntStream.range(0, 15)
                .mapToObj(i -> question(sealed, token, 30))
                .toList();

        assertThat(sap.post("/api/v1/hello", "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\"}")
                        .status())
                .isEqualTo(200);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        sap.sgm.ends();

        var tokens = waiting.stream()
                .map(CompletableFuture::join)
                .map(each -> each.text("answer"))
                .distinct();
        assertThat(tokens).hasSize(1);
        assertThat(sap.sgm.mostAskingAtOnce()).isEqualTo(1);
    }

    @Test
    void the_end_of_long_work_is_learnt_though_nobody_asks() {
        var desk = signer();
        var token = desk.token();
        sap.sgm.takesLong();
        order(keyOrder(desk), token, "respond-async, wait=0");
        sap.sgm.ends();

        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String listed;
        do {
            listed = sap.post("/csc/v2/credentials/list", "{}", token).text();
        } while (listed.contains("\"credentialIDs\":[]") && System.nanoTime() < end);
        assertThat(listed).doesNotContain("\"credentialIDs\":[]");
    }

    @Test
    void who_vanishes_and_comes_back_after_the_sap_was_killed_gets_the_same_octets() {
        var desk = signer();
        var sealed = atWork(desk, desk.token());
        sap.restart();
        var token = desk.token();

        assertThat(sap.get(operation(sealed), token).problem()).isEqualTo("operation-unknown");
        assertThat(order(sealed, token, "respond-async, wait=0").status()).isEqualTo(202);
        sap.sgm.ends();
        var asked = sap.get(operation(sealed), token).text("answer");
        sap.restart();

        assertThat(order(sealed, desk.token(), "respond-async").text("answer")).isEqualTo(asked);
    }

    @Test
    void a_sap_that_stops_sends_nobody_away_without_a_word() throws Exception {
        var desk = signer();
        var token = desk.token();
        var sealed = atWork(desk, token);
        var waiting = question(sealed, token, 30);
        var asked = sap.sgm.outcomesAsked();
        while (sap.sgm.outcomesAsked() < asked + 3) {
            Thread.onSpinWait();
        }

        sap.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    }

    @Test
    void row_29_of_somebody_elses_operation_nothing_is_told_not_even_that_it_is() {
        var desk = signer();
        var thief = signer();
        var token = thief.token();
        var own = desk.token();
        var sealed = atWork(desk, own);
        var never = keyOrder(thief);

        var running = questionAtOnce(sealed, token);
        sap.sgm.ends();
        assertThat(question(sealed, own, 20).join().status()).isEqualTo(200);
        var asked = sap.sgm.outcomesAsked();
        var ended = questionAtOnce(sealed, token);
        var invented = questionAtOnce(never, token);

        assertThat(running.status()).isEqualTo(404);
        assertThat(running.text()).isEqualTo(invented.text());
        assertThat(ended.status()).isEqualTo(404);
        assertThat(ended.text()).isEqualTo(invented.text());
        assertThat(sap.sgm.outcomesAsked()).isEqualTo(asked); // no time tells either: nobody was asked
    }

    @Test
    void row_29_who_hands_in_somebody_elses_octets_takes_nobodys_operation_away() {
        var desk = signer();
        var token = desk.token();
        var thief = signer().token();
        var sealed = atWork(desk, token);

        order(sealed, thief, "respond-async, wait=0");

        assertThat(questionAtOnce(sealed, token).status()).isEqualTo(202);
    }

    @Test
    void row_29_the_answer_to_another_statement_is_never_given_out_as_this_ones() {
        var desk = signer();
        var token = desk.token();
        var first = keyOrder(desk);
        var second = keyOrder(desk);
        sap.sgm.takesLong();
        order(first, token, "respond-async, wait=0");
        order(second, token, "respond-async, wait=0");
        sap.sgm.swaps(first, second);
        sap.sgm.ends();

        var swapped = sap.get(operation(first), token);

        assertThat(swapped.status()).isEqualTo(500);
        assertThat(swapped.text()).doesNotContain("answer");
        assertThat(sap.get(operation(second), token).status()).isEqualTo(200);
    }

    @Test
    void an_answer_that_the_sgm_did_not_sign_is_never_given_out() {
        var desk = signer();
        var token = desk.token();
        var sealed = atWork(desk, token);
        sap.sgm.forgesAnswerTo(sealed);
        sap.sgm.ends();

        var forged = sap.get(operation(sealed), token);

        assertThat(forged.status()).isEqualTo(500);
        assertThat(forged.text()).doesNotContain("answer");
    }

    @Test
    void an_sgm_that_goes_away_is_told_to_those_who_wait() {
        var desk = signer();
        var token = desk.token();
        var sealed = atWork(desk, token);
        var waiting = question(sealed, token, 30);
        sap.sgm.away(true);

        assertThat(waiting.join().problem()).isEqualTo("sgm-unavailable");
        sap.sgm.away(false);
        assertThat(questionAtOnce(sealed, token).status()).isEqualTo(202);
    }

    private RunningSap.Response poll(String requestId, String token) {
        return sap.post("/csc/v2/signatures/signPolling", "{\"requestID\":\"" + requestId + "\"}", token);
    }

    private RunningSap.Response signAsynchronously(Desk desk, String key, String token) {
        var body = desk.signHash(key, List.of(Bytes.utf8("a").sha256()))
                .and("operationMode", "A")
                .and("validity_period", 60_000)
                .build();
        return sap.post("/csc/v2/signatures/signHash", body.toBytes().toUtf8(), token);
    }

    @Test
    void csc_asynchronous_mode_gives_an_id_and_polling_gives_the_signatures_in_the_end() {
        var desk = signer();
        var token = desk.token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);
        sap.sgm.takesLong();

        var id = signAsynchronously(desk, key, token).text("responseID");

        var early = poll(id, token);
        assertThat(early.status()).isEqualTo(202);
        assertThat(early.error())
                .isEqualTo("accepted_request: The previous async request has been accepted but not yet completed");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        sap.sgm.ends();
        var late = ended(id, token);
        assertThat(late.status()).isEqualTo(200);
        assertThat(desk.signed(late.text("natsuinAnswer")).orElseThrow().signatures())
                .hasSize(1);
        assertThat(late.text()).contains("\"signatures\":[\"");
    }

    /** Polls as a CSC client may: with a wish to wait. */
    private RunningSap.Response ended(String requestId, String token) {
        return later(
                        "/csc/v2/signatures/signPolling",
                        "{\"requestID\":\"" + requestId + "\",\"clientData\":null}",
                        token,
                        "wait=20")
                .join();
    }

    @Test
    void csc_asynchronous_mode_is_the_same_for_what_is_done_at_once() {
        var desk = signer();
        var token = desk.token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);

        var id = signAsynchronously(desk, key, token).text("responseID");

        assertThat(ended(id, token).text()).contains("\"signatures\":[\"");
        assertThat(ended(id, token).text()).isEqualTo(ended(id, token).text());
    }

    @Test
    void csc_asynchronous_mode_tells_a_refusal_at_once() {
        var desk = signer();
        var token = desk.token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);
        sap.sgm.refuses(Problem.of(ProblemCode.KEY_NOT_ENABLED));

        var response = signAsynchronously(desk, key, token);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error())
                .isEqualTo("invalid_request: The credential identified by credentialID is disabled");
    }

    @Test
    void csc_polling_knows_no_request_of_somebody_else_nor_of_another_kind() {
        var desk = signer();
        var token = desk.token();
        var thief = signer().token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);
        sap.sgm.takesLong();
        var id = signAsynchronously(desk, key, token).text("responseID");
        var other = keyOrder(desk);
        order(other, token, "respond-async, wait=0");

        assertThat(poll(id, thief).error()).isEqualTo("invalid_request: Invalid parameter requestID");
        sap.sgm.ends();
        for (var unknown : List.of(other.sha256().toHex(), "ab".repeat(32), "zz", "")) {
            var response = ended(unknown, token);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.error()).isEqualTo("invalid_request: Invalid parameter requestID");
        }
    }

    @Test
    void csc_polling_wants_its_members_as_specified() {
        var token = signer().token();

        assertThat(sap.post("/csc/v2/signatures/signPolling", "{}", token).error())
                .isEqualTo("invalid_request: Missing (or invalid type) string parameter requestID");
        assertThat(sap.post("/csc/v2/signatures/signPolling", "{\"requestID\":\"a\",\"userID\":\"b\"}", token)
                        .error())
                .isEqualTo("invalid_request: userID parameter SHALL be null");
    }
}
