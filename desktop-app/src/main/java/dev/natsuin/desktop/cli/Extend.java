package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.LevelCopy;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;

/** {@code extend}: a copy of each file at a higher level, and one line of result. Needs no server of ours, no PIN. */
final class Extend {
    private Extend() {}

    static Exit run(Call call) throws UsageError {
        var wanted = Sign.level(call, SignatureLevel.T);
        var suffix = Sign.suffix(call, "-" + wanted.name().toLowerCase(Locale.ROOT));
        var folder = call.arguments().matchedOptionValue("--out", "");
        var into = folder.isEmpty() ? null : Sign.Files.path(call, folder);
        var urls = Sign.timestampUrls(call);
        var overall = Exit.DONE;
        for (var file : Sign.Files.of(call)) {
            var exit = call.core()
                    .levels()
                    .extend(file, wanted, urls, into, suffix)
                    .fold(outcome -> shown(call, file, wanted, outcome), why -> call.refused(file, why));
            overall = overall.and(exit);
        }
        return overall;
    }

    private static Exit shown(Call call, Path file, SignatureLevel wanted, LevelCopy.Outcome outcome) {
        var why = outcome.why().map(Problem::of);
        if (outcome.output().isEmpty() && why.isPresent()) {
            return call.refused(file, why.get());
        }
        var level = outcome.level().name();
        var output = Call.shown(outcome.output().orElse(file));
        call.result(
                JsonObject.with("file", Call.shown(file))
                        .and("output", output)
                        .and("level", level)
                        .andTexts("warnings", why.stream().map(call::sentence).toList()),
                outcome.output().isEmpty()
                        ? call.words().text("extend.same", Call.shown(file), level)
                        : call.words().text("extend.done", Call.shown(file), output, level));
        if (why.isEmpty()) {
            return Exit.DONE;
        }
        if (!call.json()) {
            call.say("sign.level.reached", level, wanted.name(), call.sentence(why.get()));
        }
        return Exit.SOME_OPEN;
    }
}
