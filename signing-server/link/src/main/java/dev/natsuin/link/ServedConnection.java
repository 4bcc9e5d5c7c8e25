package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the peer to a {@link LinkServer}: handshake, then request and answer by turns. */
final class ServedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);

    private final Socket socket;
    private final PinnedTls tls;
    private final LinkHandler handler;
    private final LinkLimits limits;
    private boolean busy;
    private boolean closing;

    ServedConnection(Socket socket, PinnedTls tls, LinkHandler handler, LinkLimits limits) {
        this.socket = socket;
        this.tls = tls;
        this.handler = handler;
        this.limits = limits;
    }

    /** The connection to {@link #serve}, if the peer is the pinned one; else nothing. */
    Optional<SSLSocket> handshake() {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) limits.handshake().toMillis());
            var peer = tls.over(socket, false);
            tls.handshake(peer);
            return Optional.of(peer);
        } catch (IOException e) {
            LOG.warn("peer refused reason={}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Answers requests until the peer leaves, breaks the rules or is idle too long. */
    void serve(SSLSocket tlsSocket) {
        try {
            var in = new DataInputStream(new BufferedInputStream(tlsSocket.getInputStream()));
            var out = tlsSocket.getOutputStream();
            while (true) {
                socket.setSoTimeout((int) limits.idle().toMillis());
                int version = in.read();
                if (version < 0 || !begin()) {
                    tlsSocket.close();
                    return;
                }
                socket.setSoTimeout((int) limits.frame().toMillis());
                answer(Frame.readAfter(version, in, limits.maxBodyBytes()), out);
                if (!end()) {
                    tlsSocket.close();
                    return;
                }
            }
        } catch (Frame.NotAFrame e) {
            LOG.warn("connection ended reason=not-a-frame {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("connection ended reason={}", e.getClass().getSimpleName());
        }
    }

    private void answer(Frame request, OutputStream out) throws IOException {
        var answer = LinkOperation.byCode(request.kind())
                .map(operation -> handled(operation, request))
                .orElseGet(() -> LinkAnswer.refused(Bytes.EMPTY));
        if (answer.body().size() > limits.maxBodyBytes()) {
            LOG.error(
                    "answer too long operation={} size={}",
                    request.kind(),
                    answer.body().size());
            answer = LinkAnswer.fault();
        }
        new Frame(answer.status().code(), answer.body()).writeTo(out);
    }

    // The outermost loop of a request: whatever a handler throws must not end the connection, nor reach the peer.
    @SuppressWarnings("IllegalCatch")
    private LinkAnswer handled(LinkOperation operation, Frame request) {
        if (operation == LinkOperation.PING) {
            return LinkAnswer.ok(request.body());
        }
        try {
            return handler.handle(operation, request.body());
        } catch (RuntimeException e) {
            LOG.error("request fault operation={}", operation, e);
            return LinkAnswer.fault();
        }
    }

    private synchronized boolean begin() {
        busy = !closing;
        return busy;
    }

    private synchronized boolean end() {
        busy = false;
        return !closing;
    }

    /** Closes now if no request runs, else after its answer. */
    void closeWhenIdle() {
        boolean idle;
        synchronized (this) {
            closing = true;
            idle = !busy;
        }
        if (idle) {
            cut();
        }
    }

    /** Closes at once. On the bare socket, since closing TLS may wait for a write in progress. */
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("socket not closed cleanly reason={}", e.getClass().getSimpleName());
        }
    }
}
