package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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
    /** So soon it is noticed that nobody waits any more. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(PublicServices.class);

    private final Duration patience;
    private final BooleanSupplier stopped;
    private final Clients following;
    private final Clients staying;

    /**
     * Reaches them by these ways. Costs nothing before the first exchange, and from then on a thread and some open
     * files for each way: one is enough for a desk.
     *
     * @param patience how long one exchange may take, from the first octet to the last
     */
    public PublicServices(Duration patience, Ways ways) {
        this(
                patience,
                () -> false,
                clients(patience, ways, HttpClient.Redirect.NORMAL),
                clients(patience, ways, HttpClient.Redirect.NEVER));
    }

    private PublicServices(Duration patience, BooleanSupplier stopped, Clients following, Clients staying) {
        this.patience = patience;
        this.stopped = stopped;
        this.following = following;
        this.staying = staying;
    }

    private static Clients clients(Duration patience, Ways ways, HttpClient.Redirect redirect) {
        return new Clients(
                ways,
                () -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience)
                        .followRedirects(redirect));
    }

    /**
     * The same until somebody does not want it any more.
     *
     * @param ends true once nobody waits any more: what is on its way is left, nothing else is sent
     */
    public PublicServices until(BooleanSupplier ends) {
        return new PublicServices(patience, ends, following, staying);
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
        if (stopped.getAsBoolean()) {
            return Optional.empty();
        }
        var shown = ServiceAddress.shown(url);
        HttpRequest whole;
        HttpClient client;
        try {
            var service = ServiceAddress.read(url).orElseThrow(() -> new IllegalArgumentException("no address"));
            service.authorization().ifPresent(said -> request.header("Authorization", said));
            request.uri(service.address()).timeout(patience);
            // What is for this service alone must not follow it elsewhere.
            var leading = (service.authorization().isPresent() ? staying : following).to(service.address());
            whole = leading.prepared(request).build();
            client = leading.client();
        } catch (IllegalArgumentException e) {
            LOG.warn("no address url={}", shown);
            return Optional.empty();
        } catch (Refusal e) {
            LOG.warn("no way url={} reason={}", shown, e.why().code());
            return Optional.empty();
        }
        var coming = client.sendAsync(whole, info -> new LimitedBody(LONGEST_ANSWER_BYTES));
        try {
            var response = awaited(coming);
            if (response.statusCode() == OK) {
                return Optional.of(response.body());
            }
            LOG.warn("no answer url={} status={}", shown, response.statusCode());
        } catch (ExecutionException e) {
            LOG.warn("no answer url={} reason={}", shown, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            coming.cancel(true);
            LOG.warn("no answer url={} reason={}", shown, stopped.getAsBoolean() ? "nobody waits" : "too late");
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private HttpResponse<Bytes> awaited(Future<HttpResponse<Bytes>> coming)
            throws ExecutionException, InterruptedException, TimeoutException {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = end - System.nanoTime();
            try {
                return coming.get(Math.min(left, GLANCE.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left <= GLANCE.toNanos() || stopped.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }
}
