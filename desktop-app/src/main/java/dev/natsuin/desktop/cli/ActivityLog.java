package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.NameWords;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.Optional;

/** {@code activity}: every logged use, each with its proof checked. */
final class ActivityLog {
    private ActivityLog() {}

    static Exit run(Call call) throws Refusal {
        return call.has("--by-staff") ? byStaff(call) : uses(call);
    }

    /** What staff did about whoever asks, and why. */
    private static Exit byStaff(Call call) throws Refusal {
        var acts = call.core().uses().byStaff();
        for (var act : acts) {
            var json = JsonObject.empty()
                    .and("logIndex", act.logIndex())
                    .and("time", act.time().toString())
                    .and("operation", act.type())
                    .and("by", act.by());
            named(json, act.change());
            act.reason().ifPresent(reason -> {
                json.and("reason", reason.code().wireName());
                reason.note().ifPresent(note -> json.and("note", note));
            });
            call.result(
                    json,
                    call.words()
                                    .text(
                                            "activity.by.staff",
                                            String.valueOf(act.logIndex()),
                                            Call.shown(act.time()),
                                            call.operation(act.type()),
                                            act.by(),
                                            ReasonWords.sentence(
                                                    act.reason(), call.words().language()))
                            + act.change()
                                    .map(change -> call.words()
                                            .text(
                                                    "log.entry.name",
                                                    NameWords.sentence(
                                                            change, call.words().language())))
                                    .orElse(""));
        }
        if (acts.isEmpty()) {
            call.say("activity.by.staff.none");
        }
        return Exit.DONE;
    }

    /** From which name to which, and what became of the keys, of an order that gave another. */
    static void named(JsonObject.Builder json, Optional<NameChange> change) {
        change.ifPresent(there -> {
            json.and("subjectBefore", there.before())
                    .and("subject", there.after())
                    .and("endKeys", there.endsKeys())
                    .and("keysEnded", there.keys());
            there.evidence().ifPresent(hash -> json.and("evidence", hash.toHex()));
        });
    }

    private static Exit uses(Call call) throws Refusal {
        var uses = call.core().uses();
        try {
            var audit = uses.audit();
            var explained = true;
            for (var finding : audit.findings()) {
                show(call, finding);
                explained &= finding.explained();
            }
            for (var epoch : uses.restores()) {
                call.say(
                        epoch.lost() > 0 ? "activity.restored.lost" : "activity.restored",
                        Call.shown(epoch.begun()),
                        String.valueOf(epoch.size()),
                        epoch.lost());
            }
            call.say("activity.confirmed", Call.shown(audit.time()));
            if (!explained) {
                call.say("activity.alarm");
            }
            return explained ? Exit.DONE : Exit.SOME_FAILED;
        } catch (Refusal e) {
            var exit = Exit.of(e.why().code());
            if (exit == Exit.USAGE || exit == Exit.FAULT) {
                throw e;
            }
            var last = uses.lastConfirmed();
            call.terminal().err(call.sentence(e.why()));
            call.terminal()
                    .err(
                            last.isPresent()
                                    ? call.words().text("activity.not.confirmed.since", Call.shown(last.get()))
                                    : call.words().text("activity.never.confirmed"));
            return Exit.NOT_REACHED;
        }
    }

    private static void show(Call call, Uses.Finding finding) {
        var json = JsonObject.empty();
        if (finding.logIndex() >= 0) {
            json.and("logIndex", finding.logIndex()).and("time", finding.time().toString());
        }
        if (!finding.keyId().isEmpty()) {
            json.and("keyId", finding.keyId());
        }
        json.and("chain", finding.chain()).and("number", finding.number()).and("operation", finding.operation());
        if (!finding.device().isEmpty()) {
            json.and("device", finding.device());
        }
        json.andTexts("hashes", finding.hashes().stream().map(Bytes::toHex).toList());
        finding.reason().ifPresent(reason -> {
            json.and("reason", reason.code().wireName());
            reason.note().ifPresent(note -> json.and("note", note));
        });
        json.and("proof", finding.proven() ? "verified" : "missing").and("explained", finding.explained());
        call.result(
                json,
                call.words()
                        .text(
                                finding.explained() ? "activity.row" : "activity.row.alarm",
                                String.valueOf(finding.logIndex()),
                                Call.shown(finding.time()),
                                call.operation(finding.operation()),
                                finding.keyId().isEmpty() ? finding.chain() : finding.keyId(),
                                String.valueOf(finding.number()),
                                finding.hashes().size()));
    }
}
