package dev.natsuin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SettlingTest {
    private final AtomicReference<Optional<Duration>> used = new AtomicReference<>(Optional.of(Duration.ZERO));
    private final Settling settling = new Settling(used::get);

    private boolean settledAt(double second, double usedSeconds) {
        used.set(Optional.of(Duration.ofMillis((long) (usedSeconds * 1000))));
        return settling.settled(Duration.ofMillis((long) (second * 1000)));
    }

    @Test
    void nothing_is_settled_before_it_was_watched_for_ten_seconds() {
        assertThat(settledAt(0, 5)).isFalse();
        assertThat(settledAt(9.9, 5)).isFalse();
        assertThat(settledAt(10, 5)).isTrue();
    }

    @Test
    void a_busy_compiler_has_not_settled_and_what_is_long_ago_does_not_count() {
        for (var second = 0; second <= 30; second++) {
            assertThat(settledAt(second, second)).isFalse();
        }
        for (var second = 31; second < 40; second++) {
            assertThat(settledAt(second, 30)).isFalse();
        }
        assertThat(settledAt(40, 30)).isTrue();
        assertThat(settledAt(41, 30.19)).isTrue();
        assertThat(settledAt(42, 30.21)).isFalse();
    }

    @Test
    void where_nobody_can_tell_the_time_asked_for_is_enough() {
        used.set(Optional.empty());
        assertThat(settling.settled(Duration.ZERO)).isTrue();
    }
}
