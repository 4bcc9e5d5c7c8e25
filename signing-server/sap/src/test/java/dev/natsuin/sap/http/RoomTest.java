package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Memory that is lent: never more than there is, and all of it comes back. */
class RoomTest {
    private final Room room = new Room(100);

    @Test
    void no_more_is_lent_than_there_is_and_what_is_refused_takes_nothing() {
        var one = room.loan();
        var other = room.loan();
        assertThat(one.take(60)).isTrue();

        assertThat(other.take(41)).isFalse();

        assertThat(room.taken()).isEqualTo(60);
        assertThat(other.take(40)).isTrue();
        assertThat(room.taken()).isEqualTo(100);
    }

    @Test
    void a_loan_gives_back_what_it_took_once() {
        var one = room.loan();
        var other = room.loan();
        one.take(10);
        one.take(20);
        other.take(5);

        assertThat(one.giveBack()).isEqualTo(30);
        assertThat(one.giveBack()).isZero();
        one.close();

        assertThat(room.taken()).isEqualTo(5);
        other.close();
        assertThat(room.taken()).isZero();
    }

    @Test
    void what_is_more_than_the_whole_room_waits_to_have_it_alone() {
        var small = room.loan();
        var large = room.loan();
        small.take(1);
        assertThat(large.take(1_000)).isFalse();
        small.close();

        assertThat(large.take(1_000)).isTrue();
        assertThat(room.taken()).isEqualTo(100);
        assertThat(large.giveBack()).isEqualTo(100);
        assertThat(room.taken()).isZero();
    }

    @Test
    void a_loan_that_is_closed_takes_nothing_that_nobody_would_give_back() {
        var loan = room.loan();
        loan.close();

        assertThat(loan.take(1)).isFalse();

        assertThat(room.taken()).isZero();
    }
}
