package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LogTest {
    @TempDir
    Path folder = Path.of("");

    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        seen.start();
        root.addAppender(seen);
        root.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(Level.OFF);
        root.detachAppender(seen);
    }

    /** What the launcher's log shows: the event, and of exceptions only our own messages. */
    private String log() {
        return List.copyOf(seen.list).stream()
                .map(event -> event.getFormattedMessage() + shown(event.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
    }

    private static String shown(@org.jspecify.annotations.Nullable IThrowableProxy thrown) {
        if (thrown == null) {
            return "";
        }
        var own = thrown.getClassName().startsWith("dev.natsuin.") ? thrown.getMessage() : "";
        return " " + thrown.getClassName() + ": " + own + shown(thrown.getCause());
    }

    @Test
    void every_request_is_one_line_with_route_status_and_code() {
        try (var sap = new RunningSap(folder)) {
            sap.post("/api/v1/login", "{\"assertion\":\"x\"}");
        }

        assertThat(log()).containsPattern("request POST /api/v1/login status=401 code=login-not-accepted ms=[0-9]+");
    }

    @Test
    void a_path_that_was_sent_is_not_in_the_log() {
        try (var sap = new RunningSap(folder)) {
            sap.get("/api/v1/people/Hanako?name=Hanako");
        }

        assertThat(log()).contains("request GET - status=404").doesNotContain("Hanako");
    }

    @Test
    void the_log_holds_no_token_no_name_and_no_sealed_octets() {
        String token;
        String assertion;
        String sealed;
        try (var sap = new RunningSap(folder)) {
            var desk = sap.enrolled(Role.OFFICER);
            assertion = desk.assertion(desk.challenge());
            token = desk.login(assertion).text("access_token");
            sealed = desk.sealed(new Statement.Invite(
                            desk.head(),
                            Role.SIGNER,
                            Bytes.EMPTY.sha256(),
                            sap.clock.instant().plus(Duration.ofDays(1)),
                            Optional.of("CN=Hanako"),
                            Optional.of(KeyAlgorithm.P_256)))
                    .toBase64Url();
            var display = "\"display\":{\"name\":\"Hanako\",\"email\":\"hanako@example.com\"}";
            sap.post(
                    "/api/v1/statements", "{\"sealed\":\"" + sealed + "\",\"kind\":\"invite\"," + display + "}", token);
            sap.get("/api/v1/people", token);
            sap.sgm.refuses(Problem.pinWrong(2));
            sap.post(
                    "/csc/v2/signatures/signHash",
                    desk.signHash("ab".repeat(16), List.of(Bytes.EMPTY.sha256()))
                            .build()
                            .toBytes()
                            .toUtf8(),
                    token);
            sap.sgm.away(true);
            sap.post("/api/v1/statements", "{\"sealed\":\"" + sealed + "\"}", token);
            sap.sgm.away(false);
            sap.sgm.forges();
            desk.state(new Statement.ListKeys(desk.head()), "list-keys", token);
        }

        assertThat(log())
                .contains("device enrolled user=", "SGM does not answer", "answer over the link not believed")
                .doesNotContain(token, assertion, sealed.substring(0, 40), sealed.substring(sealed.length() - 40))
                .doesNotContain("Hanako", "hanako@example.com");
    }
}
