package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateLimitTest {
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final RateLimit sixAMinute = new RateLimit(6, Duration.ofMinutes(1), 1_000, () -> now);

    private int admitted(String asker, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += sixAMinute.ask(asker).isZero() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void the_whole_allowance_may_be_used_at_once_and_no_more() {
        assertThat(admitted("a", 100)).isEqualTo(6);
    }

    @Test
    void it_fills_again_evenly() {
        admitted("a", 6);

        now = now.plusSeconds(25);

        assertThat(admitted("a", 100)).isEqualTo(2);
    }

    @Test
    void it_never_holds_more_than_the_whole() {
        now = now.plus(Duration.ofDays(1));
        admitted("a", 1);
        now = now.plus(Duration.ofDays(1));

        assertThat(admitted("a", 100)).isEqualTo(6);
    }

    @Test
    void whoever_waits_as_long_as_told_is_admitted_and_a_moment_earlier_is_not() {
        admitted("a", 6);
        var wait = sixAMinute.ask("a");

        now = now.plus(wait).minusMillis(1);
        assertThat(sixAMinute.ask("a")).isEqualTo(Duration.ofMillis(1));
        now = now.plusMillis(1);
        assertThat(sixAMinute.ask("a")).isZero();
        assertThat(wait).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void asking_in_vain_does_not_count() {
        admitted("a", 1_000);
        now = now.plus(Duration.ofMinutes(1));

        assertThat(admitted("a", 100)).isEqualTo(6);
    }

    @Test
    void what_is_given_back_may_be_asked_again() {
        admitted("a", 6);

        sixAMinute.giveBack("a");

        assertThat(admitted("a", 100)).isEqualTo(1);
    }

    @Test
    void each_asker_has_their_own() {
        admitted("a", 6);

        assertThat(admitted("b", 100)).isEqualTo(6);
    }

    @Test
    void a_million_addresses_take_no_more_memory_than_a_thousand() {
        for (int i = 0; i < 1_000_000; i++) {
            sixAMinute.ask(Integer.toString(i));
        }

        assertThat(sixAMinute.remembered()).isEqualTo(1_000);
    }

    @Test
    void whoever_asks_on_is_not_forgotten_however_many_others_ask() {
        admitted("a", 6);
        for (int i = 0; i < 5_000; i++) {
            sixAMinute.ask(Integer.toString(i));
            assertThat(sixAMinute.ask("a")).isPositive();
        }
    }

    @Test
    void a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_one_turn() {
        admitted("a", 6);

        now = now.minus(Duration.ofDays(1));

        assertThat(sixAMinute.ask("a")).isEqualTo(Duration.ofSeconds(10));
        now = now.plus(Duration.ofSeconds(10));
        assertThat(sixAMinute.ask("a")).isZero();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(admitted("a", 100)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
    })
    void an_ipv6_address_counts_by_its_64(String one, String other, boolean together) throws UnknownHostException {
        var first = Household.of(InetAddress.getByName(one));

        assertThat(first.equals(Household.of(InetAddress.getByName(other)))).isEqualTo(together);
    }
}
