package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * One server over HTTPS: octets there, octets back, nothing believed.
 *
 * <p>Never follows a redirect. An answer that is too long or too late counts as none.
 */
final class Wire {
    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body at most {@link #LONGEST_ANSWER_BYTES}
     * @param retryAfter when the server asks to be asked again, if it says so in seconds
     */
    record Reply(int status, Bytes body, Optional<Duration> retryAfter) {}

    static final int LONGEST_ANSWER_BYTES = 64 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private final String url;
    private final PinningTrust trust = new PinningTrust();
    private final Clients clients;

    Wire(String url, Ways ways, SecureRandom random) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        var context = context(trust, random);
        this.clients = new Clients(
                ways,
                () -> HttpClient.newBuilder()
                        .sslContext(context)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER));
    }

    private static SSLContext context(PinningTrust trust, SecureRandom random) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** Lets only these TLS keys answer from now on; true if no other has so far. */
    boolean pin(List<Bytes> keys) {
        return trust.pin(keys);
    }

    Reply get(String path) throws Refusal {
        return exchange(path, request(path).GET());
    }

    Reply get(String path, String bearer) throws Refusal {
        return exchange(
                path, request(path).header("Authorization", "Bearer " + bearer).GET());
    }

    Reply post(String path, Bytes json, Optional<String> bearer) throws Refusal {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray()));
        // Only whoever is logged in can ask for an operation later.
        bearer.ifPresent(
                token -> request.header("Authorization", "Bearer " + token).header("Prefer", "respond-async"));
        return exchange(path, request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).timeout(WHOLE).header("Accept", "application/json");
    }

    private URI at(String path) {
        return URI.create(url + path);
    }

    private Reply exchange(String path, HttpRequest.Builder request) throws Refusal {
        var leading = clients.to(at(path));
        var whole = leading.prepared(request).build();
        var coming = leading.client().sendAsync(whole, info -> new LimitedBody(LONGEST_ANSWER_BYTES));
        try {
            var response = coming.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            var proxys = leading.fault(response.statusCode());
            if (proxys.isPresent()) {
                throw new Refusal(proxys.get());
            }
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").flatMap(Wire::seconds));
        } catch (ExecutionException e) {
            throw refusal(leading, e);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new Refusal(ProblemCode.SERVER_UNREACHABLE, e);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refusal(ProblemCode.SERVER_UNREACHABLE, e);
        }
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,5}") ? Optional.of(Duration.ofSeconds(Integer.parseInt(text))) : Optional.empty();
    }

    private static Refusal refusal(Clients.Leading leading, ExecutionException failure) {
        // The JDK throws what it likes at headers that are none: a length without digits, for one.
        for (var t = failure.getCause(); t != null; t = t.getCause()) {
            if (t instanceof CertificateException) {
                return new Refusal(ProblemCode.CONNECTION_INTERCEPTED, failure);
            }
        }
        return new Refusal(leading.fault(failure).orElse(ProblemCode.SERVER_UNREACHABLE), failure);
    }
}
