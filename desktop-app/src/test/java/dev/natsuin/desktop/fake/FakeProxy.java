package dev.natsuin.desktop.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on this computer that sends everything to one place, whatever host it was asked for. */
public final class FakeProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int behind;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Optional<String> wanted = Optional.empty();
    private volatile int refusal;

    /** A proxy whose every road leads to this port. */
    public FakeProxy(int behind) {
        this.behind = behind;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Lets only those through who say this, for example {@code Basic …}. */
    public void wants(String authorization) {
        wanted = Optional.of(authorization);
    }

    /** Lets nobody through, with this status. */
    public void refuses(int status) {
        refusal = status;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What it was asked for, line and headers of each request. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                var client = socket.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = client.getInputStream();
            var head = head(in);
            heads.add(head);
            var out = client.getOutputStream();
            var mayPass = wanted.isEmpty() || head.contains("\r\nProxy-Authorization: " + wanted.get() + "\r\n");
            if (refusal != 0 || !mayPass) {
                var status = refusal != 0 ? refusal : 407;
                out.write(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n"
                                + (status == 407 ? "Proxy-Authenticate: Basic realm=\"office\"\r\n" : "") + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return;
            }
            try (var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                if (head.startsWith("CONNECT ")) {
                    out.write("HTTP/1.1 200 Yes\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    server.getOutputStream().write(origin(head).getBytes(StandardCharsets.ISO_8859_1));
                }
                start(() -> copy(client, server));
                copy(server, client);
            }
        } catch (IOException e) {
            // One of them went away.
        }
    }

    /** What a server is asked, made of what a proxy is. */
    private static String origin(String head) {
        var end = head.indexOf("\r\n");
        var first = head.indexOf(' ');
        var last = head.lastIndexOf(' ', end);
        var address = URI.create(head.substring(first + 1, last));
        return head.substring(0, first + 1)
                + address.getRawPath()
                + head.substring(last, end)
                + head.substring(end).replaceAll("\r\nProxy-[^\r]*", "");
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var octet = in.read();
            if (octet < 0) {
                throw new IOException("no head");
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them went away.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
