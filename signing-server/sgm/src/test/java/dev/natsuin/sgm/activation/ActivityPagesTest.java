package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkLimits;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's entries come in pages that go through the link, however large the orders were. */
final class ActivityPagesTest {
    private static final Bytes[] TEN_THOUSAND =
            Collections.nCopies(10_000, TestSgm.hash("x")).toArray(Bytes[]::new);

    @TempDir
    Path folder = Path.of("");

    /** Wrong PINs are entries with the whole order, and cost no signatures; a right one sets the row of five back. */
    private static void manyLargeEntries(TestSgm sgm, TestDevice device, Results.KeyInfo key) {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                var order = sgm.order(device, key, TEN_THOUSAND);
                var sealed = device.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                });
                assertThat(TestSgm.problem(sgm.send(sealed, order)).code()).isEqualTo(ProblemCode.PIN_WRONG);
            }
            var order = sgm.order(device, key, TestSgm.hash("y"));
            TestSgm.done(sgm.send(device.seal(order, sgm), order));
        }
    }

    @Test
    void entries_of_large_orders_come_in_pages_that_the_link_carries_and_none_is_left_out() throws Malformed {
        try (var sgm = new TestSgm(folder)) {
            var device = sgm.newSigner();
            var key = sgm.createKey(device, KeyAlgorithm.P_256);
            manyLargeEntries(sgm, device, key);

            var entries = new ArrayList<LogEntry>();
            int pages = 0;
            long from = 0;
            for (boolean more = true; more; pages++) {
                var sealed = device.seal(new Statement.Activity(device.head(sgm.now()), from), sgm);
                var token = sgm.sendRaw(sealed, Optional.empty());
                assertThat(token.length()).isLessThan(LinkLimits.MAX_BODY_BYTES * 3 / 4);
                var answer = Answer.open(token, sgm.identity, sealed);
                var page = Results.ActivityPage.read(TestSgm.done(answer));
                entries.addAll(page.entries());
                from = entries.get(entries.size() - 1).index() + 1;
                more = page.more();
            }

            assertThat(pages).isGreaterThan(1);
            assertThat(entries).extracting(LogEntry::index).isSorted().doesNotHaveDuplicates();
            // Its enrolment, its key, and what was ordered.
            assertThat(entries).hasSizeGreaterThanOrEqualTo(3 * 5 + 2);
            assertThat(entries.stream().filter(entry -> entry.record().size() > 400_000))
                    .hasSize(12);
        }
    }

    @Test
    void many_small_entries_come_once_each_and_in_order() throws Malformed {
        try (var sgm = new TestSgm(folder)) {
            var device = sgm.newSigner();
            var key = sgm.createKey(device, KeyAlgorithm.P_256);
            for (int i = 0; i < 60; i++) {
                var order = sgm.order(device, key, TestSgm.hash("contract " + i));
                TestSgm.done(sgm.send(device.seal(order, sgm), order));
            }

            var asked = new Statement.Activity(device.head(sgm.now()), 0);
            var page = Results.ActivityPage.read(TestSgm.done(sgm.send(device.seal(asked, sgm))));

            assertThat(page.more()).isFalse();
            assertThat(page.entries()).extracting(LogEntry::index).isSorted().doesNotHaveDuplicates();
            assertThat(page.entries()).hasSize(60 + 2); // with its enrolment and its key
        }
    }
}
