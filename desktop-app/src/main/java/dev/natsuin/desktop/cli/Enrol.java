package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.file.Path;

/** {@code enrol}. */
final class Enrol {
    private static final long LONGEST_CODE_BYTES = 4096;
    private static final int GROUP = 4;

    private Enrol() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var enrolling = call.core().enrolling();
        var fromInput = "-".equals(call.arguments().matchedOptionValue("--code-file", ""));
        // With both on standard input, the PIN is the first line and the code the rest.
        try (var early = fromInput && call.has("--pin-stdin") ? call.pin() : Secret.taking(new byte[0]);
                var code = code(call)) {
            var facts = Refusal.orThrow(enrolling.read(code));
            call.say("enrol.server", facts.server(), grouped(facts.serverFingerprint()));
            if (facts.handsKeyOver()) {
                call.say("enrol.handed.comes");
            }
            if (call.has("--replace") && call.core().profile().owner().isPresent()) {
                call.say("enrol.replace.warning");
            }
            try (var pin = early.size() > 0 ? early.copy() : newPin(call, enrolling)) {
                return enrol(call, enrolling, code, pin, facts.handsKeyOver());
            }
        }
    }

    private static Exit enrol(Call call, Enrolling enrolling, Secret code, Secret pin, boolean withKey) throws Refusal {
        var former = call.has("--replace") ? Enrolling.Former.GIVEN_UP : Enrolling.Former.ENDED;
        var enrolled = Refusal.orThrow(
                enrolling.enrol(code, pin, former, step -> call.timing().reached(step.name())));
        var owner = call.core().profile().owner().orElseThrow(() -> new Refusal(ProblemCode.PROFILE_UNREADABLE));
        var fingerprint = grouped(enrolled.fingerprint());
        var waiting = enrolled.next() == Enrolling.Next.CONFIRMATION;
        var json = JsonObject.with("user", owner.user())
                .and("device", owner.device())
                .and("fingerprint", fingerprint)
                .and("server", owner.url());
        if (waiting) {
            json.and("waiting", true);
            var staff = owner.role().filter(role -> role != Role.SIGNER).isPresent();
            call.say(staff ? "enrol.waiting.staff" : withKey ? "enrol.waiting.handed" : "enrol.waiting", fingerprint);
        }
        enrolled.handed().ifPresent(handed -> handed(call, handed, json));
        enrolled.replaced().ifPresent(replaced -> replaced(call, replaced, json));
        call.result(
                json,
                call.words()
                        .text(
                                waiting ? "enrol.registered" : "enrol.done",
                                enrolled.name().orElse(owner.user()),
                                enrolled.server(),
                                fingerprint));
        return Exit.DONE;
    }

    /** Who handed over which key: it is taken in, and can be destroyed like any other. */
    private static void handed(Call call, Enrolling.HandedOver handed, JsonObject.Builder json) {
        var told = JsonObject.with("by", handed.by());
        if (!handed.name().isEmpty()) {
            told.and("name", handed.name());
        }
        json.and(
                "handedKey",
                told.and("certificateSha256", handed.certificateSha256().toHex())
                        .build());
        call.say(
                "enrol.handed",
                handed.name().isEmpty()
                        ? handed.by()
                        : call.words().text("enrol.handed.by", handed.name(), handed.by()),
                handed.subject(),
                handed.issuer(),
                handed.certificateSha256().toHex());
    }

    /** What was here before: where it lies now, and what of it nobody can finish any more. */
    private static void replaced(Call call, Enrolling.Replaced replaced, JsonObject.Builder json) {
        json.and(
                "replaced",
                JsonObject.with("user", replaced.user())
                        .and("server", replaced.server())
                        .and("folder", replaced.folder())
                        .and("unfinishedOrders", replaced.unfinishedOrders())
                        .build());
        call.say("enrol.replaced", replaced.user(), replaced.server(), replaced.folder());
        if (replaced.unfinishedOrders() > 0) {
            call.say("enrol.replaced.unfinished", replaced.unfinishedOrders());
        }
    }

    /** Groups of four, to be read out. */
    static String grouped(String characters) {
        return characters.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    private static Secret code(Call call) throws Refusal, UsageError {
        var from = call.arguments().matchedOptionValue("--code-file", "");
        if (from.equals("-")) {
            return call.terminal().secretRest();
        }
        if (from.isEmpty()) {
            return call.terminal()
                    .askSecret(call.words().text("enrol.code") + " ")
                    .orElseThrow(() -> new UsageError(call.words().text("enrol.code.missing")));
        }
        try {
            return Secret.taking(NamedFile.octets(Path.of(from), LONGEST_CODE_BYTES));
        } catch (NamedFile.TooLong e) {
            throw new Refusal(ProblemCode.CODE_MALFORMED, e);
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    private static Secret newPin(Call call, Enrolling enrolling) throws Refusal, UsageError {
        var pin = call.pin("enrol.pin");
        if (call.has("--pin-stdin")) {
            return pin;
        }
        if (!enrolling.strongEnough(pin)) {
            pin.close();
            throw new Refusal(ProblemCode.PIN_TOO_WEAK);
        }
        try (var again = call.pin("enrol.pin.again")) {
            if (!pin.matches(again)) {
                pin.close();
                throw new UsageError(call.words().text("enrol.pin.differs"));
            }
        }
        return pin;
    }
}
