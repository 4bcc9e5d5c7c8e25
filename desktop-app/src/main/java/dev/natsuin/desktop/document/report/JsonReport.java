package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A verification for machines; the names stay, others may be added (docs/verification.md). */
public final class JsonReport {
    private JsonReport() {}

    static Bytes of(Report report) {
        var files = report.files().stream()
                .map(each -> file(each, report.language()))
                .toList();
        var whole = JsonObject.with("report", "natsuin-verification")
                .and("version", 1L)
                .and("made", report.made().toString())
                .and("asked", report.asked())
                .andObjects("files", files)
                .build();
        return Bytes.utf8(Printable.json(whole.toBytes().toUtf8()) + "\n");
    }

    private static JsonObject file(ReportedFile file, Locale language) {
        var json = file.outcome()
                .fold(
                        JsonReport::verification,
                        why -> JsonObject.with("file", written(file.file().toString()))
                                .and(
                                        "error",
                                        JsonObject.with("code", why.code().code())
                                                .and("message", ProblemWords.sentence(why, language))
                                                .build()));
        if (file.sizeBytes() >= 0) {
            json.and("bytes", file.sizeBytes());
        }
        file.sha256().ifPresent(hash -> json.and("sha256", hash.toHex()));
        return json.build();
    }

    /** One file, as a line of the command and as a member of the report. */
    public static JsonObject.Builder verification(Verification found) {
        return JsonObject.with("file", written(found.file().toString()))
                .and("verdict", lower(found.verdict().name()))
                .and("asked", found.asked())
                .andObjects(
                        "signatures",
                        found.signatures().stream().map(JsonReport::signature).toList())
                .andObjects(
                        "timestamps",
                        found.timestamps().stream().map(JsonReport::timestamp).toList());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static JsonObject signature(Verification.Signature signature) {
        var evidence = signature.evidence();
        var json = JsonObject.with("signer", written(signature.signer()))
                .and("level", written(signature.level()))
                .and("verdict", lower(signature.verdict().name()))
                .and("indication", signature.indication().name());
        text(json, "subIndication", signature.subIndication());
        text(json, "issuer", signature.issuer());
        text(json, "field", evidence.field());
        text(json, "algorithm", evidence.algorithm());
        moment(json, "time", signature.time());
        json.and("timeProven", signature.timestamped());
        moment(json, "claimedTime", evidence.claimed());
        text(json, "trust", signature.trust());
        text(json, "trustSource", evidence.trustSource());
        if (evidence.revisionBytes() > 0) {
            json.and("revisionBytes", evidence.revisionBytes());
        }
        return json.and("coversWholeFile", signature.coversWholeFile())
                .andTexts("changes", signature.changeCodes())
                .andObjects(
                        "changeDetails",
                        signature.changes().stream().flatMap(JsonReport::change).toList())
                .andObjects("path", certificates(evidence.path()))
                .build();
    }

    /** One for each page. */
    private static Stream<JsonObject> change(Verification.Change change) {
        return change.pages().isEmpty()
                ? Stream.of(change(change, Optional.empty()))
                : change.pages().stream().map(page -> change(change, Optional.of(page)));
    }

    private static JsonObject change(Verification.Change change, Optional<Integer> page) {
        var json = JsonObject.with("code", change.code());
        page.ifPresent(number -> json.and("page", (long) number));
        text(json, "object", change.object());
        return json.build();
    }

    private static JsonObject timestamp(Verification.Timestamp timestamp) {
        var json = JsonObject.with("kind", timestamp.kind())
                .and("authority", written(timestamp.authority()))
                .and("time", timestamp.time().toString())
                .and("believed", timestamp.believed());
        text(json, "subIndication", timestamp.subIndication());
        return json.andTexts("covers", written(timestamp.covers()))
                .andObjects("path", certificates(timestamp.path()))
                .build();
    }

    private static List<JsonObject> certificates(List<Verification.Certificate> path) {
        return path.stream().map(JsonReport::certificate).toList();
    }

    private static JsonObject certificate(Verification.Certificate certificate) {
        var json = JsonObject.with("subject", written(certificate.subject()))
                .and("issuer", written(certificate.issuer()))
                .and("serial", certificate.serial())
                .and("notBefore", certificate.notBefore().toString())
                .and("notAfter", certificate.notAfter().toString())
                .and("sha256", certificate.sha256())
                .and("believed", certificate.believed());
        var state = certificate.state();
        if (state != null) {
            json.and("revocation", state(state));
        }
        return json.andTexts("unanswered", written(certificate.unanswered())).build();
    }

    private static JsonObject state(Verification.State state) {
        var json = JsonObject.with("kind", state.kind()).and("status", state.status());
        moment(json, "asOf", state.asOf());
        moment(json, "next", state.next());
        moment(json, "revokedAt", state.revokedAt());
        text(json, "reason", state.reason());
        return json.and("asked", state.asked()).build();
    }

    private static void text(JsonObject.Builder json, String name, String value) {
        if (!value.isEmpty()) {
            json.and(name, written(value));
        }
    }

    private static List<String> written(List<String> foreign) {
        return foreign.stream().map(JsonReport::written).toList();
    }

    /** What JSON cannot hold (RFC 7493 §2.1, and U+0000) is written as its number, as people see it. */
    private static String written(String foreign) {
        return foreign.codePoints()
                .mapToObj(c -> c == 0 || Character.getType(c) == Character.SURROGATE
                        ? "<U+%04X>".formatted(c)
                        : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static void moment(JsonObject.Builder json, String name, java.time.@Nullable Instant value) {
        if (value != null) {
            json.and(name, value.toString());
        }
    }
}
