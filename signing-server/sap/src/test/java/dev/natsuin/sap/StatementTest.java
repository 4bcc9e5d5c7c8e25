package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementTest {
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

    private String credentials(String token) {
        return sap.post("/csc/v2/credentials/list", "{}", token).text();
    }

    private Statement.Invite invitation(Desk officer) {
        return new Statement.Invite(
                officer.head(),
                Role.SIGNER,
                Bytes.EMPTY.sha256(),
                sap.clock.instant().plus(Duration.ofDays(1)),
                Optional.of("CN=花子"),
                Optional.of(KeyAlgorithm.RSA_3072));
    }

    private RunningSap.Response invite(Desk officer, String token, String display) {
        var sealed = officer.sealed(invitation(officer)).toBase64Url();
        var body = "{\"sealed\":\"" + sealed + "\",\"kind\":\"invite\",\"display\":" + display + "}";
        return sap.post("/api/v1/statements", body, token);
    }

    @Test
    void hands_on_the_sgms_answer_for_the_very_octets() throws Exception {
        var desk = sap.enrolled(Role.SIGNER);
        var sealed = desk.sealed(new Statement.ListKeys(desk.head()));

        var response = sap.post("/api/v1/statements", Desk.sealedBody(sealed), desk.token());

        assertThat(Answer.open(response.text("answer"), sap.sgm.identityKey(), sealed)
                        .body())
                .isInstanceOf(Answer.Body.Done.class);
    }

    @Test
    void gives_the_sgm_no_request_beside_a_statement() {
        var desk = sap.enrolled(Role.SIGNER);

        desk.state(new Statement.ListKeys(desk.head()), "list-keys", desk.token());

        assertThat(sap.sgm.calls())
                .last()
                .extracting(call -> call.request().isPresent())
                .isEqualTo(false);
    }

    @Test
    void needs_a_login() {
        var desk = sap.enrolled(Role.SIGNER);
        var sealed = desk.sealed(new Statement.ListKeys(desk.head()));

        var response = sap.post("/api/v1/statements", Desk.sealedBody(sealed));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.problem()).isEqualTo("login-required");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"natsuin\"");
    }

    @Test
    void says_of_a_token_that_is_not_good_that_it_is_not() {
        var response = sap.post("/api/v1/statements", "{}", "no-token-of-this-server");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"natsuin\", error=\"invalid_token\"");
    }

    @Test
    void a_refusal_has_its_own_status_and_the_answer_beside_it() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        sap.sgm.refuses(Problem.pinWrong(3));

        var response = desk.state(
                new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device")), "create-key", token);

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).startsWith("{\"problem\":{\"code\":\"pin-wrong\",\"triesLeft\":3},\"answer\":\"");
        assertThat(desk.opened(response.text("answer")).body()).isEqualTo(new Answer.Body.Refused(Problem.pinWrong(3)));
    }

    @Test
    void a_made_key_becomes_a_credential() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();

        var keyId = desk.createKey(KeyAlgorithm.P_256, token);

        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[\"" + keyId + "\"]}");
    }

    @Test
    void listed_keys_become_credentials() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        sap.sgm.newKey(desk.user, "0".repeat(32), KeyAlgorithm.RSA_3072);

        desk.state(new Statement.ListKeys(desk.head()), "list-keys", token);

        assertThat(credentials(token)).contains("0".repeat(32));
    }

    @Test
    void a_destroyed_key_is_no_credential_any_more() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);

        desk.state(new Statement.DestroyKey(desk.head(), keyId, Bytes.EMPTY.sha256()), "destroy-key", token);

        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void what_ended_with_an_approval_is_no_credential_any_more() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        desk.createKey(KeyAlgorithm.P_256, token);
        var officer = sap.enrolled(Role.OFFICER);
        var anew = new Statement.ReEnrol(
                officer.head(),
                new Statement.Whom(desk.user, Role.SIGNER, Optional.of("CN=x")),
                Bytes.utf8("secret").sha256(),
                sap.clock.instant().plus(Duration.ofDays(1)));

        officer.state(new Statement.Approve(officer.head(), StatementText.write(anew)), "approve", officer.token());

        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void the_answer_that_made_a_destroyed_key_does_not_bring_it_back() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var create = new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device"));
        var body = JsonObject.empty()
                .and("sealed", desk.sealed(create))
                .and("kind", "create-key")
                .build()
                .toBytes()
                .toUtf8();
        sap.post("/api/v1/statements", body, token);
        desk.state(
                new Statement.DestroyKey(desk.head(), create.head().id(), Bytes.EMPTY.sha256()), "destroy-key", token);

        sap.post("/api/v1/statements", body, token);

        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void a_list_without_a_key_that_was_known_takes_it_away() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);
        desk.state(new Statement.DestroyKey(desk.head(), keyId, Bytes.EMPTY.sha256()), "no hint", token);
        sap.clock.advance(Duration.ofSeconds(1));

        desk.state(new Statement.ListKeys(desk.head()), "list-keys", token);

        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void a_wrong_hint_changes_neither_answer_nor_credentials() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);

        var response = desk.state(new Statement.ListKeys(desk.head()), "destroy-key", token);

        assertThat(response.status()).isEqualTo(200);
        assertThat(credentials(token)).contains(keyId);
    }

    @Test
    void an_unknown_hint_teaches_nothing() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();

        var response = desk.state(
                new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device")), "from the future", token);

        assertThat(response.status()).isEqualTo(200);
        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void a_hint_is_not_needed() {
        var desk = sap.enrolled(Role.SIGNER);
        var sealed = desk.sealed(new Statement.ListKeys(desk.head()));

        assertThat(sap.post("/api/v1/statements", Desk.sealedBody(sealed), desk.token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_forged_answer_teaches_nothing_and_is_not_handed_on() {
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        sap.sgm.forges();

        var response = desk.state(
                new Statement.CreateKey(desk.head(), KeyAlgorithm.P_256, List.of("device")), "create-key", token);

        assertThat(response.text()).isEqualTo("{\"problem\":{\"code\":\"server-fault\"}}");
        assertThat(credentials(token)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void an_unknown_member_is_refused() {
        var desk = sap.enrolled(Role.SIGNER);
        var sealed = desk.sealed(new Statement.ListKeys(desk.head())).toBase64Url();

        var response =
                sap.post("/api/v1/statements", "{\"sealed\":\"" + sealed + "\",\"kinds\":\"list-keys\"}", desk.token());

        assertThat(response.problem()).isEqualTo("request-malformed");
    }

    @Test
    void staff_see_the_names_of_whom_they_invited() {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();

        invite(officer, token, "{\"name\":\"山田 花子\",\"email\":\"hanako@example.com\"}");

        assertThat(sap.get("/api/v1/people", token).text())
                .matches("\\{\"people\":\\[\\{\"user\":\"[0-9a-f]{16}\",\"name\":\"山田 花子\","
                        + "\"email\":\"hanako@example.com\"}]}");
    }

    @Test
    void the_names_of_a_whole_page_of_people_are_told_at_once_and_no_more() {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();
        invite(officer, token, "{\"name\":\"花子\",\"email\":\"\"}");
        var all = sap.get("/api/v1/people", token).text();
        var user = all.substring(all.indexOf("user") + 7, all.indexOf("user") + 7 + 16);
        var page = "\"0123456789abcdef\",".repeat(Statement.ListPeople.MOST_ON_A_PAGE - 1) + "\"" + user + "\"";

        var told = sap.post("/api/v1/people/search", "{\"users\":[" + page + "]}", token);
        var tooMany = sap.post("/api/v1/people/search", "{\"users\":[" + page + ",\"" + user + "\"]}", token);
        var found = sap.post("/api/v1/people/search", "{\"query\":\"\",\"most\":201}", token);

        assertThat(told.text()).contains(user, "花子", "\"more\":false");
        assertThat(tooMany.problem()).isEqualTo("request-malformed");
        assertThat(found.problem()).isEqualTo("request-malformed");
    }

    private void amend(Desk officer, String token, String user, boolean endKeys, String signed, String shown) {
        var salt = Bytes.of(new byte[DisplayHash.SALT_SIZE_BYTES]);
        var sealed = officer.sealed(new Statement.Amend(
                officer.head(),
                new Statement.Whom(user, Role.SIGNER, Optional.of("CN=花子")),
                "CN=" + signed,
                DisplayHash.of(salt, signed, "", ""),
                Optional.empty(),
                endKeys,
                Optional.empty()));
        var response = sap.post(
                "/api/v1/statements",
                "{\"sealed\":\"" + sealed.toBase64Url() + "\",\"kind\":\"amend\",\"display\":{\"name\":\"" + shown
                        + "\",\"salt\":\"" + salt.toBase64Url() + "\"}}",
                token);
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void another_name_is_kept_if_it_is_the_one_that_the_officer_signed() {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();
        invite(officer, token, "{\"name\":\"山田 花子\",\"email\":\"\"}");
        var all = sap.get("/api/v1/people", token).text();
        var user = all.substring(all.indexOf("user") + 7, all.indexOf("user") + 7 + 16);

        amend(officer, token, user, false, "鈴木 花子", "鈴木 花子");
        assertThat(sap.get("/api/v1/people", token).text())
                .contains("\"name\":\"鈴木 花子\"")
                .doesNotContain("山田");

        amend(officer, token, user, false, "佐藤 花子", "Mallory");
        assertThat(sap.get("/api/v1/people", token).text())
                .contains("\"name\":\"鈴木 花子\"")
                .doesNotContain("Mallory");
    }

    @Test
    void a_key_that_ended_with_a_name_is_offered_to_nobody() throws Exception {
        var signer = sap.enrolled(Role.SIGNER);
        var signersToken = signer.token();
        var create = signer.sealed(new Statement.CreateKey(signer.head(), KeyAlgorithm.P_256, List.of("device")));
        sap.post(
                "/api/v1/statements",
                "{\"sealed\":\"" + create.toBase64Url() + "\",\"kind\":\"create-key\"}",
                signersToken);
        assertThat(credentials(signersToken)).doesNotContain("[]");
        var officer = sap.enrolled(Role.OFFICER);

        amend(officer, officer.token(), signer.user, true, "鈴木 花子", "鈴木 花子");

        assertThat(credentials(signersToken)).isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void no_name_is_kept_of_a_refused_invitation() {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();
        sap.sgm.refuses(Problem.of(ProblemCode.NOT_PERMITTED));

        invite(officer, token, "{\"name\":\"Hanako\",\"email\":\"\"}");

        assertThat(sap.get("/api/v1/people", token).text()).isEqualTo("{\"people\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"a\\nb\",\"email\":\"\"",
                "\"name\":\"花子\\u3164\",\"email\":\"\"",
                "\"name\":\"花子\",\"kana\":\"はな\\u200Bこ\",\"email\":\"\"",
                "\"name\":\"花子\",\"email\":\"a\\u202Eb@example.com\"",
            })
    void a_name_that_is_not_seen_is_refused_before_the_sgm_is_asked(String display) {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();
        var asked = sap.sgm.calls().size();

        var response = invite(officer, token, "{" + display + "}");

        assertThat(response.problem()).isEqualTo("request-malformed");
        assertThat(sap.sgm.calls()).hasSize(asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEVICE_NOT_CONFIRMED", "DEVICE_REMOVED", "PERSON_NOT_ACTIVE"})
    void nobody_is_named_to_a_device_of_which_the_sgm_says_no(ProblemCode why) {
        var officer = sap.enrolled(Role.OFFICER);
        var token = officer.token();
        invite(officer, token, "{\"name\":\"花子\",\"email\":\"\"}");
        sap.sgm.tellsNobodyOfPeople(why);

        for (var response : List.of(
                sap.get("/api/v1/people", token), sap.post("/api/v1/people/search", "{\"query\":\"\"}", token))) {
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.problem()).isEqualTo(why.code());
            assertThat(response.text()).doesNotContain("花子");
        }
        assertThat(sap.sgm.peopleAsked()).extracting(SeesPeopleCall::device).containsOnly(officer.device);
    }

    @Test
    void nobody_is_named_while_the_sgm_is_away() {
        var token = sap.enrolled(Role.OFFICER).token();
        sap.sgm.away(true);

        assertThat(sap.get("/api/v1/people", token).problem()).isEqualTo("sgm-unavailable");
    }

    @Test
    void signers_do_not_see_people() {
        var response = sap.get("/api/v1/people", sap.enrolled(Role.SIGNER).token());

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.problem()).isEqualTo("not-permitted");
    }

    @Test
    void auditors_do_not_see_people() {
        assertThat(sap.get("/api/v1/people", sap.enrolled(Role.AUDITOR).token()).status())
                .isEqualTo(403);
    }

    @Test
    void administrators_see_people() {
        assertThat(sap.get("/api/v1/people", sap.enrolled(Role.ADMINISTRATOR).token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobody_sees_people_without_a_login() {
        assertThat(sap.get("/api/v1/people").problem()).isEqualTo("login-required");
    }

    @Test
    void everybody_may_ask_how_the_log_grew() {
        var response = sap.post("/api/v1/log/consistency", "{\"first\":3,\"second\":7}");

        assertThat(response.text())
                .isEqualTo("{\"proof\":[\"" + Bytes.utf8("a hash").sha256().toBase64Url() + "\"]}");
    }

    @Test
    void sizes_the_log_never_had_are_refused() {
        assertThat(sap.post("/api/v1/log/consistency", "{\"first\":3,\"second\":9}")
                        .problem())
                .isEqualTo("request-malformed");
    }

    @Test
    void everybody_may_ask_which_entries_begin_later_epochs() {
        assertThat(sap.post("/api/v1/log/epochs", "{\"size\":7}").text())
                .startsWith("{\"entries\":[{\"index\":4,\"leaf\":");
        assertThat(sap.post("/api/v1/log/epochs", "{\"size\":9}").problem()).isEqualTo("request-malformed");
        assertThat(sap.post("/api/v1/log/epochs", "{}").problem()).isEqualTo("request-malformed");
    }

    @Test
    void a_log_that_shrinks_is_refused() {
        assertThat(sap.post("/api/v1/log/consistency", "{\"first\":7,\"second\":3}")
                        .problem())
                .isEqualTo("request-malformed");
    }
}
