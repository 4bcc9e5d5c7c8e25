package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.bytes.Bytes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What certification authorities offer to everybody: octets there, octets back, nothing believed. HTTP as a rule, since
 * every answer is signed. An answer that is no success, too long or too late counts as none. Thread-safe.
 */
public final class PublicServices {
    /** Revocation lists of large authorities are of this order. */
    private static final int LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

    private static final int OK = 200;
    private static final Logger LOG = LoggerFactory.getLogger(PublicServices.class);

    private final Duration patience;
    private @Nullable HttpClient client;

    /**
     * Reaches them directly. Costs nothing before the first exchange, and from then on a thread and some open files:
     * one is enough for a desk.
     *
     * @param patience how long one exchange may take, from the first octet to the last
     */
    public PublicServices(Duration patience) {
        this.patience = patience;
    }

    private synchronized HttpClient client() {
        var made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(patience)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            client = made;
        }
        return made;
    }

    /** Sends a body of this media type, and gives what came back. */
    public Optional<Bytes> post(String url, String contentType, Bytes body) {
        return exchange(
                url,
                HttpRequest.newBuilder()
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray())));
    }

    /** Fetches what is at this address. */
    public Optional<Bytes> get(String url) {
        return exchange(url, HttpRequest.newBuilder().GET());
    }

    private Optional<Bytes> exchange(String url, HttpRequest.Builder request) {
        HttpRequest whole;
        try {
            whole = request.uri(URI.create(url)).timeout(patience).build();
        } catch (IllegalArgumentException e) {
            LOG.warn("no address url={}", url);
            return Optional.empty();
        }
        var coming = client().sendAsync(whole, info -> new LimitedBody(LONGEST_ANSWER_BYTES));
        try {
            var response = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() == OK) {
                return Optional.of(response.body());
            }
            LOG.warn("no answer url={} status={}", url, response.statusCode());
        } catch (ExecutionException e) {
            LOG.warn("no answer url={} reason={}", url, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            coming.cancel(true);
            LOG.warn("no answer url={} reason=too late", url);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
