package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.report.Block.Mark;
import dev.natsuin.desktop.document.report.Block.Row;
import dev.natsuin.desktop.document.report.Block.Tone;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.RevocationWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a verification found, in the order in which people ask: may I rely on it, on what, and why. */
final class ReportText {
    private static final int GROUP = 8;

    private final Words words;
    private final ZoneId zone;
    private final List<Block> blocks = new ArrayList<>();

    private ReportText(Words words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
    }

    static List<Block> of(Report report) {
        var text = new ReportText(Words.of(ReportText.class, report.language()), report.zone());
        text.title(report);
        for (var i = 0; i < report.files().size(); i++) {
            text.file(report.files().get(i), i == 0);
        }
        text.blocks.add(new Block.Notes(List.of(text.words.text("end")), Tone.PLAIN));
        return List.copyOf(text.blocks);
    }

    private void title(Report report) {
        blocks.add(new Block.Title(
                words.text("title"),
                List.of(
                        words.text("made", moment(report.made())),
                        words.text(report.asked() ? "asked" : "asked.nobody"))));
    }

    private void file(ReportedFile file, boolean first) {
        blocks.add(new Block.FileHead(String.valueOf(file.file().getFileName()), first));
        file.outcome()
                .given()
                .ifPresentOrElse(
                        found -> {
                            verdict(found);
                            facts(file);
                            for (var i = 0; i < found.signatures().size(); i++) {
                                signature(found, i, pages(file, i));
                            }
                            timestamps(found);
                        },
                        () -> {
                            unread(file.outcome().refusal().orElseThrow());
                            facts(file);
                        });
    }

    private static List<ReportedFile.ComparedPage> pages(ReportedFile file, int signature) {
        return file.pages().stream()
                .filter(each -> each.signature() == signature)
                .toList();
    }

    private void unread(Problem why) {
        blocks.add(new Block.Verdict(
                Mark.QUESTION, Tone.CARE, words.text("verdict.UNREAD"), ProblemWords.sentence(why, words.language())));
    }

    private void facts(ReportedFile file) {
        var rows = new ArrayList<Row>();
        if (file.sizeBytes() >= 0) {
            rows.add(new Row(words.text("size"), words.text("bytes", file.sizeBytes())));
        }
        file.sha256().map(Bytes::toHex).ifPresent(hash -> rows.add(new Row("SHA-256", grouped(hash))));
        if (!rows.isEmpty()) {
            blocks.add(new Block.Rows(rows));
        }
    }

    private void verdict(Verification found) {
        blocks.add(new Block.Verdict(
                mark(found.verdict()),
                found.verdict() == Verification.Verdict.VALID ? Tone.GOOD : Tone.CARE,
                words.text("verdict." + found.verdict()),
                sentence(found)));
    }

    private String sentence(Verification found) {
        var signers =
                found.signatures().stream().map(this::signer).distinct().collect(Collectors.joining(words.text("and")));
        var times = found.signatures().stream()
                .flatMap(each -> Stream.ofNullable(each.time()))
                .toList();
        return words.text(
                "sentence." + (found.revoked() ? "REVOKED" : found.verdict()),
                signers,
                times.isEmpty() ? words.text("time.unknown") : moment(times.get(times.size() - 1)));
    }

    private String signer(Verification.Signature signature) {
        return signature.signer().isEmpty() ? words.text("signer.unknown") : signature.signer();
    }

    private static Mark mark(Verification.Verdict verdict) {
        return switch (verdict) {
            case VALID -> Mark.CHECK;
            case CHANGED -> Mark.EXCLAMATION;
            case INDETERMINATE -> Mark.QUESTION;
            case INVALID -> Mark.CROSS;
            case UNSIGNED -> Mark.DASH;
        };
    }

