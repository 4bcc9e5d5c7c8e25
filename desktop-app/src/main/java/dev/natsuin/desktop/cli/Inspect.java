package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.FindingWords;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code inspect}: what a signer cannot see in each file. Needs no profile and no server; asks once for the password of
 * files that have one.
 */
final class Inspect {
    private Inspect() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var overall = Exit.DONE;
        Optional<Secret> password = Optional.empty();
        try {
            for (var file : Sign.Files.of(call)) {
                var found = call.core().documents().inspect(file, password);
                if (password.isEmpty() && wantsPassword(found)) {
                    password = Optional.of(call.documentPassword().orElseGet(() -> Secret.taking(new byte[0])));
                    found = call.core().documents().inspect(file, password);
                }
                var exit = found.fold(findings -> show(call, file, findings), why -> call.refused(file, why));
                overall = overall.and(exit);
            }
            return overall;
        } finally {
            password.ifPresent(Secret::close);
        }
    }

    private static boolean wantsPassword(Answer<List<Finding>> found) {
        return found.refusal()
                .filter(why -> why.code() == ProblemCode.DOCUMENT_ENCRYPTED)
                .isPresent();
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
