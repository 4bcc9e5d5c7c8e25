package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of authorities that answer in every way but the right one. */
final class PublicServicesTest {
    private static final int LONGEST_BYTES = 16 << 20;

    private final PublicServices services = new PublicServices(Duration.ofSeconds(10), Ways.DIRECT);
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serves() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(answering);
        server.start();
    }

    @AfterEach
    void ends() {
        end.countDown();
        server.stop(0);
        answering.shutdown();
    }

    /** What a service does with a request. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private String at(String path, Answer answer) {
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            try (exchange) {
                answer.to(exchange);
            }
        });
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void gives(HttpExchange exchange, int status, int length) throws IOException {
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (var body = exchange.getResponseBody()) {
            body.write(new byte[length]);
        }
    }

    @Test
    void an_answer_of_the_largest_size_is_taken_and_a_larger_one_is_none() {
        assertThat(services.get(at("/fits", exchange -> gives(exchange, 200, LONGEST_BYTES)))
                        .map(Bytes::size))
                .contains(LONGEST_BYTES);
        assertThat(services.get(at("/larger", exchange -> gives(exchange, 200, LONGEST_BYTES + 1))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 304, 400, 404, 429, 500, 503})
    void what_is_no_success_is_no_answer(int status) {
        var url = at("/status", exchange -> gives(exchange, status, status == 204 || status == 304 ? 0 : 3));

        assertThat(services.post(url, "application/timestamp-query", Bytes.utf8("?")))
                .isEmpty();
        assertThat(services.get(url)).isEmpty();
    }

    @Test
    void who_gives_an_octet_and_then_nothing_is_waited_for_no_longer_than_said() {
        var url = at("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            waits();
        });
        var began = Instant.now();

        assertThat(new PublicServices(Duration.ofMillis(300), Ways.DIRECT).get(url))
                .isEmpty();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void once_nobody_waits_the_exchange_under_way_is_left_and_nothing_else_is_sent() {
        var asked = new AtomicInteger();
        var stopped = new AtomicBoolean();
        var url = at("/silent", exchange -> {
            asked.incrementAndGet();
            stopped.set(true);
            waits();
        });
        var left = new PublicServices(Duration.ofSeconds(30), Ways.DIRECT).until(stopped::get);
        var began = Instant.now();

        assertThat(left.get(url)).isEmpty();
        assertThat(left.get(url)).isEmpty();

        assertThat(asked).hasValue(1);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    private void waits() throws IOException {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_service_that_has_moved_is_followed_and_one_that_leads_in_a_circle_given_up() {
        var there = at("/there", exchange -> gives(exchange, 200, 3));
        assertThat(services.get(at("/moved", exchange -> moved(exchange, 301, there))))
                .isPresent();
        assertThat(services.post(
                        at("/posted", exchange -> moved(exchange, 307, there)),
                        "application/timestamp-query",
                        Bytes.utf8("?")))
                .isPresent();
        asked.set(0);

        assertThat(services.get(at("/circle", exchange -> moved(exchange, 302, "/circle"))))
                .isEmpty();
        assertThat(asked.get()).isLessThan(20);
        assertThat(services.get(at("/file", exchange -> moved(exchange, 302, "file:///etc/passwd"))))
                .isEmpty();
    }

    private static void moved(HttpExchange exchange, int status, String where) throws IOException {
        exchange.getResponseHeaders().set("Location", where);
        gives(exchange, status, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "authority", "ftp://authority/", "http://", "http://[", "http://127.0.0.1:1/", "http://a b/"
            })
    void what_is_no_address_answers_nothing(String url) {
        assertThat(services.get(url)).isEmpty();
    }
}
