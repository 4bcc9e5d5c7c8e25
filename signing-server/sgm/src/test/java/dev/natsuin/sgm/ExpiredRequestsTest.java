package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waited too long for a second person stays in the table. Nobody reads it but when whoever asked, or is meant, is
 * stopped: a row that cannot be read any more shows who tries.
 */
class ExpiredRequestsTest {
    @TempDir
    private Path folder;

    private TestSgm sgm;
    private TestDevice first;
    private TestDevice second;
    private TestDevice officer;

    @BeforeEach
    void a_request_waited_too_long_and_cannot_be_read_any_more() {
        sgm = new TestSgm(folder);
        officer = sgm.officer();
        first = sgm.administrator();
        second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        sgm.reopenWithTwoPersons(true);
        TestSgm.done(invites(first));
        sgm.clock.move(Duration.ofDays(8));
        unreadable();
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Answer invites(TestDevice by) {
        return sgm.send(by.seal(
                new Statement.Invite(
                        by.head(sgm.now()),
                        Role.OFFICER,
                        TestSgm.hash("secret"),
                        sgm.now().plus(Duration.ofDays(7)),
                        Optional.empty(),
                        Optional.empty()),
                sgm));
    }

    private void unreadable() {
        sgm.whileClosed(() -> {
            try (var database = new DatabaseWriter(folder.resolve("sgm.db"))) {
                database.run("UPDATE request SET mac = zeroblob(length(mac))");
            }
        });
    }

    @Test
    void it_is_not_read_when_somebody_else_is_suspended() {
        var suspend = new Statement.Suspend(second.head(sgm.now()), sgm.whom(second, officer.user));

        TestSgm.done(sgm.send(second.seal(suspend, sgm)));
    }

    @Test
    void it_is_not_read_when_somebody_else_asks_or_looks_what_waits() throws Exception {
        TestSgm.done(invites(second));

        var waiting = dev.natsuin.protocol.answer.Results.Requests.read(TestSgm.done(
                sgm.send(first.seal(new Statement.ListRequests(first.head(sgm.now()), Optional.empty()), sgm))));

        assertThat(waiting.requests()).hasSize(1);
    }
}
