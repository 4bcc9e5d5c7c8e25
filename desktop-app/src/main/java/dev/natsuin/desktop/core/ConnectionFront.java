package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import java.net.URI;
import java.util.Optional;

/** The way to the server, in a file of the profile. */
final class ConnectionFront implements Connecting {
    private final Seat seat;

    ConnectionFront(Seat seat) {
        this.seat = seat;
    }

    @Override
    public Answer<ProxyWish> wish() {
        return Refusal.answer(seat.profile()::proxyWish);
    }

    @Override
    public Answer<ProxyWish> wish(ProxyWish other) {
        return Refusal.answer(() -> {
            seat.profile().keep(other);
            return other;
        });
    }

    @Override
    public Answer<Optional<String>> reach() {
        return Refusal.answer(() -> {
            var server = seat.server(seat.owner());
            server.greet();
            return seat.surroundings().ways().to(URI.create(server.url())).map(HttpProxy::address);
        });
    }
}
