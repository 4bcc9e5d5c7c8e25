package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.sgm.key.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long an offered transport key is held, for whom, and that it is erased at its end. */
class TransportKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final TransportKeys.Purpose PURPOSE = purpose("taro", "desk", KeyAlgorithm.P_256);

    private final TransportKeys keys = new TransportKeys(PAUSE);

    /** Knows whether it was erased; takes nothing in. */
    private static final class Watched implements KeyStore.TransportKey {
        private int erased;

        @Override
        public KeyTransport.Suite suite() {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public Bytes publicKey() {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public KeyStore.Taken take(KeyStore.Arriving arriving) {
            throw new AssertionError("nothing arrives here");
        }

        @Override
        public void close() {
            erased++;
        }
    }

    private static TransportKeys.Purpose purpose(String user, String device, KeyAlgorithm algorithm) {
        return new TransportKeys.Purpose(user, device, algorithm);
    }

    private Optional<TransportKeys.Offered> offer(
            TransportKeys.Purpose purpose, String statement, Watched key, Instant now) {
        return keys.offer(purpose, statement, "id of " + statement, () -> key, now);
    }

    private Watched offered(String statement, Instant now) {
        var key = new Watched();
        assertThat(offer(PURPOSE, statement, key, now)).isPresent();
        return key;
    }

    private boolean holds(String id, Instant now) {
        return keys.holds(PURPOSE, id, now);
    }

    @Test
    void one_that_was_made_while_the_clock_was_a_year_ahead_is_erased_and_keeps_nobody_from_the_next() {
        var ahead = offered("ahead", NOW.plus(Duration.ofDays(365)));

        var next = offered("right", NOW);

        assertThat(ahead.erased).isEqualTo(1);
        assertThat(next.erased).isZero();
        assertThat(holds("id of right", NOW)).isTrue();
    }

    @Test
    void the_same_statement_is_offered_the_same_key() {
        var first = offered("s", NOW);

        var again = offer(PURPOSE, "s", new Watched(), NOW.plusSeconds(1)).orElseThrow();

        assertThat(again.key()).isSameAs(first);
        assertThat(again.expires()).isEqualTo(NOW.plus(TransportKeys.LIFE));
    }

    @Test
    void a_later_statement_of_the_device_erases_the_key_before() {
        var first = offered("s", NOW);

        offered("t", NOW.plus(PAUSE));

        assertThat(first.erased).isEqualTo(1);
        assertThat(holds("id of s", NOW.plus(PAUSE))).isFalse();
        assertThat(holds("id of t", NOW.plus(PAUSE))).isTrue();
    }

    @Test
    void a_device_pauses_between_two() {
        offered("s", NOW);

        assertThat(offer(PURPOSE, "t", new Watched(), NOW.plus(PAUSE).minusSeconds(1)))
                .isEmpty();
        assertThat(offer(PURPOSE, "t", new Watched(), NOW.plus(PAUSE))).isPresent();
    }

    @Test
    void a_key_is_held_for_its_own_purpose_under_its_own_id() {
        offered("s", NOW);

        for (var other : new TransportKeys.Purpose[] {
            purpose("hanako", "desk", KeyAlgorithm.P_256),
            purpose("taro", "laptop", KeyAlgorithm.P_256),
            purpose("taro", "desk", KeyAlgorithm.P_384)
        }) {
            assertThat(keys.holds(other, "id of s", NOW)).as(other.toString()).isFalse();
            assertThat(keys.take(other, "id of s", NOW)).as(other.toString()).isEmpty();
        }
        assertThat(holds("another id", NOW)).isFalse();
        assertThat(keys.take(PURPOSE, "another id", NOW)).isEmpty();
        assertThat(holds("id of s", NOW)).isTrue();
    }

    @Test
    void a_key_is_taken_once_and_not_erased_before_its_use() {
        var key = offered("s", NOW);

        assertThat(keys.take(PURPOSE, "id of s", NOW)).containsSame(key);

        assertThat(key.erased).isZero();
        assertThat(keys.take(PURPOSE, "id of s", NOW)).isEmpty();
    }

    @Test
    void a_key_is_held_to_the_last_second_of_its_life_whoever_asks_then() {
        var last = NOW.plus(TransportKeys.LIFE).minusSeconds(1);
        var key = offered("s", NOW);

        keys.erasePassed(last);

        assertThat(holds("id of s", last)).isTrue();
        assertThat(offer(PURPOSE, "s", new Watched(), last).orElseThrow().key()).isSameAs(key);
        assertThat(keys.take(PURPOSE, "id of s", last)).containsSame(key);
    }

    @Test
    void a_key_whose_life_is_over_is_erased_by_whatever_is_asked_next() {
        var over = NOW.plus(TransportKeys.LIFE);

        var asked = offered("s", NOW);
        assertThat(holds("id of s", over)).isFalse();
        assertThat(asked.erased).isEqualTo(1);

        var wanted = offered("t", over);
        assertThat(keys.take(PURPOSE, "id of t", over.plus(TransportKeys.LIFE))).isEmpty();
        assertThat(wanted.erased).isEqualTo(1);

        var before = offered("u", over.plus(TransportKeys.LIFE));
        var next = new Watched();
        var end = over.plus(TransportKeys.LIFE).plus(TransportKeys.LIFE);
        assertThat(offer(PURPOSE, "u", next, end).orElseThrow().key()).isSameAs(next);
        assertThat(before.erased).isEqualTo(1);
    }

    @Test
    void a_thousand_are_held_and_who_has_one_may_have_another_in_its_place() {
        for (var i = 0; i < TransportKeys.MOST; i++) {
            assertThat(offer(purpose("u" + i, "d" + i, KeyAlgorithm.P_256), "s" + i, new Watched(), NOW))
                    .isPresent();
        }

        assertThat(offer(PURPOSE, "s", new Watched(), NOW.plus(PAUSE))).isEmpty();
        assertThat(offer(purpose("u7", "d7", KeyAlgorithm.P_256), "t", new Watched(), NOW.plus(PAUSE)))
                .isPresent();
        keys.take(purpose("u8", "d8", KeyAlgorithm.P_256), "id of s8", NOW);
        assertThat(offer(PURPOSE, "s", new Watched(), NOW.plus(PAUSE))).isPresent();
    }

    @Test
    void one_is_made_at_a_time() {
        var inner = new Watched();
        var other = purpose("hanako", "laptop", KeyAlgorithm.P_256);

        var outer = keys.offer(
                PURPOSE,
                "s",
                "id",
                () -> {
                    assertThat(offer(other, "t", inner, NOW)).isEmpty();
                    return new Watched();
                },
                NOW);

        assertThat(outer).isPresent();
        assertThat(offer(other, "t", inner, NOW)).isPresent();
    }

    @Test
    void a_stop_erases_them_all() {
        var one = offered("s", NOW);
        var other = new Watched();
        offer(purpose("hanako", "laptop", KeyAlgorithm.P_256), "t", other, NOW);

        keys.close();

        assertThat(one.erased).isEqualTo(1);
        assertThat(other.erased).isEqualTo(1);
        assertThat(holds("id of s", NOW)).isFalse();
    }
}
