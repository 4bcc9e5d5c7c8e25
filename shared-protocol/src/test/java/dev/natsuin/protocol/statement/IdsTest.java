package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import org.junit.jupiter.api.Test;

final class IdsTest {
    @Test
    void a_device_id_is_half_of_the_hash_of_its_key() {
        try (var device = Samples.device()) {
            assertThat(Ids.deviceId(device.publicKey()))
                    .isEqualTo(device.publicKey().encoded().sha256().toHex().substring(0, 32));
        }
    }

    @Test
    void new_ids_are_lower_case_hexadecimal_of_their_length() {
        assertThat(Ids.newPersonId(new TestRandom("ids"))).matches("[0-9a-f]{16}");
        assertThat(Ids.newId(new TestRandom("ids"))).matches("[0-9a-f]{32}");
    }

    @Test
    void new_ids_differ() {
        var random = new TestRandom("ids");

        assertThat(Ids.newId(random)).isNotEqualTo(Ids.newId(random));
    }
}
