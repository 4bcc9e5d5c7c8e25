package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import java.util.concurrent.CompletableFuture;

/**
 * What a PIN adds to the keys of this device, derived on a thread of its own: that takes longer than most answers of
 * the server, and need not wait for them. Asks nobody. Closed by whoever began it, at any time.
 */
public final class Unlocking implements AutoCloseable {
    private final CompletableFuture<Answer<DeviceKeys.Activation>> coming;

    /** Begins; takes the PIN over. */
    Unlocking(Seat seat, Secret pin) {
        coming = CompletableFuture.supplyAsync(() -> Refusal.answer(() -> {
            try (pin;
                    var keys = seat.keys(seat.owner())) {
                return Seat.activation(keys, pin);
            }
        }));
    }

    /** Waits for it; it stays this object's. */
    DeviceKeys.Activation activation() throws Refusal {
        return Refusal.orThrow(coming.join());
    }

    @Override
    public void close() {
        var unused = coming.thenAccept(answer -> answer.given().ifPresent(DeviceKeys.Activation::close));
    }
}
