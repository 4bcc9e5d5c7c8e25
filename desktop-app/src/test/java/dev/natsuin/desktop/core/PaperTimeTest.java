package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class PaperTimeTest {
    private static final Instant TIME = Instant.parse("2026-12-03T18:57:00Z");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @Test
    void a_moment_on_paper_names_its_zone() {
        assertThat(PaperTime.of(TIME, Locale.JAPANESE, TOKYO)).isEqualTo("2026年12月4日 3:57 JST");
        assertThat(PaperTime.of(TIME, Locale.ENGLISH, TOKYO))
                .startsWith("December 4, 2026")
                .endsWith("JST");
    }
}
