package dev.natsuin.desktop.document.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verification.Certificate;
import dev.natsuin.desktop.desk.Verification.Change;
import dev.natsuin.desktop.desk.Verification.Evidence;
import dev.natsuin.desktop.desk.Verification.Indication;
import dev.natsuin.desktop.desk.Verification.Signature;
import dev.natsuin.desktop.desk.Verification.State;
import dev.natsuin.desktop.desk.Verification.Timestamp;
import dev.natsuin.desktop.desk.Verification.Verdict;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever makes a certificate or a document chooses the names in it; no report may fail for that. */
final class HostileNamesTest {
    private static final Instant TIME = Instant.parse("2026-11-26T03:00:00Z");

    private static Verification named(String name) {
        var state = new State("crl", "good", TIME, TIME, null, name, false);
        var certificate = new Certificate(name, name, "01", TIME, TIME, "00", false, state, List.of(name));
        var evidence = new Evidence(name, name, TIME, name, 0, List.of(certificate));
        var signature = new Signature(
                name,
                name,
                name,
                Indication.TOTAL_PASSED,
                name,
                TIME,
                false,
                true,
                List.of(new Change("annotations", List.of(1), name)),
                "file",
                evidence);
        var timestamp = new Timestamp("document", name, TIME, false, name, List.of(name), List.of(certificate));
        return new Verification(Path.of("a.pdf"), Verdict.CHANGED, List.of(signature), List.of(timestamp), true);
    }

    private static Bytes report(String name, Report.Form form) throws IOException {
        var file = new ReportedFile(
                Path.of("a.pdf"), 5, Optional.empty(), Answer.of(named(name)), Optional.empty(), List.of());
        return new Report(TIME, ZoneId.of("Asia/Tokyo"), Locale.JAPANESE, true, List.of(file)).as(form);
    }

    @ParameterizedTest
    @EnumSource(Report.Form.class)
    void a_name_with_a_nought_half_a_character_or_an_escape_is_reported(Report.Form form) throws IOException {
        for (var name : List.of("A\0B", "A\uD800B", "A\uDC00", "\uD83D", "A\u001B[31mB", "A\uFFFEB", "</p><script>")) {
            assertThat(report(name, form).size()).as(name).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\0B", "A\uD800B", "A\uDC00B"})
    void what_json_cannot_hold_is_written_as_its_number(String name) {
        var json = JsonReport.verification(named(name)).build().toBytes().toUtf8();
        var number = "A<U+%04X>B".formatted((int) name.charAt(1));

        assertThat(json)
                .contains(
                        "\"signer\":\"" + number,
                        "\"field\":\"" + number,
                        "\"object\":\"" + number,
                        "\"subject\":\"" + number,
                        "\"covers\":[\"" + number);
    }
}
