package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a {@link LinkClient}; for one thread at a time. */
final class AskingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(AskingConnection.class);

    private final Socket socket;
    private final SSLSocket tlsSocket;
    private final DataInputStream in;
    private final LinkTimes times;
    private long lastUsedNanos = System.nanoTime();

    private AskingConnection(Socket socket, SSLSocket tlsSocket, LinkTimes times) throws IOException {
        this.socket = socket;
        this.tlsSocket = tlsSocket;
        this.times = times;
        this.in = new DataInputStream(new BufferedInputStream(tlsSocket.getInputStream()));
    }

    /** Connects and makes sure of the peer. */
    static AskingConnection to(InetSocketAddress address, PinnedTls tls, LinkTimes times) throws IOException {
        var socket = new Socket();
        boolean sound = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) times.connect().toMillis());
            socket.setSoTimeout((int) times.handshake().toMillis());
            var tlsSocket = tls.over(socket, true);
            tls.handshake(tlsSocket);
            socket.setSoTimeout((int) times.answer().toMillis());
            sound = true;
            return new AskingConnection(socket, tlsSocket, times);
        } finally {
            if (!sound) {
                socket.close();
            }
        }
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws NoAnswer if the peer had closed the connection before a single octet of an answer
     */
    Frame ask(Frame request) throws IOException {
        int version;
        try {
            request.writeTo(tlsSocket.getOutputStream());
            version = in.read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new NoAnswer(e);
        }
        if (version < 0) {
            throw new NoAnswer(new SSLException("closed"));
        }
        var answer = Frame.readAfter(version, in, LinkLimits.MAX_BODY_BYTES);
        lastUsedNanos = System.nanoTime();
        return answer;
    }

    /** True if it was used lately enough that the peer will not have closed it for idleness. */
    boolean fresh() {
        return System.nanoTime() - lastUsedNanos < times.idle().toNanos();
    }

    /**
     * True unless it fell silent since it was used: whatever lies between forgets connections and tells nobody. Asked
     * of the peer only where longer ago than a new connection may take to be made; and answered as fast as that.
     */
    boolean lives() {
        if (System.nanoTime() - lastUsedNanos < times.connect().toNanos()) {
            return true;
        }
        try {
            socket.setSoTimeout((int) times.connect().toMillis());
            ask(new Frame(LinkOperation.PING.code(), Bytes.EMPTY));
            socket.setSoTimeout((int) times.answer().toMillis());
            return true;
        } catch (IOException e) {
            LOG.debug("kept connection dead reason={}", e.getClass().getSimpleName());
            return false;
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("socket not closed cleanly reason={}", e.getClass().getSimpleName());
        }
    }

    /** The connection was dead before the answer began. */
    static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswer(IOException cause) {
            super("closed before the answer", cause);
        }
    }
}
