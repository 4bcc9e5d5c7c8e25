package dev.natsuin.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/protocol.md says what the code does, where a test can compare. */
final class ProtocolPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| ([^|]*) \\|.*");
    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Repository.root().resolve("docs").resolve("protocol.md"));
    }

    /** The lines between this heading and the next of its kind. */
    private List<String> section(String heading) {
        var from = page.indexOf("\n## " + heading);
        var to = page.indexOf("\n## ", from + 1);
        assertThat(from).as(heading).isPositive();
        return page.substring(from, to < 0 ? page.length() : to).lines().toList();
    }

    @Test
    void every_problem_stands_in_the_table_with_its_status_and_no_other_does() {
        var table = new TreeMap<String, Integer>();
        for (var line : section("15.")) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(table.put(row.group(1), row.group(2).equals("–") ? 0 : Integer.parseInt(row.group(2))))
                        .as(line)
                        .isNull();
            }
        }
        var code = new TreeMap<String, Integer>();
        Arrays.stream(ProblemCode.values()).forEach(p -> code.put(p.code(), p.httpStatus()));

        assertThat(table).isEqualTo(code);
    }

    @Test
    void every_purpose_stands_in_the_table_with_its_header() {
        var section = String.join("\n", section("5."));
        for (var purpose : Token.Purpose.values()) {
            var encoded = Token.signingInput(purpose, Bytes.EMPTY).toUtf8().replace(".", "");
            var name = purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');

            assertThat(section)
                    .contains("| " + name + " | `" + Bytes.base64Url(encoded).toUtf8() + "` | `" + encoded + "` |");
        }
    }

    @Test
    void every_statement_and_every_entry_stands_in_its_table() {
        var statements = String.join("\n", section("6."));
        var results = String.join("\n", section("10."));
        for (var statement : Samples.statements().values()) {
            assertThat(statements).contains("\n| `" + statement.type() + "` |");
            assertThat(results).contains("\n| `" + statement.type() + "` |");
        }
        var log = String.join("\n", section("13."));
        for (var type : Leaf.Type.values()) {
            assertThat(log).contains("\n| `" + type.wireName() + "` |");
        }
    }

    @Test
    void the_reasons_that_go_with_an_order_are_the_pages() {
        var page = section("6.");
        for (var code : Reason.Code.values()) {
            var cells = Stream.of("suspend", "resume", "revoke", "re-enrol", "amend", "withdraw")
                    .map(type -> Reason.Code.of(type).contains(code) ? " yes |" : " – |")
                    .collect(Collectors.joining());
            assertThat(page)
                    .anyMatch(line -> line.startsWith("| `" + code.wireName() + "`: ") && line.endsWith("|" + cells));
        }
    }

    @Test
    void the_pins_that_may_not_be_chosen_are_the_pages_runs_repetitions_and_list() throws Malformed {
        var section = String.join(" ", section("3."));
        var list = section.substring(section.indexOf("and not be 1"), section.indexOf("Only the device"));
        var named = Pattern.compile("[0-9]+")
                .matcher(list)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(named).hasSizeGreaterThan(5);
        for (var number = 0; number < 1_000_000; number++) {
            var digits = String.format(Locale.ROOT, "%06d", number);
            try (var pin = Pin.of(digits.toCharArray())) {
                var refused = isRun(digits) || isRepetition(digits) || named.contains(digits);
                if (pin.mayBeChosen() == refused) {
                    assertThat(pin.mayBeChosen()).as(digits).isNotEqualTo(refused);
                }
            }
        }
    }

    private static boolean isRun(String digits) {
        return IntStream.range(1, digits.length())
                        .map(i -> (digits.charAt(i) - digits.charAt(i - 1) + 10) % 10)
                        .distinct()
                        .count()
                == 1;
    }

    /** The same as itself turned by less than its length. */
    private static boolean isRepetition(String digits) {
        return (digits + digits).indexOf(digits, 1) < digits.length();
    }
}
