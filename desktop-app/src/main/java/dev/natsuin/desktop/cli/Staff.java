package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.core.KeyFileContent;
import dev.natsuin.desktop.desk.GuestRules;
import dev.natsuin.desktop.desk.Meanwhile;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code staff} with all that is done about people but lists and names. */
final class Staff {
    private Staff() {}

    static Exit invite(Call call) throws Refusal, UsageError {
        var arguments = call.arguments();
        var roleName = arguments.matchedOptionValue("--role", Role.SIGNER.wireName());
        var role = Role.byName(roleName)
                .orElseThrow(() -> new UsageError(call.words().text("staff.role.unknown", roleName)));
        var guest = new StaffDesk.Guest(
                arguments.matchedOptionValue("--name", ""),
                arguments.matchedOptionValue("--kana", ""),
                arguments.matchedOptionValue("--email", ""),
                role,
                Optional.ofNullable(arguments.matchedOptionValue("--subject", null)),
                Keys.algorithm(call),
                evidence(call),
                StaffDesk.Guest.USUAL_LIFE);
        if (role != Role.SIGNER
                && (guest.subject().isPresent() || guest.algorithm().isPresent())) {
            throw new UsageError(call.words().text("staff.signers.only"));
        }
        if (GuestRules.hasUnseen(guest.name())
                || GuestRules.hasUnseen(guest.kana())
                || GuestRules.hasUnseen(guest.email())) {
            throw new UsageError(call.words().text("staff.unseen"));
        }
        var experimental = guest.algorithm().filter(KeyAlgorithm::isExperimental);
        if (experimental.isPresent()) {
            throw new UsageError(call.words()
                    .text("staff.algorithm.experimental", experimental.get().wireName()));
        }
        if (call.has("--import")) {
            return handOver(call, guest);
        }
        try (var pin = call.pin()) {
            invite(call, guest, Optional.empty(), pin);
            return Exit.DONE;
        }
    }

    /** The PIN comes first, as the order of lines is the same for every command. */
    private static Exit handOver(Call call, StaffDesk.Guest guest) throws Refusal, UsageError {
        if (guest.role() != Role.SIGNER || guest.algorithm().isPresent()) {
            throw new UsageError(call.words().text("staff.import.signers.only"));
        }
        var file = Sign.Files.path(call, call.arguments().matchedOptionValue("--import", ""));
        try (var pin = call.has("--pin-stdin") ? call.pin() : Secret.taking(new byte[0]);
                var password = call.pin("keys.import.password");
                var content = call.core().signingKeys().open(file, password)) {
            var key = Keys.chosen(call, content);
            call.say("staff.import.certificate", key.algorithm().wireName(), key.subject(), key.issuer());
            try (var now = pin.size() > 0 ? pin.copy() : call.pin()) {
                invite(call, guest, Optional.of(key), now);
            }
            call.say("staff.import.done", Call.shown(file));
            return Exit.DONE;
        }
    }

    private static void invite(Call call, StaffDesk.Guest guest, Optional<KeyFileContent.Candidate> key, Secret pin)
            throws Refusal, UsageError {
        var file = Sign.Files.path(call, call.arguments().matchedOptionValue("--out", ""));
        var admitted = call.core().helpdesk().invite(guest, key, file, pin);
        var json = admitted(admitted);
        key.map(handed -> handed.certificates().get(0).sha256().toHex())
                .ifPresent(sha256 -> json.and("certificateSha256", sha256));
        call.result(
                json,
                admitted.waits().isPresent()
                        ? waits(call, admitted.waits().get(), file)
                        : call.words()
                                .text(
                                        "staff.invited",
                                        admitted.user(),
                                        Call.shown(file),
                                        Call.shown(admitted.expires())));
    }

    private static JsonObject.Builder admitted(Helpdesk.Admitted admitted) {
        var json = JsonObject.with("user", admitted.user())
                .and("invitation", admitted.invitation())
                .and("expires", admitted.expires().toString());
        admitted.waits()
                .ifPresent(waits -> json.and("request", waits.request())
                        .and("waitsUntil", waits.until().toString()));
        return json;
    }

