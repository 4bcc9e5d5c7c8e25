package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.LogReading;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.NameWords;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code log search} and {@code log export}: the whole log, for auditors. */
final class LogSearch {
    private LogSearch() {}

    /** What is looked for; an empty text is anything. */
    private record Wanted(
            String operation, String key, String device, Optional<Reason.Code> reason, Instant after, Instant before) {
        boolean has(LogReading.Entry entry) {
            var leaf = entry.leaf();
            return isOrAny(operation, leaf.type().wireName())
                    && isOrAny(key, entry.keyId().orElse(""))
                    && isOrAny(device, leaf.device())
                    && (reason.isEmpty() || reason.equals(entry.reason().map(Reason::code)))
                    && !leaf.time().isBefore(after)
                    && leaf.time().isBefore(before);
        }

        private static boolean isOrAny(String wanted, String found) {
            return wanted.isEmpty() || wanted.equals(found);
        }
    }

    private static final class Counts {
        private long read;
        private long found;
        private long unproven;
    }

    static Exit search(Call call) throws Refusal, UsageError {
        var wanted = wanted(call);
        var person = Optional.of(option(call, "--person")).filter(id -> !id.isEmpty());
        var file = SignatureLogs.file(call, "--in");
        if (file.isPresent() && person.isPresent()) {
            throw new UsageError(call.words().text("log.in.person"));
        }
        var counts = new Counts();
        LogReading.Reader reader = entry -> {
            counts.read++;
            counts.unproven += entry.proven() ? 0 : 1;
            if (wanted.has(entry) || !entry.proven()) {
                counts.found++;
                show(call, entry);
            }
        };
        var log = call.core().signatureLog();
        var done = file.isPresent() ? log.readExport(file.get(), reader) : log.read(person, reader);
        call.say(
                done.complete() ? "log.found" : "log.found.person",
                String.valueOf(counts.found),
                String.valueOf(counts.read),
                String.valueOf(done.checkpoint().size()),
                Call.shown(done.time()));
        if (counts.unproven > 0) {
            call.say("log.alarm");
            return Exit.SOME_FAILED;
        }
        return Exit.DONE;
    }

    static Exit export(Call call) throws Refusal, UsageError {
        var out = Sign.Files.path(call, call.arguments().matchedPositionalValue(0, ""));
        var done = call.core().signatureLog().export(out);
        var size = done.checkpoint().size();
        var root = done.checkpoint().root().toHex();
        call.result(
                JsonObject.with("output", Call.shown(out))
                        .and("size", size)
                        .and("root", root)
                        .and("time", done.time().toString()),
                call.words().text("log.exported", String.valueOf(size), Call.shown(out), root));
        return Exit.DONE;
    }

    private static Wanted wanted(Call call) throws UsageError {
        var operation = option(call, "--operation");
        var known = Arrays.stream(Leaf.Type.values()).map(Leaf.Type::wireName).toList();
        if (!operation.isEmpty() && !known.contains(operation)) {
            throw new UsageError(call.words()
                    .text(
                            "log.operation.unknown",
                            operation,
                            known.stream().sorted().collect(Collectors.joining(", "))));
        }
        return new Wanted(
                operation,
                option(call, "--key"),
                option(call, "--device"),
                reason(call),
                moment(call, "--after").orElse(Instant.EPOCH),
                moment(call, "--before").orElse(Instant.MAX));
    }

    private static Optional<Reason.Code> reason(Call call) throws UsageError {
        var named = option(call, "--reason");
        if (named.isEmpty()) {
            return Optional.empty();
        }
        var known =
                Arrays.stream(Reason.Code.values()).map(Reason.Code::wireName).collect(Collectors.joining(", "));
        return Optional.of(Reason.Code.byName(named)
                .orElseThrow(() -> new UsageError(call.words().text("staff.reason.unknown", named, known))));
    }

    /** A moment, or the begin of a day in this computer's zone. */
    private static Optional<Instant> moment(Call call, String name) throws UsageError {
        var text = option(call, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeException e) {
            throw new UsageError(call.words().text("log.time.unknown", text));
        }
    }

    private static String option(Call call, String name) {
        return call.arguments().matchedOptionValue(name, "");
    }

    private static void show(Call call, LogReading.Entry entry) {
        var leaf = entry.leaf();
        var json = JsonObject.empty()
                .and("logIndex", entry.entry().index())
                .and("time", leaf.time().toString())
                .and("operation", leaf.type().wireName())
                .and("user", entry.user());
        if (!leaf.device().equals(Leaf.CONSOLE)) {
            json.and("device", leaf.device());
        }
        entry.about().ifPresent(about -> json.and("about", about));
        entry.keyId().ifPresent(key -> json.and("keyId", key));
        entry.handedCertificate().ifPresent(sha256 -> json.and("handedCertificateSha256", sha256.toHex()));
        ActivityLog.named(json, entry.change());
        entry.reason().ifPresent(reason -> {
            json.and("reason", reason.code().wireName());
            reason.note().ifPresent(note -> json.and("note", note));
        });
        json.and("chain", leaf.chain())
                .and("number", leaf.number())
                .and("level", (long) leaf.level())
                .and("method", leaf.method())
                .andTexts("hashes", entry.hashes().stream().map(Bytes::toHex).toList())
                .and("proof", entry.proven() ? "verified" : "missing");
        call.result(
                json,
                call.words()
                        .text(
                                entry.proven() ? "log.entry" : "log.entry.unproven",
                                String.valueOf(entry.entry().index()),
                                Call.shown(leaf.time()),
                                call.operation(leaf.type().wireName()),
                                entry.user(),
                                concerned(call, entry) + named(call, entry) + why(call, entry)));
    }

    private static String named(Call call, LogReading.Entry entry) {
        return entry.change()
                .map(change -> call.words()
                        .text(
                                "log.entry.name",
                                NameWords.sentence(change, call.words().language())))
                .orElse("");
    }

    private static String why(Call call, LogReading.Entry entry) {
        var stated = entry.reason();
        return stated.isEmpty()
                        && Reason.Code.of(entry.leaf().type().wireName()).isEmpty()
                ? ""
                : call.words()
                        .text(
                                "log.entry.why",
                                ReasonWords.sentence(stated, call.words().language()));
    }

    private static String concerned(Call call, LogReading.Entry entry) {
        return entry.keyId()
                .map(key ->
                        call.words().text("log.entry.key", key, entry.hashes().size()))
                .or(() -> entry.handedCertificate()
                        .map(sha256 -> call.words()
                                .text("log.entry.handed", entry.about().orElse(""), sha256.toHex())))
                .or(() -> entry.about().map(about -> call.words().text("log.entry.about", about)))
                .orElse("");
    }
}
