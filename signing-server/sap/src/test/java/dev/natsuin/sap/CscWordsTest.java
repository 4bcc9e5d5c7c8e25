package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.csc.CscRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words of CSC for our problems are those of the table in docs/protocol.md, section 12. */
final class CscWordsTest {
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    @Test
    void every_problem_that_travels_has_the_status_and_the_error_of_the_page() throws IOException {
        var page = page();
        for (var code : ProblemCode.values()) {
            if (code.httpStatus() != 0) {
                var refusal = CscRefusal.of(code);

                assertThat(refusal.status() + " " + refusal.error())
                        .as(code.code())
                        .isEqualTo(page.getOrDefault(code.code(), "400 invalid_request"));
            }
        }
        assertThat(page).hasSizeGreaterThan(20);
    }

    /** Status and error by problem; where a row has several statuses, each goes with the group in its place. */
    private static Map<String, String> page() throws IOException {
        var lines = Files.readAllLines(Path.of("../../docs/protocol.md"));
        var table = new HashMap<String, String>();
        for (var i = lines.indexOf("| problem, under `/csc/v2` | status | `error` |") + 2;
                !lines.get(i).isEmpty();
                i++) {
            var cells = lines.get(i).split(" *\\| *", -1);
            var groups = cells[1].split(" · ", -1);
            var statuses = cells[2].split(" · ", -1);
            for (var g = 0; g < groups.length; g++) {
                var words = statuses[g] + " " + cells[3].replace("`", "");
                CODE.matcher(groups[g])
                        .results()
                        .forEach(code -> assertThat(table.put(code.group(1), words))
                                .as(code.group(1))
                                .isNull());
            }
        }
        return table;
    }
}
