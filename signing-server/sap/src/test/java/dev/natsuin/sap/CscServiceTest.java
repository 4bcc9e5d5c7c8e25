package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.sap.csc.ServiceInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CSC API says to somebody who is not logged in; one server for all, since nothing here changes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CscServiceTest {
    private RunningSap sap;
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path made) {
        folder = made;
        sap = new RunningSap(folder);
    }

    @AfterAll
    void stop() {
        sap.close();
    }

    @Test
    void info_says_which_edition_is_spoken() {
        assertThat(sap.post("/csc/v2/info", "{}").text("specs")).isEqualTo("2.2.0.0");
    }

    @Test
    void info_has_every_member_that_clients_of_2_2_demand() throws Exception {
        var info = sap.post("/csc/v2/info", "{\"lang\":null}").json();

        assertThat(info.texts("authType")).containsExactly("external");
        assertThat(info.texts("supportedHashTypes")).containsExactly("dtbsr");
        assertThat(info.texts("methods"))
                .containsExactly(
                        "info",
                        "credentials/list",
                        "credentials/info",
                        "signatures/signHash",
                        "signatures/signPolling");
        assertThat(info.truth("asynchronousOperationMode")).isTrue();
        assertThat(info.text("region")).isEqualTo("JP");
        assertThat(info.text("lang")).isEqualTo("en");
        assertThat(info.text("name")).isNotEmpty().hasSizeLessThan(256);
        assertThat(info.text("description")).isNotEmpty().hasSizeLessThan(256);
        var algorithms = info.object("signAlgorithms").reader();
        assertThat(algorithms.texts("algos"))
                .contains("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.10", "1.2.840.10045.4.3.2", "1.3.101.112")
                .doesNotContain("1.2.840.113549.1.1.1", "1.2.840.10045.2.1");
        assertThat(algorithms.texts("algoParams"))
                .as("in parallel")
                .hasSameSizeAs(algorithms.texts("algos"))
                .filteredOn(parameters -> !parameters.isEmpty())
                .hasSize(3);
        assertThat(info.has("signature_formats")).isTrue();
        assertThat(info.has("conformance_levels")).isTrue();
        assertThat(info.has("oauth2")).isFalse();
    }

    @Test
    void info_names_an_experimental_algorithm_only_where_such_keys_are_made() throws Exception {
        var mlDsa = "2.16.840.1.101.3.4.3.18";
        for (var kinds : List.of(Set.<KeyAlgorithm>of(), Set.of(KeyAlgorithm.ML_DSA_65))) {
            var algorithms = new ServiceInfo("https://127.0.0.1", kinds)
                    .toJson()
                    .reader()
                    .object("signAlgorithms")
                    .reader();
            assertThat(algorithms.texts("algos").contains(mlDsa)).isEqualTo(!kinds.isEmpty());
            assertThat(algorithms.texts("algoParams")).hasSameSizeAs(algorithms.texts("algos"));
        }
    }

    @Test
    void info_takes_a_request_without_body() {
        assertThat(sap.post("/csc/v2/info", "").status()).isEqualTo(200);
    }

    @Test
    void info_takes_a_request_without_body_and_without_a_word_about_it() throws Exception {
        try (var socket = RunningSap.trusting(folder).getSocketFactory().createSocket("127.0.0.1", sap.port())) {
            socket.getOutputStream()
                    .write("POST /csc/v2/info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void the_logo_that_info_names_is_a_png() {
        var logo = sap.post("/csc/v2/info", "{}").text("logo");

        assertThat(logo).startsWith(RunningSap.URL + "/");
        var response = sap.get(logo.substring(RunningSap.URL.length()));
        assertThat(response.header("Content-Type")).isEqualTo("image/png");
        assertThat(response.raw().body()).startsWith(0x89, 'P', 'N', 'G');
    }

    @ParameterizedTest
    @MethodSource("missingMethods")
    void methods_of_the_specification_that_are_not_there_say_so(String method) {
        var response = sap.post("/csc/v2/" + method, "{}");

        assertThat(response.status()).isEqualTo(501);
        assertThat(response.error()).isEqualTo("invalid_request: The method is not implemented");
    }

    static List<String> missingMethods() {
        return ServiceInfo.MISSING_METHODS;
    }

    @ParameterizedTest
    @ValueSource(strings = {"credentials/list", "credentials/info", "signatures/signHash", "signatures/signPolling"})
    void a_protected_method_without_authorization_is_a_bad_request(String method) {
        var response = sap.post("/csc/v2/" + method, "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error()).isEqualTo("invalid_request: Malformed authorization header");
    }

    @Test
    void another_scheme_than_bearer_is_a_bad_request() {
        var response = sap.post("/csc/v2/credentials/list", "{}", Optional.of("Basic YTpi"));

        assertThat(response.error()).isEqualTo("invalid_request: Malformed authorization header");
    }

    @Test
    void an_unknown_token_is_unauthorised() {
        var response = sap.post("/csc/v2/credentials/list", "{}", "AAAA");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text("error")).isEqualTo("invalid_token");
    }
}
