package dev.natsuin.sgm.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CounterTest {
    private final Counter counter = new Counter(1, Duration.ZERO);

    @Test
    void a_question_without_a_place_hears_busy_and_one_that_came_later_is_answered() throws Exception {
        var within = counter.ask(() -> counter.ask(() -> LinkAnswer.ok(Bytes.EMPTY)));

        assertThat(within.status()).isEqualTo(LinkAnswer.Status.BUSY);
        assertThat(counter.ask(() -> LinkAnswer.ok(Bytes.EMPTY)).status()).isEqualTo(LinkAnswer.Status.OK);
    }

    @Test
    void what_is_no_question_gives_its_place_back() throws Exception {
        assertThatThrownBy(() -> counter.ask(() -> {
                    throw new Malformed("no question");
                }))
                .isInstanceOf(Malformed.class);

        assertThat(counter.ask(() -> LinkAnswer.ok(Bytes.EMPTY)).status()).isEqualTo(LinkAnswer.Status.OK);
    }
}
