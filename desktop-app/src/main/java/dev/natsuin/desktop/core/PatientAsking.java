package dev.natsuin.desktop.core;

import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.remote.PublicServices;
import dev.natsuin.protocol.bytes.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks authorities for one errand, and never for long: who kept silent for long is not asked again, and when a minute
 * was spent on asking nobody is. So files made to lead to silent servers cost a minute together, not each.
 */
final class PatientAsking implements PkiAsking {
    private static final Duration ALTOGETHER = Duration.ofSeconds(60);

    private final PublicServices services;
    private final LongSupplier nanoseconds;
    private final Duration patience;
    private final AtomicLong spent = new AtomicLong();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    /**
     * By these services.
     *
     * @param patience how long they wait for one answer; nothing that comes within half of it is silence
     */
    PatientAsking(PublicServices services, LongSupplier nanoseconds, Duration patience) {
        this.services = services;
        this.nanoseconds = nanoseconds;
        this.patience = patience;
    }

    @Override
    public Optional<Bytes> post(String url, String contentType, Bytes body) {
        return unlessSilent(url, () -> services.post(url, contentType, body));
    }

    @Override
    public Optional<Bytes> get(String url) {
        return unlessSilent(url, () -> services.get(url));
    }

    private Optional<Bytes> unlessSilent(String url, Supplier<Optional<Bytes>> asking) {
        var host = host(url);
        if (silent.contains(host) || spent.get() > ALTOGETHER.toNanos()) {
            return Optional.empty();
        }
        var began = nanoseconds.getAsLong();
        var answer = asking.get();
        var took = nanoseconds.getAsLong() - began;
        spent.addAndGet(took);
        if (answer.isEmpty() && took >= patience.toNanos() / 2) {
            silent.add(host);
        }
        return answer;
    }

    private static String host(String url) {
        try {
            return String.valueOf(URI.create(url).getAuthority());
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
