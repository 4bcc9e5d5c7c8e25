package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.natsuin.link.side.ConfigFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
    private static String line(String message, @Nullable Throwable thrown) {
        var logger = new LoggerContext().getLogger("a.b");
        var event = new LoggingEvent("x", logger, Level.WARN, message, thrown, null);
        return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void an_event_is_one_line() {
        assertThat(line("first\nsecond \"quoted\" 印", null))
                .startsWith("{\"time\":\"")
                .contains("\"level\":\"WARN\"", "\"logger\":\"a.b\"", "\"event\":\"first\\nsecond \\\"quoted\\\" 印\"")
                .endsWith("}\n")
                .hasLineCount(1);
    }

    @Test
    void a_line_is_of_bounded_length() {
        var deep = new IllegalStateException("x".repeat(100_000));
        for (int i = 0; i < 200; i++) {
            deep = new IllegalStateException(deep);
        }

        assertThat(line("y".repeat(100_000), deep)).hasSizeLessThan(9_000);
    }

    @Test
    void half_of_a_character_is_no_reason_to_lose_a_line() {
        assertThat(line("a" + "😀".repeat(1_000), null))
                .contains("\"event\":\"a😀")
                .endsWith("?…\"}\n");
    }

    @Test
    void what_a_library_says_in_an_exception_stays_out() {
        assertThat(line("not read", new IllegalStateException(new NoSuchFileException("/home/hanako/secret.pdf"))))
                .contains("java.nio.file.NoSuchFileException")
                .doesNotContain("hanako");
    }

    @Test
    void what_we_say_in_an_exception_is_kept() {
        var ours = Assertions.catchThrowableOfType(ConfigFault.class, () -> Servers.CONFIG.withPort(-1));

        assertThat(line("not read", ours)).contains("dev.natsuin.link.side.ConfigFault: port must be a port number");
    }
}
