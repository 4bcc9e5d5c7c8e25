package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders of 10,000 RSA-4096 signatures at once, at a SAP whose memory holds the answers of two or three: six, or as
 * many as {@code -Dnatsuin.largeOrders} says, of the sixteen that one person may have at once.
 */
final class MemoryTest {
    private static final int ORDERS = Integer.getInteger("natsuin.largeOrders", 6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long ANSWER_OCTETS = 10_000L * 684;

    @TempDir
    Path folder = Path.of("");

    private final AtomicInteger putOff = new AtomicInteger();

    private Process small() throws IOException {
        var quiet = folder.resolve("logback.xml"); // nobody reads what it says after its first line
        Files.writeString(quiet, "<configuration><root level=\"OFF\"/></configuration>");
        var arguments = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + quiet,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SmallSap.class.getName(),
                folder.toString(),
                Integer.toString(ORDERS));
        return new ProcessBuilder(arguments)
                .redirectError(new File(folder.toFile(), "log"))
                .start();
    }

    @Test
    void more_large_orders_at_once_than_memory_holds_are_put_off_and_none_is_lost() throws Exception {
        var server = small();
        var threads = Executors.newFixedThreadPool(ORDERS);
        try (var out = new BufferedReader(server.inputReader(StandardCharsets.UTF_8))) {
            var told = String.valueOf(out.readLine()).split(" ", -1);
            assertThat(told).hasSize(2);
            var client = HttpClient.newBuilder()
                    .sslContext(RunningSap.trusting(folder))
                    .build();
            var answers = new ArrayList<CompletableFuture<Long>>();
            for (int i = 0; i < ORDERS; i++) {
                var order = folder.resolve("order-" + i);
                answers.add(CompletableFuture.supplyAsync(() -> signed(client, told[0], told[1], order), threads));
            }
            for (var answer : answers) {
                assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isGreaterThan(ANSWER_OCTETS);
            }

            assertThat(putOff).hasPositiveValue();
            assertThat(server.isAlive()).isTrue();
        } finally {
            threads.shutdownNow();
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
            server.destroyForcibly();
        }
    }

    /** The octets of the answer, which is asked for until it comes. */
    private long signed(HttpClient client, String port, String token, Path order) {
        try {
            var request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + port + "/csc/v2/signatures/signHash"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofFile(order))
                    .build();
            while (true) {
                var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                long octets;
                try (var body = response.body()) {
                    octets = body.transferTo(java.io.OutputStream.nullOutputStream());
                }
                if (response.statusCode() == 200) {
                    return octets;
                }
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).contains("5");
                putOff.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(200); // an impatient client
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
