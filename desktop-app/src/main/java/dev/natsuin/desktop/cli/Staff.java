package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import java.util.Optional;

/** {@code staff invite}, {@code staff users}, {@code staff confirm}. */
final class Staff {
    private Staff() {}

    static Exit invite(Call call) throws Refusal, UsageError {
        var arguments = call.arguments();
        var roleName = arguments.matchedOptionValue("--role", Role.SIGNER.wireName());
        var role = Role.byName(roleName)
                .orElseThrow(() -> new UsageError(call.words().text("staff.role.unknown", roleName)));
        var guest = new Helpdesk.Guest(
                arguments.matchedOptionValue("--name", ""),
                arguments.matchedOptionValue("--email", ""),
                role,
                Optional.ofNullable(arguments.matchedOptionValue("--subject", null)),
                Keys.algorithm(call));
        if (role != Role.SIGNER
                && (guest.subject().isPresent() || guest.algorithm().isPresent())) {
            throw new UsageError(call.words().text("staff.signers.only"));
        }
        var file = Sign.Files.path(call, arguments.matchedOptionValue("--out", ""));
        try (var pin = call.pin()) {
            var admitted = call.core().helpdesk().invite(guest, file, pin);
            call.result(
                    JsonObject.with("user", admitted.user())
                            .and("invitation", admitted.invitation())
                            .and("expires", admitted.expires().toString()),
                    call.words()
                            .text("staff.invited", admitted.user(), Call.shown(file), Call.shown(admitted.expires())));
            return Exit.DONE;
        }
    }

    static Exit users(Call call) throws Refusal {
        for (var one : call.core().helpdesk().people()) {
            var person = one.person();
            var json = JsonObject.with("user", person.user());
            if (!one.name().isEmpty()) {
                json.and("name", one.name());
            }
            if (!one.email().isEmpty()) {
                json.and("email", one.email());
            }
            json.and("role", person.role().wireName()).and("state", person.state());
            person.subject().ifPresent(subject -> json.and("subject", subject));
            json.andTexts("unconfirmed", one.unconfirmed()).and("keys", person.keys());
            if (!person.waiting().isEmpty()) {
                json.andTexts("waiting", person.waiting());
            }
            var line = call.words()
                    .text(
                            "staff.user",
                            person.user(),
                            person.role().wireName(),
                            person.state(),
                            person.subject().orElse(call.words().text("staff.user.no.subject")),
                            one.name().isEmpty()
                                    ? call.words().text("staff.user.not.told")
                                    : call.words().text("staff.user.told", one.name(), one.email()));
            call.result(
                    json,
                    person.waiting().isEmpty()
                            ? line
                            : line + "  " + call.words().text("staff.user.waiting"));
        }
        call.say("staff.users.unconfirmed");
        return Exit.DONE;
    }

    static Exit confirm(Call call) throws Refusal, UsageError {
        var user = call.arguments().matchedPositionalValue(0, "");
        var fingerprint = fingerprint(call);
        try (var pin = call.pin()) {
            var confirmed = call.core().helpdesk().confirm(user, fingerprint, pin);
            call.result(
                    JsonObject.with("user", confirmed.user())
                            .and("device", confirmed.device())
                            .and("logIndex", confirmed.logIndex()),
                    call.words().text("staff.confirmed", confirmed.user()));
            return Exit.DONE;
        }
    }

    private static String fingerprint(Call call) throws UsageError {
        try {
            return Fingerprint.read(call.arguments().matchedOptionValue("--fingerprint", ""));
        } catch (Malformed e) {
            throw new UsageError(call.words().text("staff.fingerprint.form"));
        }
    }
}
