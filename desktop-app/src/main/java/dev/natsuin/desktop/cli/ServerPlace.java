package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.json.JsonObject;

/** {@code device server}: the address at which this device finds its server, and another one. Asks no PIN. */
final class ServerPlace {
    private ServerPlace() {}

    static Exit run(Call call) throws Refusal {
        var connecting = call.core().connecting();
        var before = Refusal.orThrow(connecting.address());
        var now = call.has("--to")
                ? Refusal.orThrow(connecting.move(call.arguments().matchedOptionValue("--to", "")))
                : before;
        var moved = !now.equals(before);
        call.result(
                JsonObject.with("server", now).and("moved", moved),
                call.words().text(moved ? "device.server.now" : "device.server", now));
        return Exit.DONE;
    }
}
