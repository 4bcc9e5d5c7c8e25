package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void is_not_on_the_https_listener() {
        assertThat(sap.get("/pki/ca.crl").status()).isEqualTo(404);
    }
}
