package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class WritingTest {
    private static final Instant TIME = Instant.parse("2026-11-22T12:05:00Z");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @Test
    void moments_name_their_zone() {
        assertThat(new Dates(Locale.ENGLISH, TOKYO).moment(TIME)).isEqualTo("22 Nov 2026, 21:05 JST");
        assertThat(new Dates(Locale.JAPANESE, TOKYO).moment(TIME)).isEqualTo("2026年11月22日 21:05 JST");
    }

    @Test
    void moments_in_tables_name_their_zone_and_stand_in_the_order_of_time() {
        assertThat(new Dates(Locale.ENGLISH, TOKYO).stamp(TIME)).isEqualTo("2026-11-22 21:05:00 JST");
        assertThat(new Dates(Locale.JAPANESE, TOKYO).stamp(TIME)).isEqualTo("2026/11/22 21:05:00 JST");
    }

    @Test
    void japanese_days_name_the_year_of_the_era() {
        assertThat(new Dates(Locale.JAPANESE, TOKYO).day(TIME)).isEqualTo("2026年11月22日（令和8年）");
        assertThat(new Dates(Locale.ENGLISH, TOKYO).day(TIME)).isEqualTo("22 November 2026");
    }

    @Test
    void sizes_stay_short() {
        assertThat(Sizes.of(999, Locale.ENGLISH)).isEqualTo("999 B");
        assertThat(Sizes.of(184_320, Locale.ENGLISH)).isEqualTo("184 KB");
        assertThat(Sizes.of(22_400_000, Locale.ENGLISH)).isEqualTo("22.4 MB");
        assertThat(Sizes.of(1_000_000_000, Locale.ENGLISH)).isEqualTo("1.00 GB");
    }

    @Test
    void codes_are_read_in_groups_of_four() {
        assertThat(Sizes.grouped("K7MW2QXPA4ND9TZR")).isEqualTo("K7MW 2QXP A4ND 9TZR");
    }
}
