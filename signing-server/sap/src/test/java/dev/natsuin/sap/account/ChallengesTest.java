package dev.natsuin.sap.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A challenge is good once, for two minutes, and as long as not too many others were asked for. */
class ChallengesTest {
    private static final int MOST = 50_000;

    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final Challenges challenges = new Challenges(new SecureRandom(), () -> now);

    @Test
    void each_is_another_and_good_once() {
        var one = challenges.issue();
        var other = challenges.issue();

        assertThat(one).isNotEqualTo(other);
        assertThat(one.size()).isEqualTo(32);
        assertThat(challenges.spend(other)).isTrue();
        assertThat(challenges.spend(other)).isFalse();
        assertThat(challenges.spend(one)).isTrue();
        assertThat(challenges.spend(Bytes.of(new byte[32]))).isFalse();
    }

    @Test
    void it_dies_after_two_minutes_to_the_second_and_no_later_one_with_it() {
        var dies = challenges.issue();
        var spent = challenges.issue();
        now = now.plusSeconds(119);
        var later = challenges.issue();
        assertThat(challenges.spend(spent)).isTrue();

        now = now.plusSeconds(1);

        assertThat(challenges.spend(dies)).isFalse();
        challenges.issue();
        assertThat(challenges.spend(later)).isTrue();
    }

    @Test
    void one_that_was_given_while_the_clock_was_a_year_ahead_is_good_no_more_once_it_is_right() {
        now = now.plusSeconds(365 * 86_400);
        var ahead = challenges.issue();

        now = now.minusSeconds(365 * 86_400);

        assertThat(challenges.spend(ahead)).isFalse();
        assertThat(challenges.spend(challenges.issue())).isTrue();
    }

    @Test
    void of_more_than_fifty_thousand_the_oldest_dies_early_and_only_that() {
        var oldest = challenges.issue();
        var second = challenges.issue();
        IntStream.range(2, MOST).forEach(i -> assertThat(challenges.issue()).isNotNull());

        var newest = challenges.issue();

        assertThat(challenges.spend(oldest)).isFalse();
        assertThat(challenges.spend(second)).isTrue();
        assertThat(challenges.spend(newest)).isTrue();
    }
}