    private void signature(Verification found, int at, List<ReportedFile.ComparedPage> pages) {
        var signature = found.signatures().get(at);
        blocks.add(new Block.Heading(
                2,
                words.text("signature", at + 1, found.signatures().size(), signer(signature)),
                words.text("state." + signature.verdict())));
        var rows = new ArrayList<Row>();
        rows.add(new Row(words.text("signer"), names(signature)));
        rows.add(time(signature));
        var proven = signature.timestamped() ? signature.evidence().claimed() : null;
        if (proven != null) {
            rows.add(new Row(words.text("time.claimed"), moment(proven)));
        }
        rows.add(new Row(words.text("result"), result(signature), tone(signature.verdict())));
        rows.add(new Row(words.text("rests"), rests(found, signature), Tone.PLAIN));
        if (!signature.level().isEmpty()) {
            rows.add(new Row(words.text("level"), signature.level()));
        }
        if (!signature.evidence().algorithm().isEmpty()) {
            rows.add(new Row(words.text("algorithm"), signature.evidence().algorithm()));
        }
        if (!signature.evidence().field().isEmpty()) {
            rows.add(new Row(words.text("field"), signature.evidence().field()));
        }
        blocks.add(new Block.Rows(rows));
        changes(signature, pages);
        certificates(found, signature.evidence().path());
    }

    private String names(Verification.Signature signature) {
        return signature.issuer().isEmpty()
                ? signer(signature)
                : words.text("signer.issued", signer(signature), signature.issuer());
    }

    private Row time(Verification.Signature signature) {
        var time = signature.time();
        return time == null
                ? new Row(words.text("time"), List.of(words.text("time.unknown")), Tone.CARE)
                : new Row(
                        words.text("time"),
                        words.text(signature.timestamped() ? "time.proven" : "time.said", moment(time)));
    }

    private static Tone tone(Verification.Verdict verdict) {
        return verdict == Verification.Verdict.VALID ? Tone.GOOD : Tone.CARE;
    }

    private List<String> result(Verification.Signature signature) {
        var lines = new ArrayList<String>();
        lines.add(words.text("state." + signature.verdict()));
        if (!signature.subIndication().isEmpty()) {
            lines.add(reason(signature.subIndication()));
        }
        lines.add(words.text(
                "standard",
                signature.indication().name()
                        + (isStandard(signature.subIndication()) ? " / " + signature.subIndication() : "")));
        return lines;
    }

    /** Ours are called otherwise. */
    private static boolean isStandard(String subIndication) {
        return !subIndication.isEmpty() && !subIndication.startsWith("ALGORITHM_NOT_");
    }

    private String reason(String subIndication) {
        return words.has("reason." + subIndication)
                ? words.text("reason." + subIndication)
                : words.text("reason.other", subIndication);
    }

    /** What the verdict rests on, and what is missing. */
    private List<String> rests(Verification found, Verification.Signature signature) {
        var lines = new ArrayList<String>();
        lines.add(
                signature.trust().isEmpty()
                        ? words.text("trust.none")
                        : words.text(
                                "trust." + signature.trust(),
                                signature.evidence().trustSource()));
        var path = signature.evidence().path();
        var open = path.stream()
                .filter(each -> !each.believed() && each.state() == null)
                .toList();
        if (!path.isEmpty() && open.isEmpty()) {
            lines.add(words.text("states.known"));
        } else if (!open.isEmpty()) {
            lines.add(words.text(
                    open.stream().allMatch(each -> each.unanswered().isEmpty())
                            ? "states.nowhere"
                            : found.asked() ? "states.silent" : "states.not.asked"));
        }
        lines.add(words.text(signature.timestamped() ? "rests.timestamp" : "rests.no.timestamp"));
        return lines;
    }

