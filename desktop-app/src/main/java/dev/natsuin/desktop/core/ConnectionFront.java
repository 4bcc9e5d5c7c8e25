package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.problem.ProblemCode;
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

    @Override
    public Answer<String> address() {
        return Refusal.answer(() -> seat.owner().url());
    }

    @Override
    public Answer<String> move(String address) {
        return Refusal.answer(() -> {
            var owner = seat.owner();
            var profile = seat.profile();
            var server = new Server(read(address), owner.sgm(), owner.pinned(), profile, seat.surroundings());
            try {
                server.greet();
            } catch (Refusal e) {
                throw isOfAnother(e.why().code()) ? new Refusal(ProblemCode.ANOTHER_SERVER, e) : e;
            }
            profile.moved(owner.sgm(), owner.url(), server.url());
            seat.forgetServer();
            return server.url();
        });
    }

    /** A stranger has successors of its own, or none where this desk knows one: no reason to alarm anybody here. */
    private static boolean isOfAnother(ProblemCode why) {
        return why == ProblemCode.ANSWER_NOT_BELIEVABLE || why == ProblemCode.IDENTITY_NOT_PROVEN;
    }

    private static String read(String address) throws Refusal {
        var text = address.strip();
        var whole = text.contains("://") ? text : "https://" + text;
        if (!EnrolmentCode.isAddress(whole)) {
            throw new Refusal(ProblemCode.SERVER_ADDRESS_UNUSABLE);
        }
        return whole;
    }
}
