package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
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

    private RunningSap.Response send(String path, String body, String token) {
        return sap.send(HttpRequest.newBuilder(sap.api(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private RunningSap.Response order(Bytes sealed, String token) {
        return send(
                "/api/v1/statements", "{\"sealed\":\"" + sealed.toBase64Url() + "\",\"kind\":\"create-key\"}", token);
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
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        order(sealed, token);
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
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        order(sealed, desk.token());
        var calls = sap.sgm.calls().size();

        var again = order(sealed, desk.token());

        assertThat(again.status()).isEqualTo(202);
        assertThat(sap.sgm.calls().subList(calls - 1, calls + 1))
                .extracting(call -> call.sealed())
                .containsOnly(sealed);
    }

    @Test
    void knows_no_operation_of_somebody_else() {
        var desk = signer();
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        order(sealed, desk.token());
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
        var sealed = keyOrder(desk);
        sap.sgm.takesLong();
        order(sealed, desk.token());
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
    void says_where_to_ask_for_a_long_order_to_sign() {
        var desk = signer();
        var token = desk.token();
        var key = desk.createKey(KeyAlgorithm.P_256, token);
        sap.sgm.takesLong();

        var response = send(
                "/csc/v2/signatures/signHash",
                desk.signHash(key, List.of(Bytes.utf8("a").sha256()))
                        .build()
                        .toBytes()
                        .toUtf8(),
                token);

        assertThat(response.status()).isEqualTo(202);
        sap.sgm.ends();
        assertThat(sap.get(response.header("Location"), token).text()).contains("\"answer\"");
    }
}
