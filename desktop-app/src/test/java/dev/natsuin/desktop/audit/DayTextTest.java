package dev.natsuin.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days as auditors type them. */
final class DayTextTest {
    private final List<String> unread = new ArrayList<>();
    private final DayText japanese = new DayText(Locale.JAPANESE, unread::add);

    @ParameterizedTest
    @ValueSource(strings = {"2026/11/07", "2026-11-7", "２０２６年１１月７日", "20261107", " 2026.11.7 "})
    void year_month_and_day_are_read_however_they_are_parted(String text) {
        assertThat(japanese.fromString(text)).isEqualTo(LocalDate.of(2026, 11, 7));
        assertThat(unread).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"13/45/2026", "2026/02/30", "yesterday", "2026/11"})
    void what_is_no_day_is_told_and_is_no_day(String text) {
        assertThat(japanese.fromString(text)).isNull();
        assertThat(unread).containsExactly(text);
    }

    @Test
    void nothing_is_no_day_and_no_trouble() {
        assertThat(japanese.fromString("")).isNull();
        assertThat(unread).containsExactly("");
    }

    @Test
    void it_is_written_as_the_table_writes_it() {
        assertThat(japanese.toString(LocalDate.of(2026, 11, 7))).isEqualTo("2026/11/07");
        assertThat(new DayText(Locale.ENGLISH, unread::add).toString(LocalDate.of(2026, 11, 7)))
                .isEqualTo("2026-11-07");
        assertThat(japanese.toString(null)).isEmpty();
    }
}
