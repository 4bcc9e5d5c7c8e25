package dev.natsuin.sap;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A SAP on two ports of this machine, and an HTTP client that trusts its certificate only. */
final class RunningSap implements AutoCloseable {
    static final String URL = "https://127.0.0.1:8443";

    final TestClock clock = new TestClock();
    final FakeSgm sgm = new FakeSgm(clock);
    final Path folder;
    private HttpClient client;
    private final HttpLimits limits;
    private final HttpRates rates;
    private Sap sap;

    RunningSap(Path folder) {
        this(folder, new HttpLimits(200, 16, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    RunningSap(Path folder, HttpLimits limits) {
        this(folder, limits, new HttpRates(6_000, 1_200, 60));
    }

    RunningSap(Path folder, HttpRates rates) {
        this(folder, new HttpLimits(200, 16, Duration.ofSeconds(5), Duration.ofSeconds(5)), rates);
    }

    RunningSap(Path folder, HttpLimits limits, HttpRates rates) {
        this.folder = folder;
        this.limits = limits;
        this.rates = rates;
        var random = new SecureRandom();
        new TlsIdentityMaker(random)
                .makeIfMissing(
                        folder.resolve(TlsIdentity.KEY_FILE),
                        folder.resolve(TlsIdentity.CERTIFICATE_FILE),
                        "127.0.0.1",
                        java.time.Instant.now());
        SapDatabase.made(folder.resolve(Sap.DATABASE_FILE)).close();
        sap = start();
        client = HttpClient.newBuilder().sslContext(trusting(folder)).build();
    }

    private Sap start() {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Sap.start(
                new Sap.Settings(
                        URL,
                        loopback,
                        loopback,
                        limits,
                        rates,
                        folder,
                        sgm.identityHash(),
                        Set.of(KeyAlgorithm.ML_DSA_65),
                        Optional.empty()),
                sgm,
                clock,
                new SecureRandom());
    }

    void restart() {
        sap.close();
        sap = start();
    }

    /** From now on the client trusts the certificate that lies there now. */
    void trustAnew() {
        client = HttpClient.newBuilder().sslContext(trusting(folder)).build();
    }

    int port() {
        return sap.port();
    }

    static SSLContext trusting(Path folder) {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            var pem = Files.readAllBytes(folder.resolve(TlsIdentity.CERTIFICATE_FILE));
            trusted.setCertificateEntry(
                    "sap", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Response(int status, String text, HttpResponse<byte[]> raw) {
        JsonObject.Reader json() {
            try {
                return JsonObject.lenient(Bytes.utf8(text)).reader();
            } catch (Malformed e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String text(String member) {
            try {
                return json().text(member);
            } catch (Malformed e) {
                throw new AssertionError("no " + member + " in " + text, e);
            }
        }

        String problem() {
            try {
                return json().object("problem").reader().text("code");
            } catch (Malformed e) {
                throw new AssertionError("no problem in " + text, e);
            }
        }

        /** CSC's error with its description. */
        String error() {
            return text("error") + ": " + text("error_description");
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    URI api(String path) {
        return URI.create("https://127.0.0.1:" + sap.port() + path);
    }

    URI plain(String path) {
        return URI.create("http://127.0.0.1:" + sap.pkiPort() + path);
    }

    Response get(String path) {
        return send(HttpRequest.newBuilder(api(path)));
    }

    Response get(String path, String token) {
        return send(HttpRequest.newBuilder(api(path)).header("Authorization", "Bearer " + token));
    }

    Response post(String path, String body) {
        return post(path, body, Optional.empty());
    }

    Response post(String path, String body, String token) {
        return post(path, body, Optional.of("Bearer " + token));
    }

    Response post(String path, String body, Optional<String> authorization) {
        var request = HttpRequest.newBuilder(api(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    Response send(HttpRequest.Builder request) {
        try {
            var response = client.send(
                    request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Response(response.statusCode(), Bytes.of(response.body()).toUtf8(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends, and holds no thread while the server waits. */
    CompletableFuture<Response> later(HttpRequest.Builder request) {
        return client.sendAsync(
                        request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> new Response(
                        response.statusCode(), Bytes.of(response.body()).toUtf8(), response));
    }

    /** A device of a new person with this role, enrolled. */
    Desk enrolled(dev.natsuin.protocol.statement.Role role) {
        var desk = new Desk(this);
        var response = desk.enrol(role);
        if (response.status() != 200) {
            throw new AssertionError(response.text());
        }
        return desk;
    }

    @Override
    public void close() {
        sap.close();
    }
}
