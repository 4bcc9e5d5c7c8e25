package dev.natsuin.desktop.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyKindsTest {
    @Test
    void kinds_are_written_as_people_write_them_and_on_the_command_line_as_they_are_typed() {
        assertThat(KeyKinds.shown(KeyAlgorithm.RSA_3072, Locale.ENGLISH)).isEqualTo("RSA 3072");
        assertThat(KeyKinds.typed(KeyAlgorithm.RSA_3072, Locale.JAPANESE)).isEqualTo("rsa-3072");
        assertThat(KeyKinds.typed(KeyAlgorithm.ML_DSA_65, Locale.ENGLISH)).isEqualTo("ml-dsa-65 (experimental)");
        assertThat(KeyKinds.shown(KeyAlgorithm.ML_DSA_65, Locale.JAPANESE)).isEqualTo("ML-DSA-65（実験的）");
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void an_experimental_kind_says_so_and_no_other_does(KeyAlgorithm kind) {
        assertThat(KeyKinds.shown(kind, Locale.ENGLISH).contains("experimental"))
                .isEqualTo(kind.isExperimental());
        assertThat(KeyKinds.typed(kind, Locale.JAPANESE).contains("実験的")).isEqualTo(kind.isExperimental());
    }
}
