package dev.natsuin.sap.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections that take too long, however busily octets drip: Jetty's idle time counts from the last octet.
 *
 * <p>When more than three quarters of the places are taken, whoever has no request has a second, and a body five: so
 * nobody holds the places of those who have something to ask. Thread-safe.
 */
final class Watch extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration HURRIED = Duration.ofSeconds(1);
    private static final Duration HURRIED_BODY = Duration.ofSeconds(5);

    private enum State {
        WAITING,
        RECEIVING,
        WORKING
    }

    private record Since(State state, long nanos) {}

    private final HttpLimits limits;
    private final Scheduler scheduler;
    private final Map<Connection, Since> open = new ConcurrentHashMap<>();

    /** Looks at every connection now and then, on the scheduler. */
    Watch(HttpLimits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) { // HTTP's, not TLS's beneath it
            open.put(connection, since(State.WAITING));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** A request's head is there. */
    void receives(Request request) {
        now(request, State.RECEIVING);
    }

    /** The whole request is there. */
    void works(Request request) {
        now(request, State.WORKING);
    }

    /** The answer is gone. */
    void waits(Request request) {
        now(request, State.WAITING);
    }

    private void now(Request request, State state) {
        open.replace(request.getConnectionMetaData().getConnection(), since(state));
    }

    private static Since since(State state) {
        return new Since(state, System.nanoTime());
    }

    @Override
    protected void doStart() {
        plan();
    }

    private void plan() {
        var pause = Math.max(20, Math.min(1_000, limits.idle().toMillis() / 4));
        scheduler.schedule(this::look, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        var crowded = open.size() > limits.maxConnections() * 3L / 4;
        var now = System.nanoTime();
        open.forEach((connection, since) -> {
            if (now - since.nanos() > longest(since.state(), crowded).toNanos()) {
                connection.getEndPoint().close();
            }
        });
        if (isRunning()) {
            plan();
        }
    }

    private Duration longest(State state, boolean crowded) {
        return switch (state) {
            case WAITING -> crowded ? least(HURRIED, limits.idle()) : limits.idle();
            case RECEIVING -> crowded ? least(HURRIED_BODY, twice(limits.idle())) : twice(limits.idle());
            case WORKING -> limits.work();
        };
    }

    private static Duration twice(Duration time) {
        return time.multipliedBy(2);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
