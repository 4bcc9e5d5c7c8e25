package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Signs one hash after the other. */
final class SigningWorker implements Worker, AutoCloseable {
    private final DeskCore desk;
    private final Orders orders;
    private final List<Orders.End> ends = new ArrayList<>();

    /**
     * At this desk.
     *
     * @param patience how long an order without answer is sent again before it is left, and settled by the next
     */
    SigningWorker(DeskCore desk, Duration patience) throws Refusal, Malformed {
        this.desk = desk;
        this.orders = new Orders(desk, patience);
    }

    @Override
    public void round() throws Refusal {
        while (true) {
            var end = orders.sign(Bytes.utf8(orders.keyId() + " " + ends.size()).sha256());
            ends.add(end);
            Persistent
                    .pause(); // Each answer is followed by a question to the log, and an address has so many a minute.
            if (!(end instanceof Orders.End.Refused)) {
                return;
            }
        }
    }

    @Override
    public void everythingIsAsTold() throws Refusal {
        Evidence.of(desk).holdsOnce(orders.keyId(), ends);
        var resolved =
                ends.stream().filter(e -> e instanceof Orders.End.Resolved).count();
        var refused = ends.stream().filter(e -> e instanceof Orders.End.Refused).count();
        System.out.printf(
                "%s: %d orders, of which %d answered only when sent again, %d not sent%n",
                desk.profile().folder().getFileName(), ends.size(), resolved, refused);
        assertThat(ends).hasSizeGreaterThan(1);
    }

    /** How many orders were cut off and found again. */
    long resolved() {
        return ends.stream().filter(e -> e instanceof Orders.End.Resolved).count();
    }

    @Override
    public void close() {
        orders.close();
    }
}
