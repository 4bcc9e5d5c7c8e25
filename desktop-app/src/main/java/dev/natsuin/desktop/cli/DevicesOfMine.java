package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.OwnDevices;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;

/** {@code device list}, {@code device invite}, {@code device remove}, {@code pin change}. */
final class DevicesOfMine {
    private DevicesOfMine() {}

    static Exit list(Call call) throws Refusal {
        for (var row : Refusal.orThrow(call.core().devices().devices())) {
            var state = row.state().name().toLowerCase(Locale.ROOT);
            var fingerprint = Enrol.grouped(row.fingerprint());
            call.result(
                    JsonObject.with("device", row.id())
                            .and("fingerprint", fingerprint)
                            .and("enrolled", row.enrolled().toString())
                            .and("state", state)
                            .and("own", row.own()),
                    call.words()
                            .text(
                                    row.own() ? "device.row.own" : "device.row",
                                    row.id(),
                                    fingerprint,
                                    call.words().text("device.state." + state),
                                    Call.shown(row.enrolled())));
        }
        return Exit.DONE;
    }

    /** The code goes to a file that only its owner can read, or is shown once, to be carried across. */
    static Exit invite(Call call) throws Refusal, UsageError {
        var file = call.arguments().matchedOptionValue("--out", "");
        try (var pin = call.pin()) {
            if (!file.isEmpty()) {
                var target = Sign.Files.path(call, file);
                var expires = call.core().devices().invite(target, pin);
                call.result(
                        JsonObject.with("expires", expires.toString()),
                        call.words().text("device.invited.file", Call.shown(target), Call.shown(expires)));
                return Exit.DONE;
            }
            try (var code = Refusal.orThrow(call.core().devices().invite(pin))) {
                var text = code.text().use(Bytes::of).toUtf8();
                call.say("device.invited", Call.shown(code.expires()));
                call.result(
                        JsonObject.with("code", text)
                                .and("expires", code.expires().toString()),
                        text);
                return Exit.DONE;
            }
        }
    }

    static Exit remove(Call call) throws Refusal, UsageError {
        var id = call.arguments().matchedPositionalValue(0, "");
        var devices = call.core().devices();
        var row = row(devices, id);
        call.say("device.remove.what", row.id(), Enrol.grouped(row.fingerprint()), Call.shown(row.enrolled()));
        try (var pin = call.pin()) {
            var removed = Refusal.orThrow(devices.remove(row, pin));
            call.result(
                    JsonObject.with("device", removed.id())
                            .andTexts("keys", removed.keys())
                            .and("logIndex", removed.logIndex()),
                    call.words()
                            .text(removed.keys().isEmpty() ? "device.removed" : "device.removed.last", removed.id()));
            return Exit.DONE;
        }
    }

    private static Devices.Row row(OwnDevices devices, String id) throws Refusal {
        return Refusal.orThrow(devices.devices()).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(ProblemCode.DEVICE_UNKNOWN));
    }

    static Exit changePin(Call call) throws Refusal, UsageError {
        try (var before = call.pin("pin.old");
                var after = call.pin("enrol.pin")) {
            if (!call.has("--pin-stdin")) {
                try (var again = call.pin("enrol.pin.again")) {
                    if (!after.matches(again)) {
                        throw new UsageError(call.words().text("pin.differs"));
                    }
                }
            }
            var index = Refusal.orThrow(call.core().devices().changePin(before, after));
            call.result(
                    JsonObject.empty().and("logIndex", (long) index),
                    call.words().text("pin.changed"));
            return Exit.DONE;
        }
    }
}
