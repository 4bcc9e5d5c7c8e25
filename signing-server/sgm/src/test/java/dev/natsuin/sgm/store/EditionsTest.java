package dev.natsuin.sgm.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EditionsTest {
    private final Editions editions = new Editions();

    @Test
    void while_nobody_writes_an_edition_stays_the_same() {
        var seen = editions.now();

        assertThat(seen.isStill(editions.now())).isTrue();
    }

    @Test
    void a_change_that_was_kept_ends_an_edition() {
        var seen = editions.now();

        editions.begin();
        editions.end();

        assertThat(seen.isStill(editions.now())).isFalse();
    }

    @Test
    void a_change_that_began_ends_an_edition_before_it_is_kept() {
        var seen = editions.now();

        editions.begin();

        assertThat(seen.isStill(editions.now())).isFalse();
    }

    @Test
    void what_was_seen_during_a_change_never_counts_as_still_the_same() {
        editions.begin();
        var duringChange = editions.now();

        assertThat(duringChange.isStill(editions.now())).isFalse();

        editions.end();

        assertThat(duringChange.isStill(editions.now())).isFalse();
    }

    @Test
    void one_of_two_changes_at_work_is_enough() {
        editions.begin();
        editions.begin();
        editions.end();
        var seen = editions.now();

        assertThat(seen.isStill(editions.now())).isFalse();
    }
}
