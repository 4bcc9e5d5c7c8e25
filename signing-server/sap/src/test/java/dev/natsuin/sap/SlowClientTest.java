package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.sap.http.HttpLimits;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlowClientTest {
    @TempDir
    Path folder = Path.of("");

    private RunningSap sap;

    @BeforeEach
    void start() {
        sap = new RunningSap(folder, new HttpLimits(2, 8, Duration.ofMillis(400), Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() {
        sap.close();
    }

    private SSLSocket connect() throws IOException {
        return (SSLSocket) RunningSap.trusting(folder).getSocketFactory().createSocket("127.0.0.1", sap.port());
    }

    private String all(String request) throws IOException {
        try (var socket = connect()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_body_that_does_not_come_ends_in_a_typed_time_out() throws IOException {
        var response = all("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{");

        assertThat(response).startsWith("HTTP/1.1 408 ").contains("{\"problem\":{\"code\":\"request-malformed\"}}");
    }

    @Test
    void a_header_that_does_not_end_is_not_waited_for() throws IOException {
        assertThat(all("GET /api/v1/descriptor HTTP/1.1\r\nHost:")).doesNotContain("200");
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        assertThat(all("")).isEmpty();
    }

    @Test
    void more_connections_than_allowed_wait_until_one_ends() throws IOException {
        try (var first = connect();
                var second = connect()) {
            first.startHandshake();
            second.startHandshake();
            try (var third = connect()) {
                third.setSoTimeout(200);
                assertThatThrownBy(third::startHandshake).isInstanceOf(SocketTimeoutException.class);
            }
        }

        assertThat(sap.get("/api/v1/descriptor").status()).isEqualTo(200);
    }
}
