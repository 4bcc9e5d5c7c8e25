package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.LevelCopy;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code extend}: a copy of each file at a higher level, or what waits for its level since it was signed; one line of
 * result each. Needs no server of ours, no PIN.
 */
final class Extend {
    private Extend() {}

    static Exit run(Call call) throws UsageError, Refusal {
        var files = Sign.Files.of(call);
        if (call.has("--waiting")) {
            if (!files.isEmpty() || call.has("--level")) {
                throw new UsageError(call.words().text("extend.waiting.alone"));
            }
            return waiting(call);
        }
        if (files.isEmpty() || !call.has("--level")) {
            throw new UsageError(call.words().text("extend.what"));
        }
        var wanted = Sign.level(call, SignatureLevel.T);
        var suffix = Sign.suffix(call, "-" + wanted.name().toLowerCase(Locale.ROOT));
        var folder = call.arguments().matchedOptionValue("--out", "");
        var into = folder.isEmpty() ? null : Sign.Files.path(call, folder);
        var urls = Sign.timestampUrls(call);
        var overall = Exit.DONE;
        for (var file : files) {
            var exit = call.core()
                    .levels()
                    .extend(file, wanted, urls, into, suffix)
                    .fold(outcome -> shown(call, file, wanted, outcome), why -> call.refused(file, why));
            overall = overall.and(exit);
        }
        return overall;
    }

    private static Exit waiting(Call call) throws Refusal {
        var results = call.core().laterLevels().tryAgain();
        if (results.isEmpty()) {
            call.say("extend.waiting.none");
        }
        var overall = Exit.DONE;
        for (var result : results) {
            var level = result.level();
            overall = overall.and(
                    level.isEmpty()
                            ? call.refused(result.file(), result.why().orElseThrow())
                            : shown(call, result.file(), result.wanted(), level.get(), result.why()));
        }
        return overall;
    }

    private static Exit shown(
            Call call, Path file, SignatureLevel wanted, SignatureLevel level, Optional<Problem> why) {
        call.result(
                JsonObject.with("file", Call.shown(file))
                        .and("output", Call.shown(file))
                        .and("level", level.name())
                        .andTexts("warnings", why.stream().map(call::sentence).toList()),
                call.words().text("extend.waited", Call.shown(file), level.name()));
        return notHigher(call, wanted, level, why);
    }

    private static Exit notHigher(Call call, SignatureLevel wanted, SignatureLevel level, Optional<Problem> why) {
        if (why.isEmpty()) {
            return Exit.DONE;
        }
        if (!call.json()) {
            call.say("sign.level.reached", level.name(), wanted.name(), call.sentence(why.get()));
        }
        return Exit.SOME_OPEN;
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
        return notHigher(call, wanted, outcome.level(), why);
    }
}
