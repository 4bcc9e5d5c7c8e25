package dev.natsuin.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the one peer that holds the pinned certificate, and nobody else.
 *
 * <p>A thread per connection. A stranger learns nothing but that TLS 1.3 is spoken here: no handler runs before the
 * handshake is done and the peer's certificate is the pinned one.
 */
public final class LinkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    /** How long no connection is accepted after one could not be. */
    static final Duration AFTER_A_FAILURE = Duration.ofMillis(500);

    private final ServerSocket listener;
    private final PinnedTls tls;
    private final LinkHandler handler;
    private final LinkLimits limits;
    private final Semaphore places;
    private final Set<ServedConnection> open = ConcurrentHashMap.newKeySet();
    /** Still shaking hands, the longest first. */
    private final Deque<ServedConnection> unproven = new ConcurrentLinkedDeque<>();

    private final ThreadFactory threads;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "link-watchdog");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private LinkServer(
            ServerSocket listener,
            LinkIdentity own,
            PeerPins peer,
            LinkHandler handler,
            LinkLimits limits,
            ThreadFactory threads) {
        this.threads = threads;
        this.listener = listener;
        this.tls = new PinnedTls(own, peer);
        this.handler = handler;
        this.limits = limits;
        this.places = new Semaphore(limits.maxConnections());
    }

    /**
     * Begins to listen and to answer.
     *
     * @param address where; port 0 lets the system choose one, see {@link #address()}
     * @param peer the only one that is let in
     * @throws LinkUnavailable if the address cannot be had
     */
    public static LinkServer start(
            InetSocketAddress address, LinkIdentity own, PeerPins peer, LinkHandler handler, LinkLimits limits) {
        var number = new AtomicInteger();
        return start(address, own, peer, handler, limits, work -> new Thread(work, "link-" + number.incrementAndGet()));
    }

    /** The same, with a thread of these for each connection. */
    static LinkServer start(
            InetSocketAddress address,
            LinkIdentity own,
            PeerPins peer,
            LinkHandler handler,
            LinkLimits limits,
            ThreadFactory threads) {
        try {
            return start(new ServerSocket(), address, own, peer, handler, limits, threads);
        } catch (IOException e) {
            throw new LinkUnavailable("the link cannot listen on port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    /** The same, on this socket, which is the server's from now on. */
    static LinkServer start(
            ServerSocket listener,
            InetSocketAddress address,
            LinkIdentity own,
            PeerPins peer,
            LinkHandler handler,
            LinkLimits limits,
            ThreadFactory threads)
            throws IOException {
        try {
            listener.setReuseAddress(true);
            listener.bind(address, limits.maxConnections());
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        var server = new LinkServer(listener, own, peer, handler, limits, threads);
        new Thread(server::accept, "link-accept").start();
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        while (!closing.get()) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                if (!closing.get()) {
                    LOG.warn("connection not accepted reason={}", e.getMessage());
                    pause();
                }
            }
        }
    }

    /** Where the system has no more files to give, asking at once again takes a processor and fills the log. */
    private void pause() {
        try {
            closed.await(AFTER_A_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Socket socket) throws IOException {
        if (!places.tryAcquire() && !tookAStrangersPlace()) {
            LOG.warn("connection refused reason=too-many");
            socket.close();
            return;
        }
        // Nothing about the socket is asked before its own thread runs, which gives the place back whatever comes.
        var connection = new ServedConnection(socket, tls, handler, limits);
        open.add(connection);
        unproven.add(connection);
        try {
            threads.newThread(() -> serve(connection)).start();
        } catch (OutOfMemoryError e) { // Java's word for "no more threads"; there may be some again
            LOG.warn("connection refused reason=no-thread");
            end(connection);
        }
    }

    /** Whoever has been shaking hands for longest makes room: strangers cannot keep the peer out by holding places. */
    private boolean tookAStrangersPlace() {
        var stranger = unproven.pollFirst();
        if (stranger == null) {
            return false;
        }
        stranger.cut();
        try {
            return places.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void serve(ServedConnection connection) {
        try {
            // A socket's time-out counts each read anew, so a peer that drips octets is cut off from outside.
            var cut = watchdog.schedule(connection::cut, limits.handshake().toMillis(), TimeUnit.MILLISECONDS);
            var peer = connection.handshake();
            cut.cancel(false);
            unproven.remove(connection);
            peer.ifPresent(connection::serve);
        } finally {
            end(connection);
        }
    }

    private void end(ServedConnection connection) {
        connection.cut();
        open.remove(connection);
        unproven.remove(connection);
        places.release();
    }

    /** Stops listening, lets running requests finish within {@link LinkLimits#drain}, and closes every connection. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            LOG.warn("listener not closed cleanly reason={}", e.getClass().getSimpleName());
        }
        open.forEach(ServedConnection::closeWhenIdle);
        try {
            if (!places.tryAcquire(limits.maxConnections(), limits.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("requests cut off count={}", open.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(ServedConnection::cut);
        watchdog.shutdownNow();
    }
}
