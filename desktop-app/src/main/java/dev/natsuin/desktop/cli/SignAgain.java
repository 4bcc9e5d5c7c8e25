package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.UnfinishedOrders;
import dev.natsuin.desktop.core.UnfinishedOrders.Finished;
import dev.natsuin.desktop.core.UnfinishedOrders.Row;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** {@code sign --resume} and {@code sign --give-up}: what an interrupted order left. */
final class SignAgain {
    private static final List<String> WITH_RESUME = List.of("--resume", "--summary", "--pin-stdin");
    private static final List<String> WITH_GIVE_UP = List.of("--give-up");

    private SignAgain() {}

    /** Tells what was left. */
    static void tell(Call call, UnfinishedOrders.Left left) {
        for (var order : left.orders()) {
            var number = order.signed() ? order.missing() : order.documents();
            call.say(
                    order.signed() ? "sign.unfinished.signed" : "sign.unfinished.open",
                    Call.shown(order.time()),
                    number);
        }
        if (left.damaged() > 0) {
            call.say("sign.unfinished.damaged", left.damaged());
        }
    }

    static Exit run(Call call) throws Refusal, UsageError {
        var allowed = call.has("--resume") ? WITH_RESUME : WITH_GIVE_UP;
        var others =
                call.arguments().matchedOptions().stream().anyMatch(option -> !allowed.contains(option.longestName()));
        if (others || !Sign.Files.of(call).isEmpty()) {
            throw new UsageError(call.words().text("sign.resume.alone"));
        }
        var unfinished = call.core().signing().unfinishedOrders();
        if (call.has("--give-up")) {
            call.say("sign.gave.up", unfinished.giveUp());
            return Exit.DONE;
        }
        return resume(call, unfinished, Summary.of(call));
    }

    private static Exit resume(Call call, UnfinishedOrders unfinished, Optional<Summary> summary) throws Refusal {
        var finished = finished(call, unfinished);
        var rows = new SignRows(call, summary);
        finished.rows().forEach(rows::result);
        if (finished.damaged() > 0) {
            call.say("sign.unfinished.damaged", finished.damaged());
        }
        var nothing = finished.rows().isEmpty() && finished.damaged() == 0;
        if (nothing && finished.open().isEmpty()) {
            call.say("sign.resume.none");
        }
        var exit = rows.end();
        if (finished.open().isPresent()) {
            throw finished.open().get();
        }
        return finished.damaged() > 0 ? exit.and(Exit.SOME_FAILED) : exit;
    }

    /** Files that only a password opens are tried once more, with the password. */
    private static Finished finished(Call call, UnfinishedOrders unfinished) throws Refusal {
        var first = unfinished.finish(Optional.empty(), Waiting.PATIENTLY, Sign.progress(call));
        if (first.rows().stream().noneMatch(SignAgain::wantsPassword)) {
            return first;
        }
        try (var password = call.documentPassword().orElseGet(() -> Secret.taking(new byte[0]))) {
            if (password.size() == 0) {
                return first;
            }
            var second = unfinished.finish(Optional.of(password), Waiting.PATIENTLY, Sign.progress(call));
            var rows = new LinkedHashMap<Document, Row>();
            first.rows().forEach(row -> rows.put(Document.of(row), row));
            second.rows().forEach(row -> rows.put(Document.of(row), row));
            return new Finished(List.copyOf(rows.values()), second.open(), second.damaged());
        }
    }

    /** Which document of which order a row is about; copies of one document have one hash. */
    private record Document(Path file, Bytes toBeSigned) {
        static Document of(Row row) {
            return new Document(row.result().file(), row.toBeSigned());
        }
    }

    private static boolean wantsPassword(Row row) {
        return row.result()
                .outcome()
                .refusal()
                .filter(why -> why.code() == ProblemCode.DOCUMENT_ENCRYPTED)
                .isPresent();
    }
}
