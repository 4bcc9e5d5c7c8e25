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

/**
 * A list of all files of an order and what became of each, in the order's order, written whole or not at all: a table
 * that spreadsheets open (RFC 4180, UTF-8 with a byte order mark, a head in the person's language), or JSON lines.
 */
final class Summary {
    private static final String TABLE = ".csv";
    private static final String LINES = ".jsonl";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Call call;
    private final Path file;
    private final boolean table;
    private final List<String> lines = new ArrayList<>();

    private Summary(Call call, Path file, boolean table) {
        this.call = call;
        this.file = file;
        this.table = table;
        if (table) {
            lines.add(cells(List.of(call.words().text("summary.head").split("\\|"))));
        }
    }

    /** The one asked for; that it cannot be is said before anything is signed. */
    static Optional<Summary> of(Call call) throws UsageError {
        var name = call.arguments().matchedOptionValue("--summary", "");
        if (!call.has("--summary")) {
            return Optional.empty();
        }
        var file = Sign.Files.path(call, name).toAbsolutePath();
        var lower = name.toLowerCase(Locale.ROOT);
        var folder = file.getParent();
        if ((!lower.endsWith(TABLE) && !lower.endsWith(LINES))
                || folder == null
                || !Files.isDirectory(folder)
                || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageError(call.words().text("summary.wrong", Call.shown(file)));
        }
        return Optional.of(new Summary(call, file, lower.endsWith(TABLE)));
    }

    void add(SignRows.Row row, SignRows.Fate fate, Answer<SignResult.Signed> outcome) {
        lines.add(table ? cells(row, fate, outcome) : json(row, outcome));
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

    private String cells(SignRows.Row row, SignRows.Fate fate, Answer<SignResult.Signed> outcome) {
        var signed = outcome.given();
        var why = outcome.refusal().or(() -> signed.flatMap(SignResult.Signed::notHigher));
        return cells(List.of(
                Call.shown(row.file().toAbsolutePath()),
                signed.map(Summary::absolute).orElse(""),
                call.words().text(word(fate)),
                signed.map(each -> each.level().name()).orElse(""),
                why.map(call::sentence).orElse(""),
                row.documentDigest().toHex(),
                row.toBeSigned().toHex(),
                row.keyId(),
                signed.map(each -> String.valueOf(each.logIndex())).orElse(""),
                why.map(Problem::code).map(code -> code.code()).orElse("")));
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

    /** Every cell is quoted. None begins a formula for a spreadsheet: names come behind their folders. */
    private static String cells(List<String> cells) {
        var quoted = new ArrayList<String>();
        for (var cell : cells) {
            quoted.add('"' + cell.replace("\"", "\"\"") + '"');
        }
        return String.join(",", quoted) + "\r\n";
    }

    /** Writes it whole or not at all, for nobody but the user; a file that came there meanwhile stays. */
    Exit write(Call to) {
        var text = (table ? BYTE_ORDER_MARK : "") + String.join("", lines);
        if (NewFile.write(file, Bytes.utf8(text), file).isPresent()) {
            to.say("summary.failed", Call.shown(file));
            return Exit.SOME_FAILED;
        }
        to.say("summary.written", Call.shown(file));
        return Exit.DONE;
    }
}
