package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.record.KeyRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyUseTest {
    private static KeyRow row(int kekEpoch) {
        return new KeyRow(
                "00",
                "11",
                KeyAlgorithm.P_256,
                List.of("device"),
                2,
                KeyRow.State.ENABLED,
                kekEpoch,
                Bytes.EMPTY,
                Bytes.utf8("as it was"),
                Bytes.EMPTY,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void a_key_that_another_order_moved_meanwhile_stays_as_that_one_left_it() {
        var moved = new KeyUse.Moved(2, Bytes.utf8("as it is to be"));

        assertThat(moved.of(row(1))).isEqualTo(row(1).under(2, Bytes.utf8("as it is to be")));
        assertThat(moved.of(row(2))).isEqualTo(row(2));
        assertThat(moved.of(row(3))).isEqualTo(row(3));
    }
}
