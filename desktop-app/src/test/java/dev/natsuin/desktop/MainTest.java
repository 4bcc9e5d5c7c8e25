package dev.natsuin.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void what_could_not_be_written_is_no_success() {
        var told = new ByteArrayOutputStream();
        var err = new PrintStream(told, true, StandardCharsets.UTF_8);
        // As Java has it: a stream of our own over one of the system's, which remembers what went wrong.
        var full = new PrintStream(
                new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8), false, StandardCharsets.UTF_8);
        full.println("{}");

        assertThat(Main.heard(0, full, err)).isEqualTo(70);

        assertThat(told.toString(StandardCharsets.UTF_8)).isNotBlank();
        assertThat(Main.heard(1, full, err)).isEqualTo(1);
        assertThat(Main.heard(0, new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8), err))
                .isZero();
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
