package dev.natsuin.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SilenceTest {
    @Test
    void libraries_that_see_documents_log_nothing() {
        for (var name : List.of("org.apache.pdfbox.pdfparser", "org.apache.fontbox", "eu.europa.esig.dss", "any")) {
            assertThat(LoggerFactory.getLogger(name).isErrorEnabled()).as(name).isFalse();
        }
    }

    @Test
    void our_own_code_warns_and_says_no_more() {
        var log = LoggerFactory.getLogger("dev.natsuin.desktop");
        assertThat(log.isWarnEnabled()).isTrue();
        assertThat(log.isInfoEnabled()).isFalse();
    }

    @Test
    void no_message_of_an_exception_and_nothing_that_commands_a_terminal_is_written() throws Exception {
        var process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Warns.class.getName())
                .redirectErrorStream(true)
                .start();
        var said = new ByteArrayOutputStream();
        try (var in = process.getInputStream()) {
            in.transferTo(said);
        }
        assertThat(process.waitFor()).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("WARN something failed" + System.lineSeparator()
                        + "WARN url=http://<U+001B>[2J<U+000A>WARN <U+202E>");
    }

    /** A program with something to hide. */
    static final class Warns {
        private Warns() {}

        public static void main(String[] arguments) {
            var secret = new IllegalStateException("contract with Minato Design.pdf");
            LoggerFactory.getLogger("dev.natsuin.desktop.sign").warn("something failed", secret);
            LoggerFactory.getLogger("dev.natsuin.desktop.sign").warn("url={}", "http://\u001B[2J\nWARN \u202E");
            LoggerFactory.getLogger("dev.natsuin.desktop.sign").debug("contract.pdf");
            LoggerFactory.getLogger("org.apache.pdfbox").error("contract.pdf", secret);
        }
    }
}
