package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.ArchivedFile;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.LevelCopy;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code extend}: a copy of each file at a higher level, or what waits for its level since it was signed, or what was
 * archived here and ends; one line of result each. Needs no server of ours, no PIN.
 */
final class Extend {
    private Extend() {}

    static Exit run(Call call) throws UsageError, Refusal {
        var files = Sign.Files.of(call);
        for (var option : List.of("--waiting", "--ending", "--renew")) {
            if (call.has(option)) {
                if (!files.isEmpty() || call.has("--level")) {
                    throw new UsageError(call.words().text("extend.alone", option));
                }
                return switch (option) {
                    case "--waiting" -> waiting(call);
                    case "--ending" -> ending(call);
                    default -> renewed(call);
                };
            }
        }
        if (files.isEmpty() || !call.has("--level")) {
            throw new UsageError(call.words().text("extend.what"));
        }
        var wanted = Sign.level(call, SignatureLevel.T);
        var suffix = Sign.suffix(call, "-" + wanted.name().toLowerCase(Locale.ROOT));
        var folder = call.arguments().matchedOptionValue("--out", "");
        var into = folder.isEmpty() ? null : Sign.Files.path(call, folder);
        var urls = Sign.timestampUrls(call);
        var beside = call.arguments().matchedOptionValue("--detached", "");
        if (!beside.isEmpty() && files.size() > 1) {
            throw new UsageError(call.words().text("verify.detached.one"));
        }
        var detached = beside.isEmpty() ? Optional.<Path>empty() : Optional.of(Sign.Files.path(call, beside));
        var overall = Exit.DONE;
        Optional<Secret> password = Optional.empty();
        try {
            for (var file : files) {
                var wish = new Wish(file, detached, wanted, urls, into, suffix);
                var copy = wish.copy(call, password);
                if (password.isEmpty() && isEncrypted(copy)) {
                    // Asked for at the first file that needs one, once.
                    password = call.documentPassword().or(() -> Optional.of(Secret.taking(new byte[0])));
                    copy = wish.copy(call, password);
                }
                overall = overall.and(
                        copy.fold(outcome -> shown(call, file, wanted, outcome), why -> call.refused(file, why)));
            }
        } finally {
            password.ifPresent(Secret::close);
        }
        remind(call);
        return overall;
    }

    private record Wish(
            Path file,
            Optional<Path> detached,
            SignatureLevel wanted,
            List<String> urls,
            @Nullable Path into,
            String suffix) {
        Answer<LevelCopy.Outcome> copy(Call call, Optional<Secret> password) {
            var given = password.filter(each -> each.size() > 0);
            return call.core().levels().extend(file, detached, given, wanted, urls, into, suffix);
        }
    }

    private static boolean isEncrypted(Answer<LevelCopy.Outcome> copy) {
        return copy.given()
                .flatMap(LevelCopy.Outcome::why)
                .filter(ProblemCode.DOCUMENT_ENCRYPTED::equals)
                .isPresent();
    }

    /**
     * Says that archived files are to be renewed, if any are; that the list cannot be read takes nothing from others.
     */
    static void remind(Call call) {
        Refusal.answer(() -> call.core().archives().due())
                .fold(
                        due -> {
                            if (due > 0) {
                                call.say("extend.due", due);
                            }
                            return due;
                        },
                        why -> {
                            call.say("extend.due.unknown", call.sentence(why));
                            return 0;
                        });
    }

    /** Lists what was archived here, those first that end first. */
    private static Exit ending(Call call) throws Refusal {
        var all = call.core().archives().all();
        if (all.isEmpty()) {
            call.say("extend.ending.none");
        }
        var overall = Exit.DONE;
        for (var each : all) {
            call.result(
                    JsonObject.with("file", Call.shown(each.file()))
                            .and("lastsUntil", each.lasting().until().toString())
                            .and("ends", each.lasting().why().code())
                            .and("state", each.state().code()),
                    call.words()
                            .text(
                                    "extend.ending." + each.state().code(),
                                    Call.shown(each.file()),
                                    Call.shown(each.lasting().until()),
                                    call.words()
                                            .text("extend.ends."
                                                    + each.lasting().why().code())));
            overall = overall.and(
                    switch (each.state()) {
                        case LASTS -> Exit.DONE;
                        case DUE -> Exit.SOME_OPEN;
                        case ENDED, MISSING, CHANGED -> Exit.SOME_FAILED;
                    });
        }
        return overall;
    }

    /** Renews what is due, in place; what is gone or was changed is told once and forgotten. */
    private static Exit renewed(Call call) throws Refusal {
        var archives = call.core().archives();
        var overall = Exit.DONE;
        for (var lost : archives.forgetLost()) {
            overall = overall.and(call.refused(lost.file(), Problem.of(lost.why())));
        }
        var late = archives.all().stream()
                .filter(each -> each.state() == ArchivedFile.State.ENDED)
                .map(ArchivedFile::file)
                .toList();
        var results = archives.renew();
        if (results.isEmpty()) {
            call.say("extend.renew.none");
        }
        for (var result : results) {
            overall = overall.and(
                    shown(call, result.file(), result.wanted(), result.level().orElseThrow(), result.why()));
            if (result.why().isEmpty() && late.contains(result.file())) {
                call.say("extend.renewed.late", Call.shown(result.file()));
                overall = overall.and(Exit.SOME_OPEN);
            }
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
            call.say(
                    level == wanted ? "extend.not.renewed" : "sign.level.reached",
                    level.name(),
                    wanted.name(),
                    call.sentence(why.get()));
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
        var row = JsonObject.with("file", Call.shown(file))
                .and("output", output)
                .and("level", level)
                .andTexts("warnings", why.stream().map(call::sentence).toList());
        outcome.lasting()
                .ifPresent(lasting -> row.and("lastsUntil", lasting.until().toString())
                        .and("ends", lasting.why().code()));
        call.result(
                row,
                outcome.output().isEmpty()
                        ? call.words().text("extend.same", Call.shown(file), level)
                        : call.words().text("extend.done", Call.shown(file), output, level));
        if (!call.json()) {
            outcome.lasting()
                    .ifPresent(lasting -> call.say(
                            "extend.lasts",
                            Call.shown(lasting.until()),
                            call.words().text("extend.ends." + lasting.why().code())));
        }
        return notHigher(call, wanted, outcome.level(), why);
    }
}
