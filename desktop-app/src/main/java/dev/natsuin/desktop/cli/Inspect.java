package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.FindingWords;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code inspect}: what a signer cannot see in each file. Needs no profile and no server. */
final class Inspect {
    private Inspect() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var overall = Exit.DONE;
        for (var file : Sign.Files.of(call)) {
            var exit = call.core()
                    .documents()
                    .inspect(file)
                    .fold(findings -> show(call, file, findings), why -> call.refused(file, why));
            overall = overall.and(exit);
        }
        return overall;
    }

    private static Exit show(Call call, Path file, List<Finding> findings) {
        var text = new StringBuilder(call.words()
                .text(findings.isEmpty() ? "inspect.nothing" : "inspect.file", Call.shown(file), findings.size()));
        findings.forEach(finding -> text.append('\n').append(line(call, finding)));
        call.result(
                JsonObject.with("file", Call.shown(file))
                        .andObjects(
                                "findings",
                                findings.stream().map(each -> json(call, each)).toList()),
                text.toString());
        return findings.stream().allMatch(each -> each.severity() == Finding.Severity.NOTE)
                ? Exit.DONE
                : Exit.SOME_FAILED;
    }

    /** A finding for people: how much it matters in a word, then its sentence. */
    static String line(Call call, Finding finding) {
        return call.words()
                .text(
                        "inspect." + severity(finding),
                        FindingWords.sentence(finding, call.words().language()));
    }

    private static JsonObject json(Call call, Finding finding) {
        var json = JsonObject.with("code", finding.code()).and("severity", severity(finding));
        if (finding.page() > 0) {
            json.and("page", (long) finding.page());
        }
        return json.and("message", FindingWords.sentence(finding, call.words().language()))
                .build();
    }

    private static String severity(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
