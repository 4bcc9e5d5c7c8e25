package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/** The owner's signing keys, for a window. */
final class KeyFront implements KeyDesk {
    private final Seat seat;
    private final SigningKeys keys;

    KeyFront(Seat seat, SigningKeys keys) {
        this.seat = seat;
        this.keys = keys;
    }

    @Override
    public Answer<KeyRow> create(KeyAlgorithm algorithm, Secret pin) {
        return Refusal.answer(() -> row(keys.create(Optional.of(algorithm), pin)));
    }

    @Override
    public Answer<KeyRow> renew(String keyId, Secret pin) {
        return Refusal.answer(() -> row(keys.renew(keyId, pin)));
    }

    @Override
    public Answer<KeyRow> destroy(String keyId, Secret pin) {
        return Refusal.answer(() -> row(keys.destroy(keyId, pin)));
    }

    private KeyRow row(SigningKeys.Key key) throws Refusal {
        return key.row(seat.server(seat.owner()).now());
    }
}
