package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicationTest {
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

    private RunningSap.Response plain(String path) {
        return sap.send(HttpRequest.newBuilder(sap.plain(path)));
    }

    @Test
    void gives_the_ca_certificate() {
        var response = plain("/pki/ca.cer");

        assertThat(response.header("Content-Type")).isEqualTo("application/pkix-cert");
        assertThat(Bytes.of(response.raw().body())).isEqualTo(FakeSgm.CA_CERTIFICATE);
    }

    @Test
    void gives_the_revocation_list() {
        var response = plain("/pki/ca.crl");

        assertThat(response.header("Content-Type")).isEqualTo("application/pkix-crl");
        assertThat(Bytes.of(response.raw().body())).isEqualTo(FakeSgm.REVOCATION_LIST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-2.cer", "ca-2.crl", "ca-2-link.cer"})
    void gives_the_files_of_a_later_key(String file) {
        var response = plain("/pki/" + file);

        assertThat(response.header("Content-Type"))
                .isEqualTo(file.endsWith(".crl") ? "application/pkix-crl" : "application/pkix-cert");
        assertThat(response.text()).isEqualTo(file);
    }

    @Test
    void a_key_that_the_authority_has_not_is_not_found_and_asked_for_once_a_minute() {
        assertThat(plain("/pki/ca-3.crl").status()).isEqualTo(404);
        assertThat(plain("/pki/ca-3.crl").text()).isEqualTo("not-found\n");
        assertThat(sap.sgm.publicationsAsked()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca-1.cer",
                "ca-0.crl",
                "ca-02.crl",
                "ca-100.crl",
                "ca-2.key",
                "ca-2",
                "ca-2-link.crl",
                "ca-link.cer",
                "ca-2.cer.cer",
                "ca--2.cer",
                "ca-%0a2.cer"
            })
    void what_no_key_could_have_is_not_asked_for(String file) {
        assertThat(plain("/pki/" + file).status()).isIn(400, 404);

        assertThat(sap.sgm.publicationsAsked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/pki/ca.cer", "/pki/ca.crl", "/pki/ca-2.crl", "/pki/ca-3.crl", "/pki/ocsp/AAAA", "/pki/nothing"
            })
    void head_says_of_a_path_what_get_does_and_gives_nothing(String path) {
        var head =
                sap.send(HttpRequest.newBuilder(sap.plain(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        var got = plain(path);
        assertThat(head.raw().body()).isEmpty();
        assertThat(head.status()).isEqualTo(got.status());
        assertThat(withoutDate(head)).isEqualTo(withoutDate(got));
    }

    private static Map<String, List<String>> withoutDate(RunningSap.Response response) {
        var headers = new TreeMap<>(response.raw().headers().map());
        headers.remove("date");
        return headers;
    }

    @Test
    void asks_the_sgm_once_a_minute() {
        plain("/pki/ca.crl");
        sap.clock.advance(Duration.ofSeconds(59));
        plain("/pki/ca.crl");
        assertThat(sap.sgm.publicationsAsked()).isEqualTo(1);

        sap.clock.advance(Duration.ofSeconds(1));
        plain("/pki/ca.crl");

        assertThat(sap.sgm.publicationsAsked()).isEqualTo(2);
    }

    @Test
    void a_list_of_when_the_clock_was_ahead_is_not_given_once_it_is_right() {
        sap.clock.advance(Duration.ofDays(365));
        plain("/pki/ca.crl");
        sap.clock.advance(Duration.ofDays(-365));
        plain("/pki/ca.cer"); // refused: the allowance is of a time to come
        sap.clock.advance(Duration.ofSeconds(1));

        plain("/pki/ca.crl");

        assertThat(sap.sgm.publicationsAsked()).isEqualTo(2);
    }

    @Test
    void goes_on_giving_the_last_list_while_the_sgm_is_away() {
        plain("/pki/ca.crl");
        sap.sgm.away(true);

        sap.clock.advance(Duration.ofHours(3));

        assertThat(Bytes.of(plain("/pki/ca.crl").raw().body())).isEqualTo(FakeSgm.REVOCATION_LIST);
    }

    @Test
    void says_that_it_has_none_yet() {
        sap.sgm.away(true);

        var response = plain("/pki/ca.crl");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).isEqualTo("sgm-unavailable\n");
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/pki",
                "/pki/",
                "/pki/ca.key",
                "/pki/..%2fsap.db",
                "/api/v1/descriptor",
                "/api/v1/people",
                "/csc/v2/info"
            })
    void gives_nothing_else(String path) {
        assertThat(plain(path).status()).isIn(400, 404);
    }

    @Test
    void takes_nothing() {
        var response = sap.send(
                HttpRequest.newBuilder(sap.plain("/pki/ca.crl")).POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(response.status()).isEqualTo(405);
    }

    private RunningSap.Response posted(String path, byte[] body) {
        return sap.send(HttpRequest.newBuilder(sap.plain(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void hands_an_ocsp_request_on_and_its_answer_back() {
        var response = posted("/pki/ocsp", new byte[] {1, 2, (byte) 0xff});

        assertThat(response.header("Content-Type")).isEqualTo("application/ocsp-response");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.text()).isEqualTo("status of 0102ff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2B//%2Bqg%3D%3D", "%2B%2F%2F%2Bqg%3D%3D", "+//+qg=="})
    void takes_an_ocsp_request_in_the_path_too(String base64) {
        var response = plain("/pki/ocsp/" + base64);

        assertThat(response.text()).isEqualTo("status of fbfffeaa");
    }

    @Test
    void hands_a_timestamp_request_on_and_its_answer_back() {
        var response = posted("/pki/tsa", new byte[] {3});

        assertThat(response.header("Content-Type")).isEqualTo("application/timestamp-reply");
        assertThat(response.text()).isEqualTo("time of 03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pki/ocsp/*", "/pki/ocsp/a"})
    void refuses_what_is_not_base64(String path) {
        assertThat(plain(path).status()).isEqualTo(400);
    }

    @Test
    void refuses_a_request_that_is_too_long_for_strangers() {
        assertThat(posted("/pki/tsa", new byte[17 << 10]).status()).isEqualTo(413);
    }

    @Test
    void says_when_to_ask_again_while_the_sgm_is_away() {
        sap.sgm.away(true);

        var response = posted("/pki/ocsp", new byte[] {1});

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void a_fifth_at_once_is_asked_to_come_later_so_that_signers_keep_the_link() throws Exception {
        var entered = new CountDownLatch(4);
        var gate = new CountDownLatch(1);
        sap.sgm.holdsStatements(entered, gate);
        var threads = Executors.newFixedThreadPool(4);
        try {
            var four = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> posted("/pki/ocsp", new byte[] {1})))
                    .toList();
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

            var fifth = posted("/pki/tsa", new byte[] {2});

            assertThat(fifth.status()).isEqualTo(503);
            assertThat(fifth.text()).isEqualTo("server-busy\n");
            gate.countDown();
            for (var one : four) {
                assertThat(one.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            assertThat(posted("/pki/tsa", new byte[] {2}).status()).isEqualTo(200);
        } finally {
            gate.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void is_not_on_the_https_listener() {
        assertThat(sap.get("/pki/ca.crl").status()).isEqualTo(404);
    }
}
