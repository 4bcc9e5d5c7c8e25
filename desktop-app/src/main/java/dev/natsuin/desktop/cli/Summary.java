package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.document.NewFile;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A list of all files of an order and what became of each, in the order's order, written whole or not at all: a table
 * with a head in the person's language, as a workbook or with commas, or JSON lines.
 */
final class Summary {
    private final Call call;
    private final Path file;
    private final Kind kind;
    private final List<List<String>> rows = new ArrayList<>();

    private Summary(Call call, Path file, Kind kind) {
        this.call = call;
        this.file = file;
        this.kind = kind;
        if (kind != Kind.LINES) {
            rows.add(List.of(call.words().text("summary.head").split("\\|")));
        }
    }

    /** By the end of its name. */
    private enum Kind {
        WORKBOOK(".xlsx"),
        COMMAS(".csv"),
        LINES(".jsonl");

        private final String end;

        Kind(String end) {
            this.end = end;
        }

        private static Optional<Kind> of(String name) {
            var lower = name.toLowerCase(Locale.ROOT);
            return Stream.of(values()).filter(kind -> lower.endsWith(kind.end)).findFirst();
        }
    }

    /** The one asked for; that it cannot be is said before anything is signed. */
    static Optional<Summary> of(Call call) throws UsageError {
        var name = call.arguments().matchedOptionValue("--summary", "");
        if (!call.has("--summary")) {
            return Optional.empty();
        }
        var file = Sign.Files.path(call, name).toAbsolutePath();
        var kind = Kind.of(name);
        var folder = file.getParent();
        if (kind.isEmpty()
                || folder == null
                || !Files.isDirectory(folder)
                || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageError(call.words().text("summary.wrong", Call.shown(file)));
        }
        return Optional.of(new Summary(call, file, kind.get()));
    }

    void add(SignRows.Row row, SignRows.Fate fate, Answer<SignResult.Signed> outcome) {
        rows.add(kind == Kind.LINES ? List.of(json(row, outcome)) : cells(row, fate, outcome));
    }

    private String json(SignRows.Row row, Answer<SignResult.Signed> outcome) {
        var object = JsonObject.with("file", Call.shown(row.file().toAbsolutePath()));
        outcome.given()
                .ifPresent(signed -> object.and("output", absolute(signed))
                        .and("level", signed.level().name())
                        .and("logIndex", signed.logIndex()));
        if (!row.documentDigest().isEmpty()) {
            object.and("documentDigest", row.documentDigest().toHex());
        }
        if (!row.toBeSigned().isEmpty()) {
            object.and("dtbsr", row.toBeSigned().toHex());
        }
        object.and("keyId", row.keyId());
        outcome.given()
                .ifPresent(signed -> object.andTexts(
                        "warnings",
                        signed.notHigher().stream().map(call::sentence).toList()));
        outcome.refusal().ifPresent(why -> object.and("error", call.error(why)));
        return Printable.json(object.build().toBytes().toUtf8()) + "\n";
    }

    private List<String> cells(SignRows.Row row, SignRows.Fate fate, Answer<SignResult.Signed> outcome) {
        var signed = outcome.given();
        var why = outcome.refusal().or(() -> signed.flatMap(SignResult.Signed::notHigher));
        return List.of(
                Call.shown(row.file().toAbsolutePath()),
                signed.map(Summary::absolute).orElse(""),
                call.words().text(word(fate)),
                signed.map(each -> each.level().name()).orElse(""),
                why.map(call::sentence).orElse(""),
                row.documentDigest().toHex(),
                row.toBeSigned().toHex(),
                row.keyId(),
                signed.map(each -> String.valueOf(each.logIndex())).orElse(""),
                why.map(Problem::code).map(code -> code.code()).orElse(""));
    }

    private static String word(SignRows.Fate fate) {
        return switch (fate) {
            case SIGNED -> "summary.signed";
            case WITHOUT_FILE -> "summary.without.file";
            case NOT_SIGNED -> "summary.not.signed";
            case NOT_KNOWN -> "summary.not.known";
        };
    }

    private static String absolute(SignResult.Signed signed) {
        return Call.shown(signed.output().toAbsolutePath());
    }

    /** Writes it whole or not at all, for nobody but the user; a file that came there meanwhile stays. */
    Exit write(Call to) {
        var octets = switch (kind) {
            case WORKBOOK -> Workbook.of(rows);
            case COMMAS -> CommaTable.of(rows);
            case LINES -> Bytes.utf8(rows.stream().flatMap(List::stream).collect(Collectors.joining()));
        };
        if (NewFile.write(file, octets, file).isPresent()) {
            to.say("summary.failed", Call.shown(file));
            return Exit.SOME_FAILED;
        }
        to.say("summary.written", Call.shown(file));
        return Exit.DONE;
    }
}
