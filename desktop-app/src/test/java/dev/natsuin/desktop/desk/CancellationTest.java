package dev.natsuin.desktop.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CancellationTest {
    @Test
    void cancelling_before_the_point_of_no_return_stops_the_work() {
        var cancellation = new Cancellation();

        assertThat(cancellation.cancel()).isTrue();

        assertThat(cancellation.pass()).isFalse();
        assertThat(cancellation.cancelled()).isTrue();
    }

    @Test
    void cancelling_after_the_point_of_no_return_is_refused() {
        var cancellation = new Cancellation();

        assertThat(cancellation.pass()).isTrue();

        assertThat(cancellation.cancel()).isFalse();
        assertThat(cancellation.cancelled()).isFalse();
    }
}
