package dev.natsuin.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.SimpleDateFormat;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void put_back() {
        Locale.setDefault(before);
    }

    /** As EU DSS does for the report by ETSI TS 119 102-2, which was none then, and the file called damaged. */
    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-ca-buddhist-nu-thai", "ar-EG", "fa-IR", "ne-NP", "ja-JP-u-ca-japanese", "en-US"})
    void libraries_write_latin_digits_and_years_of_our_era_and_the_language_stays(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));

        Main.takeLatinDigits();

        var form = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
        form.setTimeZone(TimeZone.getTimeZone("UTC"));
        assertThat(form.format(Date.from(Instant.parse("2026-11-22T10:30:00Z"))))
                .isEqualTo("2026-11-22T10:30:00Z");
        assertThat("%d".formatted(12)).isEqualTo("12");
        assertThat(Locale.getDefault().toLanguageTag()).isEqualTo(tag);
    }
}
