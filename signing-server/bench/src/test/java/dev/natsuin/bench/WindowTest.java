package dev.natsuin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WindowTest {
    private static final long MS = 1_000_000;

    private static Client.Exchange exchange(long beganMs, long endedMs) {
        return new Client.Exchange(beganMs * MS, endedMs * MS);
    }

    @Test
    void an_exchange_counts_by_the_part_of_it_that_lies_inside() {
        var window = new Window(
                100 * MS,
                200 * MS,
                List.of(exchange(0, 50), exchange(90, 110), exchange(120, 130), exchange(150, 350), exchange(0, 400)));

        assertThat(window.count()).isCloseTo(0.5 + 1 + 0.25 + 0.25, within(1e-9));
        assertThat(window.seconds()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void a_percentile_is_the_nearest_rank_of_what_began_inside() {
        var exchanges = LongStream.rangeClosed(1, 100).mapToObj(ms -> exchange(10, 10 + ms));
        var window = new Window(
                10 * MS,
                20 * MS,
                LongStream.of(9).mapToObj(ms -> exchange(ms, 10_000)).toList());
        var full = new Window(10 * MS, 20 * MS, exchanges.toList());

        assertThat(full.percentileMs(0.5)).isEqualTo(50);
        assertThat(full.percentileMs(0.99)).isEqualTo(99);
        assertThatThrownBy(() -> window.percentileMs(0.5)).isInstanceOf(BenchFault.class);
    }
}
