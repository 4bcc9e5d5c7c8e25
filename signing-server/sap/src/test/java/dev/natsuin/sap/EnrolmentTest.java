package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnrolmentTest {
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

    @Test
    void hands_on_the_sgms_answer_for_the_very_octets() throws Exception {
        var desk = new Desk(sap);
        var sealed = desk.sealedEnrolment(Role.SIGNER);

        var response = sap.post("/api/v1/enrolments", Desk.sealedBody(sealed));

        var answer = Answer.open(response.text("answer"), sap.sgm.identityKey(), sealed);
        var done = (Answer.Body.Done) answer.body();
        assertThat(Results.Enrolled.read(done.content()).user()).isEqualTo(desk.user);
    }

    @Test
    void lets_the_enrolled_device_log_in() {
        var desk = new Desk(sap);

        desk.enrol(Role.SIGNER);

        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(200);
    }

    @Test
    void the_same_octets_again_have_the_same_answer() {
        var body = Desk.sealedBody(new Desk(sap).sealedEnrolment(Role.SIGNER));

        var first = sap.post("/api/v1/enrolments", body);
        var second = sap.post("/api/v1/enrolments", body);

        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void keeps_no_device_of_a_refused_enrolment() {
        var desk = new Desk(sap);
        sap.sgm.refuses(Problem.of(ProblemCode.INVITATION_NOT_ACCEPTED));

        var response = desk.enrol(Role.SIGNER);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.problem()).isEqualTo("invitation-not-accepted");
        assertThat(desk.opened(response.text("answer")).body()).isInstanceOf(Answer.Body.Refused.class);
        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(401);
    }

    @Test
    void keeps_no_device_of_a_forged_answer_and_does_not_hand_it_on() {
        sap.get("/api/v1/descriptor");
        sap.sgm.forges();
        var desk = new Desk(sap);

        var response = desk.enrol(Role.ADMINISTRATOR);

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).isEqualTo("{\"problem\":{\"code\":\"server-fault\"}}");
        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(401);
    }

    @Test
    void believes_no_descriptor_of_another_identity() {
        sap.sgm.forges();

        var response = sap.get("/api/v1/descriptor");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.problem()).isEqualTo("server-fault");
    }

    @Test
    void another_statement_sent_as_an_enrolment_is_answered_and_teaches_nothing() {
        var desk = new Desk(sap);
        var create = new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device"));

        var response = sap.post("/api/v1/enrolments", Desk.sealedBody(desk.sealed(create)));

        assertThat(response.status()).isEqualTo(200);
        assertThat(desk.login(desk.assertion(desk.challenge())).status()).isEqualTo(401);
    }

    @Test
    void refuses_octets_that_cannot_be_a_sealed_statement_without_asking_the_sgm() {
        var response = sap.post("/api/v1/enrolments", "{\"sealed\":\"AAAA\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problem()).isEqualTo("request-malformed");
        assertThat(sap.sgm.calls()).isEmpty();
    }

    @Test
    void says_that_the_sgm_is_away_and_when_to_ask_again() {
        sap.sgm.away(true);

        var response = new Desk(sap).enrol(Role.SIGNER);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.problem()).isEqualTo("sgm-unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void works_again_once_the_sgm_is_back() {
        var desk = new Desk(sap);
        sap.sgm.away(true);
        desk.enrol(Role.SIGNER);

        sap.sgm.away(false);

        assertThat(desk.enrol(Role.SIGNER).status()).isEqualTo(200);
    }
}
