package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Locale;
import java.util.Optional;

/** {@code device secret}: where the device secret lies, and moving it. Asks no server and no PIN. */
final class DeviceSecretPlace {
    private DeviceSecretPlace() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var profile = call.core().profile();
        var to = wanted(call);
        var before = profile.secretPlace().orElseThrow(() -> new Refusal(ProblemCode.NOT_ENROLLED));
        if (to.isPresent()) {
            profile.moveDeviceSecret(to.get());
        } else {
            profile.endMoveOfDeviceSecret();
        }
        var now = to.orElse(before);
        var name = name(now);
        var moved = now != before;
        call.result(
                JsonObject.with("place", name).and("moved", moved),
                call.words().text("device.secret." + name + (moved ? ".now" : "")));
        return Exit.DONE;
    }

    private static String name(SecretPlace place) {
        return place.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<SecretPlace> wanted(Call call) throws UsageError {
        var told = call.arguments().matchedOptionValue("--to", "");
        for (var place : SecretPlace.values()) {
            if (name(place).equals(told)) {
                return Optional.of(place);
            }
        }
        if (call.has("--to")) {
            throw new UsageError("--to keyring|file");
        }
        return Optional.empty();
    }
}
