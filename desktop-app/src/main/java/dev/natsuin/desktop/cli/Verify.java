package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Verifier;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code verify}: one line of verdict for each file. */
final class Verify {
    private Verify() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var anchors = new ArrayList<X509Certificate>();
        for (var pem : call.arguments().matchedOptionValue("--trust", List.<String>of())) {
            anchors.addAll(Verifier.readPem(Sign.Files.path(call, pem)));
        }
        var name = call.arguments().matchedOptionValue("--detached", "");
        var files = Sign.Files.of(call);
        if (!name.isEmpty() && files.size() > 1) {
            throw new UsageError(call.words().text("verify.detached.one"));
        }
        var detached = name.isEmpty() ? Optional.<Path>empty() : Optional.of(Sign.Files.path(call, name));
        var overall = Exit.DONE;
        for (var file : files) {
            var verified = call.core().verifier().verify(file, anchors, detached);
            var exit = verified.fold(found -> show(call, found), why -> call.refused(file, why));
            overall = overall.and(exit);
        }
        return overall;
    }

    private static Exit show(Call call, Verification found) {
        var verdict = found.verdict().name().toLowerCase(Locale.ROOT);
        var text = new StringBuilder(call.words()
                .text("verify.file", Call.shown(found.file()), call.words().text("verify." + verdict)));
        for (var signature : found.signatures()) {
            text.append('\n').append(shown(call, signature));
            signature.changes().forEach(change -> text.append('\n').append(shown(call, change)));
        }
        found.timestamps().forEach(timestamp -> text.append('\n').append(shown(call, timestamp)));
        call.result(
                JsonObject.with("file", Call.shown(found.file()))
                        .and("verdict", verdict)
                        .andObjects(
                                "signatures",
                                found.signatures().stream().map(Verify::json).toList())
                        .andObjects(
                                "timestamps",
                                found.timestamps().stream().map(Verify::json).toList()),
                text.toString());
        if (found.signatures().stream().anyMatch(each -> each.subIndication().equals("SIGNED_DATA_NOT_FOUND"))) {
            call.say("verify.detached.missing", Call.shown(found.file()));
        }
        return switch (found.verdict()) {
            case VALID -> Exit.DONE;
            case CHANGED, INVALID -> Exit.SOME_FAILED;
            case INDETERMINATE, UNSIGNED -> Exit.SOME_OPEN;
        };
    }

    private static String shown(Call call, Verification.Signature signature) {
        var time = signature.time();
        return call.words()
                .text(
                        "verify.signature",
                        signature.signer(),
                        signature.level(),
                        signature.indication().name(),
                        time == null ? call.words().text("verify.time.unknown") : Call.shown(time));
    }

    private static JsonObject json(Verification.Signature signature) {
        var json = JsonObject.with("signer", signature.signer())
                .and("level", signature.level())
                .and("indication", signature.indication().name());
        if (!signature.subIndication().isEmpty()) {
            json.and("subIndication", signature.subIndication());
        }
        var time = signature.time();
        if (time != null) {
            json.and("time", time.toString());
        }
        if (!signature.trust().isEmpty()) {
            json.and("trust", signature.trust());
        }
        return json.and("coversWholeFile", signature.coversWholeFile())
                .andTexts("changes", signature.changeCodes())
                .andObjects(
                        "changeDetails",
                        signature.changes().stream().flatMap(Verify::json).toList())
                .build();
    }

    /** One for each page. */
    private static Stream<JsonObject> json(Verification.Change change) {
        return change.pages().isEmpty()
                ? Stream.of(json(change, 0))
                : change.pages().stream().map(page -> json(change, page));
    }

    private static JsonObject json(Verification.Change change, int page) {
        var json = JsonObject.with("code", change.code());
        if (page > 0) {
            json.and("page", page);
        }
        if (!change.object().isEmpty()) {
            json.and("object", change.object());
        }
        return json.build();
    }

    private static JsonObject json(Verification.Timestamp timestamp) {
        var json = JsonObject.with("kind", timestamp.kind())
                .and("authority", timestamp.authority())
                .and("time", timestamp.time().toString())
                .and("believed", timestamp.believed());
        if (!timestamp.subIndication().isEmpty()) {
            json.and("subIndication", timestamp.subIndication());
        }
        return json.andTexts("covers", timestamp.covers()).build();
    }

    private static String shown(Call call, Verification.Change change) {
        var what = call.words().text("verify.change." + change.code());
        return change.pages().isEmpty()
                ? call.words().text("verify.change", what)
                : call.words()
                        .text(
                                "verify.change.page",
                                what,
                                change.pages().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static String shown(Call call, Verification.Timestamp timestamp) {
        return call.words()
                .text(
                        timestamp.believed() ? "verify.timestamp" : "verify.timestamp.unknown",
                        Call.shown(timestamp.time()),
                        timestamp.authority());
    }
}
