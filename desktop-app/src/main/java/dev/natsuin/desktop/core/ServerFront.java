package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.ServerDesk;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.time.Duration;
import java.time.InstantSource;

/** The server from afar, for an administrator's window. */
final class ServerFront implements ServerDesk {
    private final Seat seat;
    private final InstantSource clock;

    ServerFront(Seat seat, InstantSource clock) {
        this.seat = seat;
        this.clock = clock;
    }

    @Override
    public Answer<Overview> overview() {
        return Refusal.answer(() -> {
            var owner = seat.owner();
            var server = seat.server(owner);
            var news = server.news();
            var here = clock.instant();
            var descriptor = server.descriptor();
            return seat.asking(present -> {
                var facts = new Facts(
                        Names.address(owner.url()),
                        Names.fingerprint(server.identityHash()),
                        seat.profile()
                                .identity()
                                .filter(memory -> memory.sgm().equals(owner.sgm()))
                                .map(memory -> new Renewed(memory.number(), memory.since())),
                        news.time(),
                        Duration.between(here, news.time()),
                        descriptor.until(),
                        descriptor.tlsKeys().size(),
                        level(present),
                        new LogDesk.Point(
                                news.checkpoint().size(), news.checkpoint().root(), news.time()),
                        news.before().map(Checkpoint::size));
                return new Overview(facts, StaffFront.staff(present));
            });
        });
    }

    private static int level(Seat.Present present) throws Refusal {
        try {
            return Results.Standing.read(
                            present.conversation().ask(Statement.Standing::new).content())
                    .level();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
