package dev.natsuin.protocol.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTextTest {
    /** Base32 of these octets by Crockford's alphabet: 00000 00100 10001 10100 01010 11001 11100 01001. */
    private static final Bytes OCTETS = Bytes.hex("0123456789");

    private static final String WRITTEN = "SHARE-04HMA-SW9";

    private static Secret text(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Bytes octets(Secret secret) {
        return secret.use(Bytes::of);
    }

    @Test
    void octets_are_written_in_groups_behind_what_they_are() {
        var written = SecretText.write("SHARE", Secret.copyOf(OCTETS.toArray()));

        assertThat(octets(written).toUtf8()).isEqualTo(WRITTEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {WRITTEN, "share o4hma sw9", "SHARE04HMASW9\r\n", " sHaRe-0\t4-hMaSw9"})
    void what_people_type_is_read(String typed) throws Malformed {
        assertThat(octets(SecretText.read("SHARE", text(typed)))).isEqualTo(OCTETS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTHER-04HMA-SW9", // another prefix
                "SHARE-04HMA-SU9", // U is none of the letters
                "SHARE-04HMA-S", // no number of whole octets
                "SHARE-\u00b04HMA-SW9", // 0 with its highest bit set
                "\u00d3HARE-04HMA-SW9", // S likewise
            })
    void what_was_not_written_is_refused(String typed) {
        assertThatThrownBy(() -> SecretText.read("SHARE", text(typed))).isInstanceOf(Malformed.class);
    }

    @Test
    void a_text_longer_than_any_is_refused() {
        assertThatThrownBy(() -> SecretText.read("SHARE", text("SHARE-" + "0".repeat(1_000))))
                .isInstanceOf(Malformed.class);
    }
}
