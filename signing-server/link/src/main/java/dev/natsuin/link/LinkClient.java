package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the one peer that holds the pinned certificate.
 *
 * <p>Thread-safe. Keeps connections open between calls, up to {@link LinkTimes#maxConnections}; a call beyond that
 * waits its turn. A connection that was not used for a while is first asked whether it still leads to the peer. A call
 * whose kept connection proves dead, or that could not connect, is tried once more on a new connection: in both cases
 * no answer had begun, and requests are such that the same bytes may come twice.
 */
public final class LinkClient implements AutoCloseable {
    private final Supplier<InetSocketAddress> address;
    private final PinnedTls tls;
    private final LinkTimes times;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<AskingConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * Connects when first asked.
     *
     * @param address where the peer listens now; asked before each connection, so that a restarted peer is found
     * @param peer the only one that is believed
     */
    public LinkClient(Supplier<InetSocketAddress> address, LinkIdentity own, PeerPins peer, LinkTimes times) {
        this.address = address;
        this.tls = new PinnedTls(own, peer);
        this.times = times;
        this.places = new Semaphore(times.maxConnections(), true);
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @return the body of the answer
     * @throws LinkRefused if the peer refused it
     * @throws LinkUnavailable if there was no answer
     * @throws LinkFault if the peer failed, or its answer is not by the rules
     */
    public Bytes call(LinkOperation operation, Bytes body) {
        var answer = ask(operation, body);
        if (answer.status() != LinkAnswer.Status.OK) {
            throw new LinkFault("the other side answered what this request does not ask");
        }
        return answer.body();
    }

    /**
     * Sends one request whose answer may also be that it is still being worked on, was not begun, or is of something
     * unknown.
     *
     * @return {@code OK}, {@code WORKING}, {@code BUSY}, {@code UNKNOWN} or {@code CLOCK_BEHIND}
     * @throws LinkRefused if the peer refused it
     * @throws LinkUnavailable if there was no answer
     * @throws LinkFault if the peer failed, or its answer is not by the rules
     */
    public LinkAnswer ask(LinkOperation operation, Bytes body) {
        if (body.size() > LinkLimits.MAX_BODY_BYTES) {
            throw new LinkFault("the request is longer than a frame may be");
        }
        takePlace();
        try {
            return understood(askTwiceAtMost(new Frame(operation.code(), body)));
        } finally {
            places.release();
        }
    }

    private Frame askTwiceAtMost(Frame request) {
        var kept = takeKept();
        if (kept != null) {
            try {
                return ask(kept, request);
            } catch (AskingConnection.NoAnswer e) {
                closeKept(); // what else was kept will have died with it
            } catch (LinkUnavailable e) {
                closeKept(); // and if it fell silent, nobody else needs to find that out
                throw e;
            }
            return askOnNew(request);
        }
        AskingConnection fresh;
        try {
            fresh = connected();
        } catch (LinkUnavailable e) {
            return askOnNew(request);
        }
        return askOn(fresh, request);
    }

    private Frame askOnNew(Frame request) {
        return askOn(connected(), request);
    }

    private Frame askOn(AskingConnection connection, Frame request) {
        try {
            return ask(connection, request);
        } catch (AskingConnection.NoAnswer e) {
            throw new LinkUnavailable("the other side closed the connection without an answer", e);
        }
    }

    private Frame ask(AskingConnection connection, Frame request) throws AskingConnection.NoAnswer {
        boolean sound = false;
        try {
            var answer = connection.ask(request);
            sound = true;
            return answer;
        } catch (AskingConnection.NoAnswer e) {
            throw e;
        } catch (Frame.NotAFrame e) {
            throw new LinkFault("the other side does not speak this protocol", e);
        } catch (IOException e) {
            throw new LinkUnavailable("no answer from the other side", e);
        } finally {
            if (sound && !closed) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
        }
    }

    private static LinkAnswer understood(Frame answer) {
        var status = LinkAnswer.Status.byCode(answer.kind())
                .orElseThrow(() -> new LinkFault("the other side does not speak this protocol"));
        return switch (status) {
            case OK, WORKING, BUSY, UNKNOWN, CLOCK_BEHIND -> new LinkAnswer(status, answer.body());
            case REFUSED -> throw new LinkRefused(answer.body());
            case FAULT -> throw new LinkFault("the other side failed at this request; its log says why");
        };
    }

    private AskingConnection connected() {
        try {
            return AskingConnection.to(address.get(), tls, times);
        } catch (IOException e) {
            throw new LinkUnavailable("the other side cannot be reached or is not the pinned one", e);
        }
    }

    private @Nullable AskingConnection takeKept() {
        for (var kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (!kept.fresh()) {
                kept.close();
            } else if (kept.lives()) {
                return kept;
            } else {
                kept.close();
                closeKept();
            }
        }
        return null;
    }

    private void closeKept() {
        for (var kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }

    private void takePlace() {
        try {
            if (!closed && places.tryAcquire(times.turn().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LinkUnavailable(closed ? "the link is closed" : "too many requests wait for the other side");
    }

    /** Closes kept connections now and busy ones after their answer; later calls are refused. */
    @Override
    public void close() {
        closed = true;
        closeKept();
    }
}
