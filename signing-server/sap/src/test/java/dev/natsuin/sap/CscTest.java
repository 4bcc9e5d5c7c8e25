package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CscTest {
    private static final String SIGN = "/csc/v2/signatures/signHash";
    private static final Bytes HASH = Bytes.utf8("a document").sha256();
    private static final String PSS_SHA256 = "MDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEg";

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

    private Desk desk() {
        return sap.enrolled(Role.SIGNER);
    }

    private static String text(dev.natsuin.protocol.json.JsonObject.Builder json) {
        return json.build().toBytes().toUtf8();
    }

    @Test
    void list_shows_ids_only_unless_asked() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);

        var response = sap.post(
                "/csc/v2/credentials/list",
                "{\"userID\":null,\"certInfo\":true,\"onlyValid\":null,\"clientData\":\"x\",\"maxResults\":20}",
                token);

        assertThat(response.text()).isEqualTo("{\"credentialIDs\":[\"" + keyId + "\"]}");
    }

    @Test
    void list_shows_infos_when_asked() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);

        var response = sap.post("/csc/v2/credentials/list", "{\"credentialInfo\":true}", token);

        var info = response.json().objects("credentialInfos").get(0).reader();
        assertThat(info.text("credentialID")).isEqualTo(keyId);
        assertThat(info.object("cert").reader().texts("certificates")).hasSize(1);
    }

    @Test
    void list_leaves_out_expired_certificates_when_asked() {
        sap.sgm.certifiesFor(Duration.ofDays(1));
        var desk = desk();
        desk.createKey(KeyAlgorithm.P_256, desk.token());
        sap.clock.advance(Duration.ofDays(2));

        var response = sap.post("/csc/v2/credentials/list", "{\"onlyValid\":true}", desk.token());

        assertThat(response.text()).isEqualTo("{\"credentialIDs\":[],\"onlyValid\":true}");
    }

    @Test
    void list_refuses_a_user_id() {
        var response = sap.post("/csc/v2/credentials/list", "{\"userID\":\"x\"}", desk().token());

        assertThat(response.error()).isEqualTo("invalid_request: userID parameter MUST be null");
    }

    @Test
    void list_refuses_a_wrong_certificates_value() {
        var response = sap.post("/csc/v2/credentials/list", "{\"certificates\":\"all\"}", desk().token());

        assertThat(response.error()).isEqualTo("invalid_request: Invalid parameter certificates");
    }

    @Test
    void list_shows_nothing_of_others() {
        var other = desk();
        other.createKey(KeyAlgorithm.P_256, other.token());

        assertThat(sap.post("/csc/v2/credentials/list", "{}", desk().token()).text())
                .isEqualTo("{\"credentialIDs\":[]}");
    }

    @Test
    void credential_info_shows_a_device_only_key() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);

        var response = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"" + keyId + "\"}", token);

        assertThat(response.text())
                .startsWith("{\"key\":{\"status\":\"enabled\",\"algo\":[\"1.2.840.113549.1.1.11\","
                        + "\"1.2.840.113549.1.1.12\",\"1.2.840.113549.1.1.13\",\"1.2.840.113549.1.1.10\"],\"len\":3072},"
                        + "\"cert\":{\"status\":\"valid\",\"certificates\":[\"MII")
                .endsWith("]},\"auth\":{\"mode\":\"explicit\",\"expression\":\"\",\"objects\":null},"
                        + "\"SCAL\":\"2\",\"multisign\":10000}");
    }

    @Test
    void credential_info_names_the_curve() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_384, token);

        var key = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"" + keyId + "\"}", token)
                .json()
                .object("key")
                .reader();

        assertThat(key.text("curve")).isEqualTo("1.3.132.0.34");
        assertThat(key.number("len")).isEqualTo(384);
        assertThat(key.texts("algo")).first().isEqualTo("1.2.840.10045.4.3.3");
    }

    @ParameterizedTest
    @CsvSource({"RSA_4096, 5000", "ED25519, 10000", "ML_DSA_65, 1547"})
    void credential_info_tells_how_many_hashes_one_order_may_have(KeyAlgorithm kind, long most) throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(kind, token);

        var info = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"" + keyId + "\"}", token)
                .json();

        assertThat(info.number("multisign")).isEqualTo(most);
    }

    @Test
    void credential_info_spells_the_certificate_out_when_asked() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);

        var cert = sap.post(
                        "/csc/v2/credentials/info",
                        "{\"credentialID\":\"" + keyId + "\",\"certInfo\":true,\"certificates\":\"chain\"}",
                        token)
                .json()
                .object("cert")
                .reader();

        assertThat(cert.text("issuerDN")).isEqualTo("CN=CA,O=Natsuin");
        assertThat(cert.text("subjectDN")).isEqualTo("CN=花子");
        assertThat(cert.text("serialNumber")).isEqualTo("1234567890abcdef");
        assertThat(cert.text("validFrom")).isEqualTo("20261101000000Z");
        assertThat(cert.text("validTo")).isEqualTo("20271101000000Z");
        assertThat(cert.texts("certificates")).hasSize(2);
    }

    @Test
    void credential_info_shows_no_certificate_when_none_is_wanted() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.P_256, token);

        var cert = sap.post(
                        "/csc/v2/credentials/info",
                        "{\"credentialID\":\"" + keyId + "\",\"certificates\":\"none\"}",
                        token)
                .json()
                .object("cert")
                .reader();

        assertThat(cert.has("certificates")).isFalse();
    }

    @Test
    void credential_info_needs_an_id() {
        var response = sap.post("/csc/v2/credentials/info", "{\"credentialID\":7}", desk().token());

        assertThat(response.error())
                .isEqualTo("invalid_request: Missing (or invalid type) string parameter credentialID");
    }

    @Test
    void credential_info_of_another_person_is_as_if_it_were_not_there() {
        var other = desk();
        var keyId = other.createKey(KeyAlgorithm.P_256, other.token());

        var response = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"" + keyId + "\"}", desk().token());

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error()).isEqualTo("invalid_request: Invalid parameter credentialID");
    }

    @Test
    void signs_hashes_in_their_order() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var hashes = List.of(HASH, HASH.sha256(), HASH.sha256().sha256());

        var response = sap.post(SIGN, text(desk.signHash(keyId, hashes)), token);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().texts("signatures"))
                .containsExactlyElementsOf(
                        hashes.stream().map(hash -> hash.sha256().toBase64()).toList());
        assertThat(desk.signed(response.text("natsuinAnswer"))).isPresent();
    }

    @Test
    void hands_the_request_to_the_sgm_beside_the_order() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);

        sap.post(SIGN, text(desk.signHash(keyId, List.of(HASH))), token);

        var request = sap.sgm.calls().get(sap.sgm.calls().size() - 1).request().orElseThrow();
        assertThat(request.credentialId()).isEqualTo(keyId);
        assertThat(request.signAlgorithmOid()).isEqualTo("1.2.840.113549.1.1.11");
        assertThat(request.hashAlgorithmOid()).contains("2.16.840.1.101.3.4.2.1");
        assertThat(request.hashes()).containsExactly(HASH);
    }

    @Test
    void signs_ten_thousand_hashes_at_once() throws Exception {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var hashes = new ArrayList<Bytes>();
        for (int i = 0; i < 10_000; i++) {
            hashes.add(Bytes.utf8("document " + i).sha256());
        }

        var response = sap.post(SIGN, text(desk.signHash(keyId, hashes)), token);

        assertThat(response.json().texts("signatures")).hasSize(10_000);
    }

    @Test
    void refuses_one_more_than_ten_thousand() {
        var desk = desk();
        var token = desk.token();
        var body = desk.signHash("0".repeat(32), List.of(HASH)).build();
        var hashes = "\"" + HASH.toBase64() + "\"";
        var many =
                body.toBytes().toUtf8().replace("[" + hashes + "]", "[" + (hashes + ",").repeat(10_000) + hashes + "]");

        assertThat(sap.post(SIGN, many, token).error()).isEqualTo("invalid_request: Numbers of signatures is too high");
    }

    @Test
    void takes_the_same_order_again_with_the_same_outcome() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = text(desk.signHash(keyId, List.of(HASH)));

        var first = sap.post(SIGN, body, token);

        assertThat(sap.post(SIGN, body, token).text()).isEqualTo(first.text());
    }

    @Test
    void takes_nulls_and_unknown_members() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = desk.signHash(keyId, List.of(HASH))
                .andNull("signAlgoParams")
                .andNull("clientData")
                .and("operationMode", "S")
                .and("prompt", "login");

        assertThat(sap.post(SIGN, text(body), token).status()).isEqualTo(200);
    }

    private String askedByPss(Desk desk, String token, String members) {
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = text(desk.signHash(keyId, List.of(HASH)))
                .replace("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.10")
                .replaceFirst("}$", members + "}");
        var response = sap.post(SIGN, body, token);
        return response.status() + response.text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"signAlgoParams\":\"" + PSS_SHA256 + "\""})
    void takes_pss_with_no_parameters_or_the_one_set_of_its_hash(String members) {
        var desk = desk();

        assertThat(askedByPss(desk, desk.token(), members)).startsWith("200");
        var request = sap.sgm.calls().get(sap.sgm.calls().size() - 1).request().orElseThrow();
        assertThat(request.signAlgorithmOid()).isEqualTo("1.2.840.113549.1.1.10");
        assertThat(request.hashAlgorithmOid()).contains("2.16.840.1.101.3.4.2.1");
    }

    // In turn: nothing; the defaults, which are SHA-1; a salt of 20; SHA-384; MGF1 with SHA-1; NULL; no base64.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MAA=",
                "MDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEU",
                "MDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIFAKIDAgEw",
                "MBagDzANBglghkgBZQMEAgEFAKIDAgEg",
                "BQA=",
                "*"
            })
    void refuses_pss_with_other_parameters(String parameters) {
        var desk = desk();
        var token = desk.token();
        var answer = askedByPss(desk, token, ",\"signAlgoParams\":\"" + parameters + "\"");

        assertThat(answer).startsWith("400").contains("Invalid parameter signAlgoParams");
        assertThat(sap.sgm.calls()).noneMatch(call -> call.request().isPresent());
    }

    @Test
    void refuses_pss_without_its_hash() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = text(desk.signHash(keyId, List.of(HASH)))
                .replace("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.10")
                .replace("\"hashAlgorithmOID\":", "\"clientData\":");

        assertThat(sap.post(SIGN, body, token).text())
                .contains("Missing (or invalid type) string parameter hashAlgorithmOID");
    }

    @Test
    void refuses_parameters_for_an_algorithm_that_has_others() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = desk.signHash(keyId, List.of(HASH));

        assertThat(sap.post(SIGN, text(body.and("signAlgoParams", PSS_SHA256)), token)
                        .text())
                .contains("Invalid parameter signAlgoParams");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takes_hashes_in_the_url_alphabet(boolean padded) {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var hash = Bytes.hex("fb".repeat(32));
        var body = text(desk.signHash(keyId, List.of(hash)))
                .replace(hash.toBase64(), hash.toBase64Url() + (padded ? "=" : ""));

        assertThat(sap.post(SIGN, body, token).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"credentialID\":|\"x\":|Missing (or invalid type) string parameter credentialID",
                "\"SAD\":|\"x\":|Missing (or invalid type) string parameter SAD",
                "\"SAD\":\"|\"SAD\":\"=|Invalid parameter SAD",
                "\"hashes\":|\"hash\":|Missing (or invalid type) array parameter hash",
                "\"signAlgo\":|\"x\":|Missing (or invalid type) string parameter signAlgo",
                "1.2.840.113549.1.1.11|1.2.840.113549.1.1.1|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.2.840.113549.1.1.12|Invalid parameter hashAlgorithmOID",
                "1.2.840.113549.1.1.11|1.2.840.113549.1.1.4|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.2.840.113549.1.1.5|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.2.840.10045.2.1|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.2.840.10045.4.1|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.3.101.113|Invalid parameter signAlgo",
                "1.2.840.113549.1.1.11|1.3.101.112|Invalid parameter hashAlgorithmOID",
                "1.2.840.113549.1.1.11|2.16.840.1.101.3.4.3.18|Invalid parameter hashAlgorithmOID",
                "1.2.840.113549.1.1.11|2.16.840.1.101.3.4.3.33|Invalid parameter signAlgo",
                "2.16.840.1.101.3.4.2.1|1.3.14.3.2.26|Invalid parameter hashAlgorithmOID",
                "2.16.840.1.101.3.4.2.1|1.2.840.113549.2.5|Invalid parameter hashAlgorithmOID",
                "\"hashAlgorithmOID\":|\"operationMode\":|Invalid parameter operationMode",
                "\"hashAlgorithmOID\":|\"operationMode\":\"A\",\"response_uri\":|Invalid parameter response_uri",
                "\"hashAlgorithmOID\":|\"operationMode\":\"A\",\"validity_period\":|Invalid parameter validity_period",
                "\"hashAlgorithmOID\":|\"operationMode\":\"A\",\"validity_period\":0,\"x\":|Out of bounds parameter validity_period",
                "\"hashAlgorithmOID\":|\"operationMode\":\"A\",\"validity_period\":1800001,\"x\":|Out of bounds parameter validity_period",
                "\"hashes\":[\"|\"hashes\":[\"*|Invalid Base64 hash string parameter",
                "\"hashes\":[\"|\"hashes\":[\"AAAA\",\"|Invalid digest value length",
            })
    void refuses_a_wrong_member_in_the_specifications_words(String good, String bad, String words) {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var asked = sap.sgm.calls().size();

        var body = text(desk.signHash(keyId, List.of(HASH))).replace(good, bad);
        var response = sap.post(SIGN, body, token);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error()).isEqualTo("invalid_request: " + words);
        assertThat(sap.sgm.calls()).hasSize(asked);
    }

    @Test
    void refuses_no_hash_at_all() {
        var desk = desk();
        var body = text(desk.signHash("0".repeat(32), List.of(HASH))).replace("\"" + HASH.toBase64() + "\"", "");

        assertThat(sap.post(SIGN, body, desk.token()).error()).isEqualTo("invalid_request: Empty hash array");
    }

    @Test
    void refuses_octets_that_cannot_be_a_sealed_statement() {
        var desk = desk();
        var body =
                desk.signHash("0".repeat(32), List.of(HASH)).build().toBytes().toUtf8();

        var response = sap.post(SIGN, body.replaceFirst("\"SAD\":\"[^\"]*\"", "\"SAD\":\"AAAA\""), desk.token());

        assertThat(response.error()).isEqualTo("invalid_request: Invalid parameter SAD");
    }

    @Test
    void refuses_a_swapped_hash_with_the_sgms_word_on_it() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        var body = text(desk.signHash(keyId, List.of(HASH)))
                .replace(HASH.toBase64(), HASH.sha256().toBase64());

        var response = sap.post(SIGN, body, token);

        assertThat(response.error()).isEqualTo("invalid_request: Hash is not authorized by the SAD");
        assertThat(desk.opened(response.text("natsuinAnswer")).body())
                .extracting("problem")
                .isEqualTo(Problem.of(ProblemCode.HASHES_DIFFER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statement-not-accepted|400|invalid_request: Invalid parameter SAD",
                "statement-expired|400|invalid_request: SAD expired",
                "statement-replayed|400|invalid_request: Invalid parameter SAD",
                "key-unknown|400|invalid_request: Invalid parameter credentialID",
                "key-not-enabled|400|invalid_request: The credential identified by credentialID is disabled",
                "certificate-expired|400|invalid_request: Signing certificate is expired",
                "algorithm-not-allowed|400|invalid_request: Invalid parameter signAlgo",
                "too-many-hashes|400|invalid_request: Numbers of signatures is too high",
                "hash-length-wrong|400|invalid_request: Invalid digest value length",
                "device-locked|400|invalid_request: Credential locked",
                "pin-wrong|400|invalid_authentication_data: The authentication data is invalid",
                "not-permitted|400|access_denied: The act is not permitted",
                "device-not-confirmed|400|access_denied: The act is not permitted",
                "device-removed|400|access_denied: The act is not permitted",
                "key-weak|400|invalid_request: Invalid parameter SAD",
                "invitation-not-accepted|400|invalid_request: Invalid parameter SAD",
                "row-tampered|500|server_error: The server failed",
            })
    void the_sgms_refusals_have_cscs_words(String code, int status, String words) {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        sap.sgm.refuses(Problem.of(ProblemCode.byCode(code).orElseThrow()));

        var response = sap.post(SIGN, text(desk.signHash(keyId, List.of(HASH))), token);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.error()).isEqualTo(words);
        assertThat(desk.opened(response.text("natsuinAnswer")).body())
                .extracting("problem")
                .isEqualTo(Problem.of(ProblemCode.byCode(code).orElseThrow()));
    }

    @Test
    void refuses_to_sign_with_another_persons_credential_without_asking_the_sgm() {
        var other = desk();
        var keyId = other.createKey(KeyAlgorithm.RSA_3072, other.token());
        var desk = desk();
        var token = desk.token();
        var asked = sap.sgm.calls().size();

        var response = sap.post(SIGN, text(other.signHash(keyId, List.of(HASH))), token);

        assertThat(response.error()).isEqualTo("invalid_request: Invalid parameter credentialID");
        assertThat(sap.sgm.calls()).hasSize(asked);
    }

    @Test
    void leaves_a_credential_it_never_heard_of_to_the_sgm() {
        var desk = desk();

        var response = sap.post(SIGN, text(desk.signHash("ab".repeat(16), List.of(HASH))), desk.token());

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void another_statement_as_sad_is_no_signature() {
        var desk = desk();
        var body = text(desk.signHash("0".repeat(32), List.of(HASH)))
                .replaceFirst(
                        "\"SAD\":\"[^\"]*\"",
                        "\"SAD\":\""
                                + desk.sealed(new Statement.ListKeys(desk.head()))
                                        .toBase64Url() + "\"");

        assertThat(sap.post(SIGN, body, desk.token()).error()).isEqualTo("invalid_request: Invalid parameter SAD");
    }

    @Test
    void a_forged_answer_is_no_signature() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        sap.sgm.forges();

        var response = sap.post(SIGN, text(desk.signHash(keyId, List.of(HASH))), token);

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text())
                .isEqualTo("{\"error\":\"server_error\",\"error_description\":\"The server failed\"}");
    }

    @Test
    void says_in_cscs_words_that_the_sgm_is_away() {
        var desk = desk();
        var token = desk.token();
        var keyId = desk.createKey(KeyAlgorithm.RSA_3072, token);
        sap.sgm.away(true);

        var response = sap.post(SIGN, text(desk.signHash(keyId, List.of(HASH))), token);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text("error")).isEqualTo("temporarily_unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }
}