    private static String waits(Call call, Results.Waits waits, Path file) {
        return call.words().text("staff.waits", waits.request(), Call.shown(waits.until()), Call.shown(file));
    }

    /** What the identity evidence hashes to: it goes into the officer's statement, the file stays where it is. */
    static Optional<Bytes> evidence(Call call) throws Refusal, UsageError {
        var name = call.arguments().matchedOptionValue("--evidence", "");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.orThrow(call.core().staffDesk().evidence(Sign.Files.path(call, name))));
    }

    static Exit users(Call call) throws Refusal {
        try {
            var named = call.core().helpdesk().people(one -> show(call, one));
            call.say("staff.users.unconfirmed");
            if (!named) {
                call.say("staff.users.nameless");
            }
            return Exit.DONE;
        } catch (Refusal e) {
            // What asks in pages is no statement to an SGM from before there were any.
            if (e.why().code() == ProblemCode.STATEMENT_NOT_ACCEPTED) {
                call.say("staff.users.older");
            }
            throw e;
        }
    }

    private static void show(Call call, Helpdesk.Acquaintance one) {
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
        var line = call.words().text("staff.user", facts(call, one));
        call.result(
                json,
                person.waiting().isEmpty() ? line : line + "  " + call.words().text("staff.user.waiting"));
        if (one.isFalselyNamed()) {
            call.say("staff.user.false");
        }
    }

    /** Id, role, state, subject, and the name with the address, each in words where there is none. */
    static Object[] facts(Call call, Helpdesk.Acquaintance one) {
        var person = one.person();
        var words = call.words();
        return new Object[] {
            person.user(),
            person.role().wireName(),
            person.state(),
            person.subject().orElse(words.text("staff.user.no.subject")),
            one.name().isEmpty() ? words.text("staff.user.not.told") : words.text(toldAs(one), one.name(), one.email())
        };
    }

    private static String toldAs(Helpdesk.Acquaintance person) {
        return person.named() == StaffDesk.Named.SIGNED ? "staff.user.signed" : "staff.user.told";
    }

    static Exit keys(Call call) throws Refusal {
        var listing = call.core().helpdesk().keysOf(call.arguments().matchedPositionalValue(0, ""));
        if (listing.keys().isEmpty()) {
            call.say("keys.none");
        }
        for (var key : listing.keys()) {
            Keys.show(call, key, listing.time());
            if (key.row(listing.time()).dormant(listing.time()).isPresent()) {
                call.say("staff.keys.dormant", key.info().keyId());
            }
        }
        return Exit.DONE;
    }

    static Exit suspend(Call call) throws Refusal, UsageError {
        return order(call, Helpdesk.Measure.SUSPEND);
    }

    static Exit resume(Call call) throws Refusal, UsageError {
        return order(call, Helpdesk.Measure.RESUME);
    }

    static Exit revoke(Call call) throws Refusal, UsageError {
        return order(call, Helpdesk.Measure.REVOKE);
    }

    /**
     * Shows the person themselves, as the server signed it, before anything is signed about them. About one who is
     * shown by a name that nobody signed for in place of the one that was signed, nothing is.
     */
    private static Helpdesk.Acquaintance shown(Call call) throws Refusal {
        var one = call.core().helpdesk().person(call.arguments().matchedPositionalValue(0, ""));
        call.say("staff.about", facts(call, one));
        if (one.isFalselyNamed()) {
            call.say("staff.user.false");
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        return one;
    }

    /** Why, as the options say; what goes with no such order is no usage. */
    static Optional<Reason> reason(Call call, String type) throws UsageError {
        var named = call.arguments().matchedOptionValue("--reason", "");
        var note = call.arguments().matchedOptionValue("--note", "");
        var fitting = Reason.Code.of(type);
        if (named.isEmpty()) {
            if (!note.isEmpty()) {
                throw new UsageError(call.words().text("staff.note.alone", names(fitting)));
            }
            return Optional.empty();
        }
        var code = Reason.Code.byName(named)
                .filter(fitting::contains)
                .orElseThrow(() -> new UsageError(call.words().text("staff.reason.unknown", named, names(fitting))));
        var composed = Normalizer.normalize(note.strip(), Normalizer.Form.NFC);
        var reason = new Reason(code, Optional.of(composed).filter(text -> !text.isEmpty()));
        if (!reason.fits(type)) {
            throw new UsageError(
                    call.words().text(note.isEmpty() ? "staff.note.needed" : "staff.note.form", Reason.LONGEST_NOTE));
        }
        return Optional.of(reason);
    }

    private static String names(List<Reason.Code> codes) {
        return codes.stream().map(Reason.Code::wireName).collect(Collectors.joining(", "));
    }

    /** Before the PIN: the reason is part of what is signed. */
    static void sayWhy(Call call, Optional<Reason> reason) {
        call.say(
                reason.isPresent() ? "staff.why" : "staff.why.not.stated",
                ReasonWords.sentence(reason, call.words().language()));
    }

    static JsonObject.Builder why(JsonObject.Builder json, Optional<Reason> reason) {
        reason.ifPresent(why -> {
            json.and("reason", why.code().wireName());
            why.note().ifPresent(note -> json.and("note", note));
        });
        return json;
    }

    /** An order. */
    private interface Ordering<T> {
        T done() throws Refusal;
    }

    /** An order with a reason is no statement to an SGM from before there were any: then that is said. */
    private static <T> T reasoned(Call call, Optional<Reason> reason, Ordering<T> order) throws Refusal {
        try {
            return order.done();
        } catch (Refusal e) {
            if (reason.isPresent() && e.why().code() == ProblemCode.STATEMENT_NOT_ACCEPTED) {
                call.say("staff.why.older");
            }
            throw e;
        }
    }

    /** The same about a person, of whom it is told what somebody else did meanwhile. */
    private static <T> T about(Call call, Helpdesk.Acquaintance shown, Optional<Reason> reason, Ordering<T> order)
            throws Refusal {
        try {
            return reasoned(call, reason, order);
        } catch (Refusal e) {
            sayMeanwhile(call, shown, e);
            throw e;
        }
    }

    /** Of an order that came behind another one that its giver did not see: what that was, and whose. */
    static void sayMeanwhile(Call call, Helpdesk.Acquaintance shown, Refusal refused) {
        if (refused.why().code() != ProblemCode.CHANGED_MEANWHILE) {
            return;
        }
        var desk = call.core().staffDesk();
        desk.person(shown.person().user()).given().flatMap(Meanwhile::newest).ifPresent(act -> {
            var name = desk.signedNames(List.of(act.by()))
                    .given()
                    .flatMap(names -> Optional.ofNullable(names.get(act.by())));
            call.say(
                    "staff.meanwhile",
                    call.words().text("operation." + act.type()),
                    name.map(called -> Printable.name(called) + " (" + act.by() + ")")
                            .orElse(act.by()),
                    Call.shown(act.time()),
                    act.logIndex());
        });
    }

    private static Exit order(Call call, Helpdesk.Measure measure) throws Refusal, UsageError {
        var reason = reason(call, measure.name().toLowerCase(Locale.ROOT));
        var person = shown(call);
        sayWhy(call, reason);
        try (var pin = call.pin()) {
            var changed =
                    about(call, person, reason, () -> call.core().helpdesk().order(measure, person, reason, pin));
            call.result(
                    why(
                            JsonObject.with("user", changed.user())
                                    .and("state", changed.state())
                                    .andTexts("keys", changed.keys())
                                    .andTexts("devices", changed.devices())
                                    .and("logIndex", changed.logIndex()),
                            reason),
                    call.words()
                            .text(
                                    "staff.changed." + changed.state(),
                                    changed.user(),
                                    changed.keys().size(),
                                    changed.devices().size()));
            return Exit.DONE;
        }
    }

    static Exit reEnrol(Call call) throws Refusal, UsageError {
        var file = Sign.Files.path(call, call.arguments().matchedOptionValue("--out", ""));
        var reason = reason(call, "re-enrol");
        var person = shown(call);
        sayWhy(call, reason);
        try (var pin = call.pin()) {
            var anew = about(call, person, reason, () -> call.core().helpdesk().reEnrol(person, reason, file, pin));
            var admitted = anew.admitted();
            call.result(
                    why(admitted(admitted).andTexts("keys", anew.keys()).andTexts("devices", anew.devices()), reason),
                    admitted.waits().isPresent()
                            ? waits(call, admitted.waits().get(), file)
                            : call.words()
                                    .text(
                                            "staff.anew",
                                            admitted.user(),
                                            Call.shown(file),
                                            Call.shown(admitted.expires()),
                                            anew.keys().size(),
                                            anew.devices().size()));
            return Exit.DONE;
        }
    }

    /** The SGM's identity key is to be replaced: it waits for a second administrator. */
    static Exit renewIdentity(Call call) throws Refusal, UsageError {
        var identity = call.core().secondPersons().identityHash();
        call.say("staff.identity.now", identity.toHex());
        try (var pin = call.pin()) {
            var waits = call.core().secondPersons().renewIdentity(identity, pin);
            call.result(
                    JsonObject.with("request", waits.request())
                            .and("expires", waits.until().toString())
                            .and("identity", identity.toHex()),
                    call.words().text("staff.identity.waits", waits.request(), Call.shown(waits.until())));
            return Exit.DONE;
        }
    }

    static Exit waiting(Call call) throws Refusal {
        var waiting = call.core().secondPersons().all();
        for (var request : waiting.requests()) {
            call.result(json(request), shown(call, request));
        }
        if (waiting.requests().isEmpty()) {
            call.say("staff.waiting.none");
        }
        if (waiting.more()) {
            call.say("staff.waiting.more");
        }
        return Exit.DONE;
    }

    private static String shown(Call call, StaffDesk.Request request) {
        if (request.what() == StaffDesk.Asked.RENEW_IDENTITY) {
            return call.words().text("staff.request.identity", identityFacts(call, request));
        }
        var text = call.words().text("staff.request", facts(call, request))
                + stated(call, request).map(why -> "\n  " + why).orElse("");
        return request.handed()
                .map(handed -> text
                        + "\n  "
                        + call.words()
                                .text(
                                        "staff.request.handed",
                                        handed.subject(),
                                        handed.issuer(),
                                        handed.sha256().toHex()))
                .orElse(text);
    }

    /** Why somebody is to begin anew: whoever approves it approves just that. */
    private static Optional<String> stated(Call call, StaffDesk.Request request) {
        return request.what() == StaffDesk.Asked.RE_ENROL
                ? Optional.of(call.words()
                        .text(
                                "staff.request.why",
                                ReasonWords.sentence(
                                        request.reason(), call.words().language())))
                : Optional.empty();
    }

    private static Object[] identityFacts(Call call, StaffDesk.Request request) {
        return new Object[] {
            request.id(),
            call.words().text("staff.request." + request.what()),
            named(call, request.by()),
            Call.shown(request.asked()),
            Call.shown(request.expires())
        };
    }

    private static JsonObject.Builder json(StaffDesk.Request request) {
        if (request.what() == StaffDesk.Asked.RENEW_IDENTITY) {
            return by(JsonObject.with("request", request.id()).and("operation", "renew-identity"), request);
        }
        var whom = request.whom();
        var json = JsonObject.with("request", request.id())
                .and("operation", request.what() == StaffDesk.Asked.RE_ENROL ? "re-enrol" : "invite")
                .and("user", whom.user())
                .and("name", whom.name());
        if (!whom.email().isEmpty()) {
            json.and("email", whom.email());
        }
        json.and("named", whom.named().name().toLowerCase(Locale.ROOT));
        whom.role().ifPresent(role -> json.and("role", role.wireName()));
        whom.subject().ifPresent(subject -> json.and("subject", subject));
        request.evidence().ifPresent(evidence -> json.and("evidence", evidence.toHex()));
        request.handed()
                .ifPresent(
                        handed -> json.and("certificateSha256", handed.sha256().toHex()));
        return why(by(json, request).and("codeExpires", request.codeExpires().toString()), request.reason());
    }

    private static JsonObject.Builder by(JsonObject.Builder json, StaffDesk.Request request) {
        return json.and("by", request.by().user())
                .and("byName", request.by().name())
                .and("byNamed", request.by().named().name().toLowerCase(Locale.ROOT))
                .and("asked", request.asked().toString())
                .and("expires", request.expires().toString())
                .and("own", request.own());
    }

    /** The thing itself, for a text of several lines. */
    private static Object[] facts(Call call, StaffDesk.Request request) {
        var words = call.words();
        return new Object[] {
            request.id(),
            words.text("staff.request." + request.what()),
            named(call, request.whom()),
            request.whom().role().map(Role::wireName).orElse("?"),
            request.whom().subject().orElse(words.text("staff.user.no.subject")),
            request.evidence().map(Bytes::toHex).orElse(words.text("staff.request.no.evidence")),
            named(call, request.by()),
            Call.shown(request.asked()),
            Call.shown(request.expires())
        };
    }

    private static String named(Call call, StaffDesk.Listed person) {
        if (person.name().equals(person.user()) && person.email().isEmpty()) {
            return call.words().text("staff.request.unnamed", person.user());
        }
        return call.words().text("staff.request.named." + person.named(), person.user(), person.name(), person.email());
    }

    /** Shows the thing itself, as the server signed it, before anything is signed about it. */
    private static StaffDesk.Request shownRequest(Call call) throws Refusal {
        var request = call.core().secondPersons().one(call.arguments().matchedPositionalValue(0, ""));
        if (request.what() == StaffDesk.Asked.RENEW_IDENTITY) {
            call.say("staff.request.identity", identityFacts(call, request));
            return request;
        }
        call.say("staff.request", facts(call, request));
        stated(call, request).ifPresent(call.terminal()::err);
        request.handed()
                .ifPresent(handed -> call.say(
                        "staff.request.handed",
                        handed.subject(),
                        handed.issuer(),
                        handed.sha256().toHex()));
        return request;
    }

    static Exit approve(Call call) throws Refusal, UsageError {
        var request = shownRequest(call);
        if (request.own()) {
            throw new Refusal(ProblemCode.OWN_REQUEST);
        }
        if (request.isFalselyNamed()) {
            call.say("staff.user.false");
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        try (var pin = call.pin()) {
            var done = call.core().secondPersons().approve(request, pin);
            var user = request.whom().user();
            call.result(
                    JsonObject.with("request", request.id())
                            .and("user", user)
                            .andTexts("keys", done.keys())
                            .andTexts("devices", done.devices())
                            .and("logIndex", done.logIndex()),
                    call.words()
                            .text(
                                    "staff.approved." + request.what(),
                                    user,
                                    done.keys().size(),
                                    done.devices().size()));
            return Exit.DONE;
        }
    }

    static Exit withdraw(Call call) throws Refusal, UsageError {
        var reason = reason(call, "withdraw");
        var request = shownRequest(call);
        sayWhy(call, reason);
        try (var pin = call.pin()) {
            var logIndex =
                    reasoned(call, reason, () -> call.core().secondPersons().withdraw(request, reason, pin));
            call.result(
                    why(
                            JsonObject.with("request", request.id())
                                    .and("user", request.whom().user())
                                    .and("logIndex", logIndex),
                            reason),
                    call.words().text("staff.withdrawn", request.id()));
            return Exit.DONE;
        }
    }

    static Exit confirm(Call call) throws Refusal, UsageError {
        var fingerprint = fingerprint(call);
        var user = shown(call).person().user();
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
