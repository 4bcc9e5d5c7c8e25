package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.desktop.remote.Ways;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long authorities are waited for, altogether. */
final class PatientAskingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private String url;
    private int status = NOT_FOUND;
    private Duration takes = Duration.ofMillis(300);
    private long nanoseconds;
    private PatientAsking asking;

    @BeforeEach
    void an_authority() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            nanoseconds += takes.toNanos();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        asking = new PatientAsking(new PublicServices(PATIENCE, Ways.DIRECT), () -> nanoseconds, PATIENCE);
    }

    @AfterEach
    void ends() {
        server.stop(0);
    }

    private int asksTimes(int times) {
        for (var i = 0; i < times; i++) {
            asking.get(url + i);
        }
        return asked.get();
    }

    @Test
    void who_says_no_at_once_is_asked_for_other_things_too() {
        assertThat(asksTimes(3)).isEqualTo(3);
        status = 503;
        assertThat(asksTimes(3)).isEqualTo(6);
    }

    @Test
    void who_keeps_silent_long_is_asked_once() {
        takes = PATIENCE.dividedBy(2);

        assertThat(asksTimes(3)).isEqualTo(1);
    }

    @Test
    void only_the_time_of_asking_counts() {
        asksTimes(1);
        nanoseconds += Duration.ofHours(1).toNanos();

        assertThat(asksTimes(1)).isEqualTo(2);
    }

    @Test
    void a_minute_of_asking_is_all_there_is() {
        status = 200;
        takes = Duration.ofSeconds(7);

        assertThat(asksTimes(20)).isEqualTo(9);
    }
}
