package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.log.Leaf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which entries of one's own log are no cause for alarm. */
class FindingTest {
    private static final String DEVICE = "d".repeat(32);
    private static final String KEY = "b".repeat(32);

    private static Uses.Finding finding(Leaf.Type type, String chain, String keyId, String device, boolean proven) {
        return new Uses.Finding(
                7,
                Instant.EPOCH,
                chain,
                keyId,
                1,
                type.wireName(),
                Optional.of(type),
                device,
                List.of(),
                Optional.empty(),
                proven);
    }

    @ParameterizedTest
    @EnumSource(
            value = Leaf.Type.class,
            names = {"INIT", "CONFIRM_DEVICE", "FINGERPRINT_DIFFERS", "RENEW_KEK", "RENEW_CA", "RESTORE"})
    void what_the_console_writes_is_explained(Leaf.Type type) {
        assertThat(finding(type, Leaf.CONSOLE, "", "", true).explained()).isTrue();
        assertThat(finding(type, Leaf.CONSOLE, "", "", false).explained()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Leaf.Type.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INIT", "CONFIRM_DEVICE", "FINGERPRINT_DIFFERS", "RENEW_KEK", "RENEW_CA", "RESTORE"})
    void whatever_else_stands_in_the_consoles_chain_is_an_alarm(Leaf.Type type) {
        assertThat(finding(type, Leaf.CONSOLE, "", "", true).explained()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Leaf.Type.class)
    void nothing_in_a_chain_of_the_persons_is_explained_without_a_device_of_theirs(Leaf.Type type) {
        assertThat(finding(type, KEY, KEY, "", true).explained()).isFalse();
        assertThat(finding(type, DEVICE, "", "", true).explained()).isFalse();
        assertThat(finding(type, DEVICE, "", DEVICE, true).explained()).isTrue();
    }

    @Test
    void a_use_of_a_key_is_an_alarm_in_the_consoles_chain_too() {
        assertThat(finding(Leaf.Type.CONFIRM_DEVICE, Leaf.CONSOLE, KEY, "", true)
                        .explained())
                .isFalse();
    }
}
