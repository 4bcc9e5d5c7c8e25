package dev.natsuin.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.log.Leaf;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AuditWordsTest {
    @ParameterizedTest
    @EnumSource
    void every_operation_of_the_log_has_a_word(Leaf.Type type) {
        for (var language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            assertThat(Words.of(AuditView.class, language).has("operation." + type.wireName()))
                    .isTrue();
        }
    }
}
