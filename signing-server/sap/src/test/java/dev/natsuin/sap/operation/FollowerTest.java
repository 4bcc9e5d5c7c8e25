package dev.natsuin.sap.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.Courier.Outcome;
import dev.natsuin.sap.courier.SgmAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class FollowerTest {
    private static final Bytes FIRST = Bytes.utf8("first").sha256();
    private static final Bytes SECOND = Bytes.utf8("second").sha256();
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void what_comes_as_the_last_work_ends_is_asked_for_once_in_a_round() throws InterruptedException {
        var asked = new ArrayList<Long>();
        var enough = new CountDownLatch(4);
        try (var follower = new Follower(hash -> {
            if (hash.equals(FIRST)) {
                return new Outcome.Unknown();
            }
            asked.add(System.nanoTime());
            enough.countDown();
            return new Outcome.Working();
        })) {
            var next = follower.follow(FIRST, LONG).thenCompose(ended -> follower.follow(SECOND, LONG));

            enough.await();

            assertThat(next).isNotDone();
        }
        assertThat(Duration.ofNanos(asked.get(3) - asked.get(0))).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void an_sgm_that_went_away_is_asked_for_nothing_more_that_was_followed() {
        var asked = new ArrayList<Bytes>();
        try (var follower = new Follower(hash -> {
            asked.add(hash);
            throw new SgmAway("away", null);
        })) {
            var told = List.of(follower.follow(FIRST, LONG), follower.follow(SECOND, LONG));

            for (var each : told) {
                assertThatThrownBy(each::join).hasRootCauseInstanceOf(SgmAway.class);
            }
        }
        assertThat(asked).containsExactly(FIRST);
    }
}
