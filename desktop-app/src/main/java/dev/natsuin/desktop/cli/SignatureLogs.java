package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.SignatureLog;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;

/** {@code log checkpoint}: the log's newest signed word, and that it has only grown. */
final class SignatureLogs {
    private SignatureLogs() {}

    static Exit checkpoint(Call call) throws Refusal, UsageError {
        var since = file(call, "--since");
        var out = file(call, "--out");
        SignatureLog.Watched watched;
        try {
            watched = call.core().signatureLog().newest(since);
        } catch (Refusal e) {
            if (e.why().code() == ProblemCode.ANSWER_NOT_BELIEVABLE) {
                call.say("log.not.grown");
            }
            throw e;
        }
        var news = watched.news();
        if (out.isPresent()) {
            SignatureLog.write(news.note(), out.get());
        }
        var checkpoint = news.checkpoint();
        var json = JsonObject.with("origin", checkpoint.origin())
                .and("size", checkpoint.size())
                .and("root", checkpoint.root().toHex())
                .and("time", news.time().toString())
                .and("note", news.note());
        watched.continues().ifPresent(older -> json.and("consistentWith", older.size()));
        var size = String.valueOf(checkpoint.size());
        call.result(
                json,
                call.words().text("log.checkpoint", size, checkpoint.root().toHex(), Call.shown(news.time()))
                        + "\n"
                        + watched.continues()
                                .map(older -> call.words().text("log.continues", String.valueOf(older.size())))
                                .orElseGet(() -> call.words().text("log.first")));
        return Exit.DONE;
    }

    static Optional<Path> file(Call call, String option) throws UsageError {
        var name = call.arguments().matchedOptionValue(option, "");
        return name.isEmpty() ? Optional.empty() : Optional.of(Sign.Files.path(call, name));
    }
}