    private void changes(Verification.Signature signature, List<ReportedFile.ComparedPage> pages) {
        blocks.add(new Block.Heading(3, words.text("changes"), ""));
        if (signature.changes().isEmpty()) {
            blocks.add(new Block.Notes(
                    List.of(words.text(signature.coversWholeFile() ? "covers.all" : "covers.part")), Tone.PLAIN));
            return;
        }
        blocks.add(new Block.Notes(
                signature.changes().stream().map(this::change).distinct().toList(), Tone.CARE));
        for (var page : pages) {
            blocks.add(new Block.Compared(
                    words.text("page", page.page()),
                    new Block.Panel(words.text("page.signed"), page.signed()),
                    new Block.Panel(words.text("page.now"), page.now())));
        }
    }

    private String change(Verification.Change change) {
        var what = words.has("change." + change.code())
                ? words.text("change." + change.code())
                : words.text("change.other", change.code());
        var pages = change.pages().stream().map(String::valueOf).collect(Collectors.joining(", "));
        var where = pages.isEmpty() ? what : words.text("change.page", what, pages);
        return change.object().isEmpty() ? where : words.text("change.object", where, change.object());
    }

    private void certificates(Verification found, List<Verification.Certificate> path) {
        if (path.isEmpty()) {
            return;
        }
        blocks.add(new Block.Heading(3, words.text("path"), ""));
        for (var each : path) {
            var rows = new ArrayList<Row>();
            rows.add(new Row(words.text("subject"), each.subject()));
            if (!each.issuer().equals(each.subject())) {
                rows.add(new Row(words.text("issuer"), each.issuer()));
            }
            rows.add(new Row(
                    words.text("validity"), words.text("from.to", moment(each.notBefore()), moment(each.notAfter()))));
            rows.add(new Row(words.text("serial"), each.serial()));
            rows.add(new Row("SHA-256", grouped(each.sha256())));
            rows.add(new Row(
                    words.text("revocation"),
                    new RevocationWords(words, this::moment).of(each, found.asked()),
                    stateTone(each)));
            blocks.add(new Block.Rows(rows));
        }
    }

    private static Tone stateTone(Verification.Certificate certificate) {
        var state = certificate.state();
        return certificate.believed() || (state != null && state.status().equals("good")) ? Tone.PLAIN : Tone.CARE;
    }

    private void timestamps(Verification found) {
        if (found.timestamps().isEmpty()) {
            return;
        }
        blocks.add(new Block.Heading(2, words.text("timestamps"), ""));
        for (var each : found.timestamps()) {
            var rows = new ArrayList<Row>();
            rows.add(new Row(words.text("time"), moment(each.time())));
            rows.add(new Row(
                    words.text("authority"),
                    each.authority().isEmpty() ? words.text("signer.unknown") : each.authority()));
            rows.add(new Row(words.text("stamp.kind"), words.text("stamp." + each.kind())));
            var worth = new ArrayList<String>();
            worth.add(words.text(each.believed() ? "stamp.believed" : "stamp.not.believed"));
            if (!each.subIndication().isEmpty()) {
                worth.add(reason(each.subIndication()));
            }
            rows.add(new Row(words.text("result"), worth, each.believed() ? Tone.PLAIN : Tone.CARE));
            if (!each.covers().isEmpty()) {
                rows.add(new Row(words.text("stamp.covers"), String.join(", ", each.covers())));
            }
            blocks.add(new Block.Rows(rows));
            certificates(found, each.path());
        }
    }

    /** Always with its zone, once: a report is read elsewhere. */
    private String moment(Instant time) {
        var there = time.atZone(zone);
        var offset = there.getOffset().getTotalSeconds() == 0 ? "'UTC'" : "'UTC'xxx";
        var named = !(zone.normalized() instanceof ZoneOffset);
        var pattern = words.japanese()
                ? "uuuu年M月d日 HH:mm:ss（" + (named ? "z、" : "") + offset + "）"
                : "d MMM uuuu, HH:mm:ss " + (named ? "z (" + offset + ")" : offset);
        return DateTimeFormatter.ofPattern(pattern, words.language()).format(there);
    }

    private static String grouped(String hex) {
        return hex.replaceAll("(.{" + GROUP + "})(?!$)", "$1 ");
    }
}
