package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Requests of one person that are worked on at once: so many places, each given back once. */
class AllowancesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final Allowances allowances = new Allowances(new HttpRates(6_000, 1_200, 60), () -> NOW);

    private void begins(String user, int number) {
        for (var i = 0; i < number; i++) {
            assertThatCode(() -> allowances.begun(user)).doesNotThrowAnyException();
        }
    }

    private void isFull(String user) {
        assertThatThrownBy(() -> allowances.begun(user)).isInstanceOf(HttpRefusal.class);
    }

    @Test
    void one_has_sixteen_and_what_is_refused_takes_none() {
        begins("one", Allowances.AT_ONCE);
        isFull("one");
        isFull("one");

        allowances.ended("one");
        begins("one", 1);
        isFull("one");
        begins("another", Allowances.AT_ONCE);
    }

    @Test
    void once_all_have_ended_all_are_there_again_and_no_more() {
        begins("one", Allowances.AT_ONCE);
        isFull("one");
        for (var i = 0; i < Allowances.AT_ONCE; i++) {
            allowances.ended("one");
        }

        begins("one", Allowances.AT_ONCE);
        isFull("one");
    }
}
