package dev.natsuin.desktop.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A signature application that somebody took over: it holds the server's own TLS key, stands where desks look for the
 * server, and does with every request and answer what a test tells it. Behind it are the real SAP and SGM.
 */
final class HostileSap implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};

    /**
     * What a desk asked.
     *
     * @param authorization the header of that name, empty if there was none
     * @param prefer likewise
     */
    record Request(String method, String path, Bytes body, String authorization, String prefer) {
        Request with(UnaryOperator<JsonObject> change) {
            return new Request(method, path, change.apply(json()).toBytes(), authorization, prefer);
        }

        Request at(String otherPath, JsonObject otherBody) {
            return new Request(method, otherPath, otherBody.toBytes(), authorization, prefer);
        }

        Request preferring(String other) {
            return new Request(method, path, body, authorization, other);
        }

        JsonObject json() {
            return parsed(body);
        }
    }

    /** What is told a desk. */
    record Reply(int status, Bytes body) {
        static Reply of(int status, String body) {
            return new Reply(status, Bytes.utf8(body));
        }

        Reply with(UnaryOperator<JsonObject> change) {
            return new Reply(status, change.apply(json()).toBytes());
        }

        JsonObject json() {
            return parsed(body);
        }

        /** The SGM's answer in it, if there is one. */
        Optional<String> token() {
            try {
                var json = JsonObject.lenient(body).reader();
                var beside = json.optionalText("natsuinAnswer");
                return beside.isPresent() ? beside : json.optionalText("answer");
            } catch (Malformed e) {
                return Optional.empty();
            }
        }
    }

    /** The real SAP. */
    interface Onward {
        /** Hands a request on and waits for what comes back. */
        Reply send(Request request);
    }

    /** What it does with a request. */
    interface Attack {
        /** The reply, or null to hang up without one. */
        @Nullable Reply on(Request request, Onward onward);
    }

    private static final Attack HONEST = (request, onward) -> onward.send(request);

    private final HttpsServer listening;
    private final HttpClient client;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final String server;
    private final List<Request> heard = new CopyOnWriteArrayList<>();
    private volatile Attack attack = HONEST;

    /**
     * Listens.
     *
     * @param port where desks look for the server
     * @param sap folder of the SAP, where its TLS key is
     * @param serverPort where the real one is
     */
    HostileSap(int port, Path sap, int serverPort) {
        server = "https://127.0.0.1:" + serverPort;
        try {
            var tls = context(sap);
            client = HttpClient.newBuilder()
                    .sslContext(tls)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            listening = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            listening.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        listening.setExecutor(workers);
        listening.createContext("/", this::handle);
        listening.start();
    }

    private static SSLContext context(Path sap) throws IOException, GeneralSecurityException {
        var pem = Files.readString(sap.resolve("tls-key.pem"), StandardCharsets.US_ASCII);
        var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(sap.resolve("tls.pem"))));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "tls",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
                NO_PASSWORD,
                new X509Certificate[] {(X509Certificate) certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsTheServer()}, new SecureRandom());
        return context;
    }

    private static JsonObject parsed(Bytes body) {
        try {
            return JsonObject.lenient(body);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Bytes.of(exchange.getRequestBody().readAllBytes()),
                    header(exchange, "Authorization"),
                    header(exchange, "Prefer"));
            heard.add(request);
            var reply = attack.on(request, this::send);
            if (reply == null) {
                return; // Closed without an answer: the connection breaks.
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(
                    reply.status(), reply.body().isEmpty() ? -1 : reply.body().size());
            exchange.getResponseBody().write(reply.body().toArray());
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** Sends something to the real server itself. */
    Reply send(Request request) {
        var builder = HttpRequest.newBuilder(URI.create(server + request.path()))
                .header("Content-Type", "application/json")
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(
                                        request.body().toArray()));
        if (!request.authorization().isEmpty()) {
            builder.header("Authorization", request.authorization());
        }
        if (!request.prefer().isEmpty()) {
            builder.header("Prefer", request.prefer());
        }
        try {
            var response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Bytes.of(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** From now on does this, with what comes for this path; the rest it hands on. */
    void attack(String path, Attack with) {
        attack = (request, onward) -> request.path().equals(path) ? with.on(request, onward) : onward.send(request);
    }

    /** From now on changes what comes back for this path. */
    void lie(String path, UnaryOperator<Reply> change) {
        attack(path, (request, onward) -> change.apply(onward.send(request)));
    }

    /** From now on changes what is asked of this path before the server sees it. */
    void rewrite(String path, UnaryOperator<JsonObject> change) {
        attack(path, (request, onward) -> onward.send(request.with(change)));
    }

    /** From now on hands on everything as it is. */
    void behave() {
        attack = HONEST;
    }

    /** Everything desks asked so far. */
    List<Request> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        listening.stop(0);
        workers.shutdownNow();
    }

    private static final class TrustsTheServer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
