package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who are slow, and one who is not. */
final class CrowdTest {
    private static final int THREADS = 8;
    private static final HttpRates MANY = new HttpRates(1_000_000, 1_000_000, 60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final String LOGIN =
            head("POST /api/v1/login HTTP/1.1", "Host: x", "Content-Type: application/json", "Content-Length: 100");

    @TempDir
    Path folder = Path.of("");

    private final List<Socket> open = new ArrayList<>();
    private RunningSap sap;
    private SSLSocketFactory sockets;

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    @BeforeEach
    void start() {
        start(400, LONG);
    }

    private void restart(int connections, Duration idle) {
        sap.close();
        start(connections, idle);
    }

    private void start(int connections, Duration idle) {
        var limits = new HttpLimits(connections, THREADS, idle, Duration.ofMillis(200));
        sap = new RunningSap(folder, limits, MANY);
        sockets = RunningSap.trusting(folder).getSocketFactory(); // one: later handshakes resume the first
    }

    @AfterEach
    void stop() throws IOException {
        for (var socket : open) {
            socket.close();
        }
        sap.close();
    }

    /** A connection that stays open; it takes in only so much that it is not read. */
    private SSLSocket connected() throws IOException {
        var plain = new Socket();
        plain.setReceiveBufferSize(4096);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), sap.port()));
        open.add(plain);
        var socket = (SSLSocket) sockets.createSocket(plain, "127.0.0.1", sap.port(), true);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private List<SSLSocket> connected(int count, String sent) throws IOException {
        var all = new ArrayList<SSLSocket>();
        for (int i = 0; i < count; i++) {
            var socket = connected();
            if (!sent.isEmpty()) {
                write(socket, sent);
            }
            all.add(socket);
        }
        return all;
    }

    private void isAnsweredPromptly() {
        var begun = System.nanoTime();
        assertThat(sap.get("/api/v1/descriptor").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
    }

    private static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sap-http"))
                .count();
    }

    /** What came until the server closed. */
    private static String rest(SSLSocket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SSLException | SocketException e) {
            return "";
        }
    }

    /** Writes one octet after the other until the server has had enough; gives how long that took. */
    private static Duration drip(SSLSocket socket, String text) throws Exception {
        var begun = System.nanoTime();
        try {
            for (int i = 0; i < text.length() && socket.getInputStream().available() == 0; i++) {
                write(socket, text.substring(i, i + 1));
                socket.setSoTimeout(50);
                try {
                    if (socket.getInputStream().read() >= 0) {
                        break;
                    }
                    break; // closed
                } catch (java.net.SocketTimeoutException e) {
                    // nothing said yet: the next octet
                }
            }
        } catch (SSLException | SocketException e) {
            // closed while writing
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void bodies_that_do_not_come_hold_no_thread() throws IOException {
        connected(10 * THREADS, LOGIN + "{");

        isAnsweredPromptly();
        // Both listeners have their threads.
        assertThat(serverThreads())
                .isLessThanOrEqualTo(THREADS + HttpLimits.publications().maxThreads());
    }

    @Test
    void heads_that_do_not_end_hold_no_thread() throws IOException {
        connected(10 * THREADS, "GET /api/v1/descriptor HTTP/1.1\r\nX-Slow: ");

        isAnsweredPromptly();
    }

    @Test
    void readers_that_never_read_hold_no_thread() throws Exception {
        var logos = "GET /api/v1/logo.png HTTP/1.1\r\nHost: x\r\n\r\n".repeat(300); // a megabyte of answers
        var writers = new ArrayList<Thread>();
        for (var socket : connected(2 * THREADS, "")) {
            var writer = new Thread(() -> {
                try {
                    write(socket, logos);
                } catch (IOException e) {
                    // the server took no more, and the test is over
                }
            });
            writer.start();
            writers.add(writer);
        }
        for (var writer : writers) {
            writer.join(300); // by then what can be taken was
        }

        isAnsweredPromptly();
    }

    @Test
    void a_body_that_drips_has_twice_the_idle_time() throws Exception {
        restart(40, Duration.ofMillis(500));
        var socket = connected();
        write(socket, LOGIN);

        assertThat(drip(socket, "{".repeat(100))).isBetween(Duration.ofMillis(700), Duration.ofSeconds(4));
    }

    @Test
    void a_head_that_drips_has_the_idle_time() throws Exception {
        restart(40, Duration.ofMillis(500));

        assertThat(drip(connected(), "GET /api/v1/descriptor HTTP/1.1\r\nX-Slow: " + "a".repeat(200)))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(4));
    }

    @Test
    void idle_connections_are_closed_after_the_idle_time_and_not_before() throws IOException {
        restart(400, Duration.ofSeconds(2));
        var begun = System.nanoTime();
        var idle = connected(20, "");

        isAnsweredPromptly();
        for (var socket : idle) {
            assertThat(rest(socket)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(12));
    }

    @Test
    void when_places_run_out_those_without_a_request_go_first() throws IOException {
        restart(40, LONG);
        connected(20, "");
        connected(20, LOGIN);

        isAnsweredPromptly();
    }

    /** A hundred, or as many as {@code -Dnatsuin.idleConnections} says: two thousand take some seconds to make. */
    @Test
    void idle_connections_keep_nobody_waiting() throws IOException {
        int count = Integer.getInteger("natsuin.idleConnections", 100);
        restart(2 * count, LONG);
        var idle = connected(count, "");

        isAnsweredPromptly();
        assertThat(serverThreads())
                .isLessThanOrEqualTo(THREADS + HttpLimits.publications().maxThreads());
        for (var socket : List.of(idle.get(0), idle.get(count - 1))) { // they were there all the time
            write(socket, "GET /api/v1/descriptor HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 ");
        }
    }
}
