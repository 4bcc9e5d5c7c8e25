package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.desk.GuestRules;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.util.Optional;

/** {@code staff amend}: a signer gets another name. */
final class StaffAmend {
    private StaffAmend() {}

    /**
     * Tells what is and what will be before the PIN. What is not given stays as it is, as far as that is signed: of a
     * name that nobody signed, or another than was signed, nothing is taken over.
     */
    static Exit run(Call call) throws Refusal, UsageError {
        var reason = Staff.reason(call, "amend");
        var one = call.core().helpdesk().person(call.arguments().matchedPositionalValue(0, ""));
        call.say("staff.about", Staff.facts(call, one));
        var now = newName(call, one);
        tell(call, one, now);
        Staff.sayWhy(call, reason);
        try (var pin = call.pin()) {
            var amended = call.core().helpdesk().amend(one, now, reason, pin);
            call.result(
                    json(one, now, amended, reason),
                    call.words()
                            .text(done(one, now), amended.user(), amended.keys().size()));
            return Exit.DONE;
        } catch (Refusal e) {
            Staff.sayMeanwhile(call, one, e);
            // To an SGM from before signers could get another name this is no statement.
            if (e.why().code() == ProblemCode.STATEMENT_NOT_ACCEPTED) {
                call.say("staff.amend.older");
            }
            throw e;
        }
    }

    private static StaffDesk.NewName newName(Call call, Helpdesk.Acquaintance one) throws Refusal, UsageError {
        var person = one.person();
        if (person.role() != Role.SIGNER || person.subject().isEmpty()) {
            throw new UsageError(call.words().text("staff.amend.signers.only"));
        }
        var signed = one.named() == StaffDesk.Named.SIGNED;
        if (!signed && !(call.has("--name") && call.has("--kana") && call.has("--email"))) {
            throw new UsageError(call.words().text("staff.amend.unsigned"));
        }
        var name = given(call, "--name", one.name());
        var kana = given(call, "--kana", one.kana());
        var email = given(call, "--email", one.email());
        if (name.isBlank() || GuestRules.hasUnseen(name) || GuestRules.hasUnseen(kana) || GuestRules.hasUnseen(email)) {
            throw new UsageError(call.words().text("staff.unseen"));
        }
        var before = person.subject().get();
        var subject = given(call, "--subject", call.has("--name") ? Subjects.renamed(before, name) : before);
        if (!Subjects.isSubject(subject) || Subjects.isTooLong(subject)) {
            throw new Refusal(ProblemCode.SUBJECT_NOT_ALLOWED);
        }
        var now = new StaffDesk.NewName(name, kana, email, subject, Staff.evidence(call), call.has("--end-keys"));
        if (signed && !changes(one, now)) {
            throw new UsageError(call.words().text("staff.amend.nothing"));
        }
        if (now.evidence().isEmpty() && isAnotherName(one, now)) {
            throw new UsageError(call.words().text("staff.amend.evidence.missing"));
        }
        return now;
    }

    /** True unless only reading, e-mail or keys are concerned: then something shows the new name. */
    private static boolean isAnotherName(Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        return one.named() != StaffDesk.Named.SIGNED || !now.name().equals(one.name()) || changesSubject(one, now);
    }

    private static String given(Call call, String option, String otherwise) {
        return call.arguments().matchedOptionValue(option, otherwise);
    }

    private static boolean changes(Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        return now.endKeys()
                || !now.name().equals(one.name())
                || !now.kana().equals(one.kana())
                || !now.email().equals(one.email())
                || changesSubject(one, now);
    }

    private static boolean changesSubject(Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        return !one.person().subject().equals(Optional.of(now.subject()));
    }

    private static void tell(Call call, Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        if (one.named() == StaffDesk.Named.FALSE) {
            call.say("staff.amend.false");
        }
        var signed = one.named() == StaffDesk.Named.SIGNED;
        tell(call, "name", signed ? Optional.of(one.name()) : Optional.empty(), now.name());
        tell(call, "kana", signed ? Optional.of(one.kana()) : Optional.empty(), now.kana());
        tell(call, "email", signed ? Optional.of(one.email()) : Optional.empty(), now.email());
        tell(call, "subject", one.person().subject(), now.subject());
        now.evidence().ifPresent(hash -> call.say("staff.amend.evidence", hash.toHex()));
        call.say(keys(one, now));
    }

    private static String keys(Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        if (now.endKeys()) {
            return "staff.amend.keys.end";
        }
        return changesSubject(one, now) ? "staff.amend.keys.stay" : "staff.amend.keys.same";
    }

    /** One line: as it was, as far as that was signed, and as it will be. */
    private static void tell(Call call, String what, Optional<String> before, String now) {
        var there = before.filter(now::equals).isPresent();
        call.say(
                there ? "staff.amend.same" : "staff.amend.other",
                call.words().text("staff.amend." + what),
                before.map(text -> shown(call, text)).orElse(call.words().text("staff.amend.not.signed")),
                shown(call, now));
    }

    private static String shown(Call call, String text) {
        return text.isEmpty() ? call.words().text("staff.amend.empty") : Printable.name(text);
    }

    private static String done(Helpdesk.Acquaintance one, StaffDesk.NewName now) {
        if (now.endKeys()) {
            return "staff.amended.keys";
        }
        return changesSubject(one, now) ? "staff.amended" : "staff.amended.shown";
    }

    private static JsonObject.Builder json(
            Helpdesk.Acquaintance one, StaffDesk.NewName now, Helpdesk.Amended amended, Optional<Reason> reason) {
        var json = JsonObject.with("user", amended.user())
                .and("name", now.name())
                .and("kana", now.kana())
                .and("email", now.email())
                .and("subjectBefore", one.person().subject().orElse(""))
                .and("subject", now.subject())
                .and("endKeys", now.endKeys())
                .andTexts("keys", amended.keys())
                .and("logIndex", amended.logIndex());
        now.evidence().ifPresent(hash -> json.and("evidence", hash.toHex()));
        return Staff.why(json, reason);
    }
}
