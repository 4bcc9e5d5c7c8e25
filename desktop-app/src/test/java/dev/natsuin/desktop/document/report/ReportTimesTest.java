package dev.natsuin.desktop.document.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportTimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ja | UTC | 2026年11月26日 03:00:00（UTC）",
                "ja | Z | 2026年11月26日 03:00:00（UTC）",
                "ja | Asia/Tokyo | 2026年11月26日 12:00:00（JST、UTC+09:00）",
                "ja | Europe/London | 2026年11月26日 03:00:00（GMT、UTC）",
                "en | UTC | 26 Nov 2026, 03:00:00 UTC",
                "en | +09:00 | 26 Nov 2026, 12:00:00 UTC+09:00",
                "en | Asia/Tokyo | 26 Nov 2026, 12:00:00 JST (UTC+09:00)"
            })
    void a_time_tells_its_zone_once(String language, String zone, String shown) throws Exception {
        var report = new Report(
                Instant.parse("2026-11-26T03:00:00Z"),
                ZoneId.of(zone),
                Locale.forLanguageTag(language),
                false,
                List.of());

        byte[] html = report.as(Report.Form.HTML).toArray();

        assertThat(new String(html, StandardCharsets.UTF_8)).contains(shown).doesNotContain("UTC、UTC");
    }
}
