package dev.natsuin.sap.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class LaterWorkTest {
    private final LaterWork work = new LaterWork();

    @Test
    void what_is_remembered_is_found_however_its_hash_is_spelt() {
        work.remember(Bytes.hex("abcdef"), 7);

        assertThat(work.of(Bytes.hex("ABCDEF"))).isEqualTo(7);
    }

    @Test
    void what_nobody_told_may_be_the_answer_to_an_order_of_thousands_of_hashes() {
        assertThat(work.of(Bytes.hex("abcdef"))).isEqualTo(Arrival.OPERATION_WORK);
    }
}
