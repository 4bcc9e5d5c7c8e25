package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.tls.TlsIdentity;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HardeningTest {
    @TempDir
    Path folder = Path.of("");

    private String token = "";
    private RunningSap sap;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder);
    }

    @AfterEach
    void stop() {
        sap.close();
    }

    private String token() {
        if (token.isEmpty()) {
            token = sap.enrolled(Role.SIGNER).token();
        }
        return token;
    }

    private SSLSocket connect() throws IOException {
        return (SSLSocket) RunningSap.trusting(folder).getSocketFactory().createSocket("127.0.0.1", sap.port());
    }

    /** Sends octets as they are and gives all that comes back. */
    private String raw(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void speaks_tls_1_3() throws IOException {
        try (var socket = connect()) {
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void does_not_speak_tls_1_2() throws IOException {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void only_the_owner_may_read_the_tls_key() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(TlsIdentity.KEY_FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void says_nothing_about_its_software() {
        var headers = sap.get("/nowhere").raw().headers();

        assertThat(headers.map().keySet()).doesNotContain("server", "x-powered-by");
    }

    @Test
    void every_answer_has_the_protecting_headers() {
        var response = sap.get("/nowhere");

        assertThat(response.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(response.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void answers_are_not_compressed() {
        var response =
                sap.send(HttpRequest.newBuilder(sap.api("/api/v1/descriptor")).header("Accept-Encoding", "gzip, br"));

        assertThat(response.header("Content-Encoding")).isEmpty();
    }

    @Test
    void what_is_not_there_is_typed() {
        var response = sap.get("/api/v1/nowhere");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo("{\"problem\":{\"code\":\"not-found\"}}");
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void what_csc_does_not_know_is_in_its_words() {
        var response = sap.post("/csc/v2/nowhere", "{}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.error()).isEqualTo("invalid_request: There is no such method");
    }

    @Test
    void another_method_is_typed() {
        var response = sap.get("/api/v1/login");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.problem()).isEqualTo("request-malformed");
        assertThat(response.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "DELETE", "OPTIONS", "QUERY"})
    void methods_nobody_needs_are_refused(String method) {
        var response = sap.send(HttpRequest.newBuilder(sap.api("/api/v1/descriptor"))
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.status()).isIn(400, 404, 405, 501);
        assertThat(response.text()).startsWith("{\"problem\":");
    }

    @Test
    void another_content_type_is_typed() {
        var response = sap.send(HttpRequest.newBuilder(sap.api("/api/v1/login"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(response.status()).isEqualTo(415);
        assertThat(response.problem()).isEqualTo("request-malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{} {}",
                "{\"assertion\":null}",
                "{\"assertion\":7}",
                "{\"assertion\":\"a\",\"assertion\":\"a\"}",
                "{\"assertion\":\"a\",\"more\":1}",
                "{\"assertion\":[[[[[[[[[[1]]]]]]]]]]}",
                "{\"assertion\":1.5}",
                "{\"assertion\":99999999999999999999999999}"
            })
    void broken_json_is_typed(String body) {
        var response = sap.post("/api/v1/login", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).isEqualTo("{\"problem\":{\"code\":\"request-malformed\"}}");
    }

    private static Stream<Arguments> hostileJson() {
        return Stream.of(
                        "[".repeat(100_000),
                        "{\"sealed\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                        "{\"sealed\":".repeat(50_000) + "1" + "}".repeat(50_000),
                        "{\"sealed\":" + "9".repeat(200_000) + "}",
                        "{\"sealed\":1e999999999}",
                        "{\"sealed\":-1e-999999999}",
                        "{\"sealed\":\"AAAA\",\"sealed\":\"AAAA\"}",
                        "{\"" + "a".repeat(100_000) + "\":1}",
                        "{\"sealed\":\"\\ud800\"}",
                        "\ufeff{}",
                        "{\"sealed\":\"AAAA\"}" + " ".repeat(500_000) + "x")
                .flatMap(body -> Stream.of(
                                "/api/v1/statements", "/csc/v2/signatures/signHash", "/csc/v2/credentials/list")
                        .map(path -> Arguments.of(path, body.substring(0, Math.min(20, body.length())), body)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hostileJson")
    void hostile_json_of_a_person_is_typed(String path, String shown, String body) {
        var response = sap.post(path, body, token());

        assertThat(response.status()).as(shown).isIn(200, 400);
        assertThat(response.text()).startsWith("{").doesNotContain("xception", "jackson");
        if (response.status() == 200) { // a list takes no notice of members that it does not know
            assertThat(path).isEqualTo("/csc/v2/credentials/list");
        }
    }

    @Test
    void octets_that_are_no_utf_8_are_typed() {
        var octets = "{\"sealed\":\"__\"}".getBytes(StandardCharsets.US_ASCII);
        octets[11] = (byte) 0xc0;
        octets[12] = (byte) 0xaf;

        var response = sap.send(HttpRequest.newBuilder(sap.api("/api/v1/statements"))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(octets)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problem()).isEqualTo("request-malformed");
    }

    @Test
    void ten_megabytes_of_json_are_heard_out_and_refused() {
        var body = "{\"sealed\":\"" + "A".repeat(10_000_000) + "\"}";

        assertThat(sap.post("/api/v1/login", body).problem()).isEqualTo("request-too-large");
        assertThat(sap.post("/api/v1/statements", body, token()).status()).isEqualTo(413);
        assertThat(sap.post("/csc/v2/signatures/signHash", body, token()).error())
                .isEqualTo("invalid_request: The request is too large");
    }

    @Test
    void a_large_order_with_a_token_that_is_no_longer_good_is_told_so_and_not_that_it_is_large() {
        var response = sap.post("/csc/v2/signatures/signHash", "{\"x\":\"" + "A".repeat(1_000_000) + "\"}", "old");

        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void a_stranger_has_sixteen_kibibytes() {
        var rest = "{\"assertion\":\"\"}".length();

        assertThat(sap.post("/api/v1/login", "{\"assertion\":\"" + "A".repeat((16 << 10) - rest) + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(sap.post("/api/v1/login", "{\"assertion\":\"" + "A".repeat((16 << 10) - rest + 1) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void broken_json_is_in_cscs_words() {
        var token = sap.enrolled(Role.SIGNER).token();

        var response = sap.post("/csc/v2/credentials/info", "{\"credentialID\":\"a\",\"credentialID\":\"a\"}", token);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("error")).isEqualTo("invalid_request");
    }

    @Test
    void a_body_over_one_mebibyte_is_too_large() {
        var response = sap.post("/api/v1/login", "{\"assertion\":\"" + "A".repeat(1 << 20) + "\"}");

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.problem()).isEqualTo("request-too-large");
    }

    @Test
    void a_body_of_unknown_length_over_one_mebibyte_is_too_large() {
        var body = ("{\"assertion\":\"" + "A".repeat((1 << 20) + 100) + "\"}").getBytes(StandardCharsets.US_ASCII);
        var response = sap.send(HttpRequest.newBuilder(sap.api("/api/v1/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

        assertThat(response.status()).isEqualTo(413);
    }

    @Test
    void a_declared_gigabyte_is_refused_without_waiting_for_it() throws IOException {
        var response = raw("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1073741824\r\n\r\n{");

        assertThat(response).startsWith("HTTP/1.1 413 ").endsWith("{\"problem\":{\"code\":\"request-too-large\"}}");
    }

    @Test
    void sign_hash_takes_three_mebibytes_and_no_more() {
        var token = sap.enrolled(Role.SIGNER).token();

        var taken = sap.post("/csc/v2/signatures/signHash", "{\"x\":\"" + "A".repeat(3_000_000) + "\"}", token);
        var refused = sap.post("/csc/v2/signatures/signHash", "{\"x\":\"" + "A".repeat(3 << 20) + "\"}", token);

        assertThat(taken.status()).isEqualTo(400);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.error()).isEqualTo("invalid_request: The request is too large");
    }

    @Test
    void headers_that_are_too_large_are_typed() throws IOException {
        var response = raw("GET /api/v1/descriptor HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 431 ").endsWith("{\"problem\":{\"code\":\"request-too-large\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /api/v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a;b=c/../api HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void what_is_hardly_http_shows_no_framework_page(String request) throws IOException {
        var response = raw(request.replace("HTTP/1.1\r\nHost", "HTTP/1.1\r\nConnection: close\r\nHost"));

        assertThat(response).startsWith("HTTP/1.1 4").contains("{\"problem\":");
        assertThat(response.toLowerCase(java.util.Locale.ROOT)).doesNotContain("jetty", "javalin", "html", "exception");
    }

    @Test
    void a_fault_shows_nothing_of_itself() throws Exception {
        var desk = sap.enrolled(Role.SIGNER);
        try (var database = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sap.db"));
                var statement = database.createStatement()) {
            statement.execute("DROP TABLE credential");
        }

        var response = sap.post("/csc/v2/credentials/list", "{}", desk.token());

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text())
                .isEqualTo("{\"error\":\"server_error\",\"error_description\":\"The server failed\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/descriptor", "/api/v1/people", "/api/v1/logo.png"})
    void head_says_of_a_path_what_get_does(String path) throws IOException {
        var head = raw("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        var got = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(head).endsWith("\r\n\r\n");
        assertThat(withoutDate(head)).isEqualTo(withoutDate(got.substring(0, got.indexOf("\r\n\r\n") + 4)));
    }

    private static String withoutDate(String head) {
        return head.replaceFirst("Date: [^\r]*\r\n", "");
    }
}
