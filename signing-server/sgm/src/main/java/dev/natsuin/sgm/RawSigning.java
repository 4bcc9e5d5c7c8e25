package dev.natsuin.sgm;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.vault.SoftwareKeyStore;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * What one signature costs in the key store alone: a key for each thread, opened once, and the code that serves
 * signers, its fault check included. {@code bench sign} compares the whole server with it.
 *
 * <p>A processor is slower while its neighbour works as well, so a server that keeps all of them busy is compared with
 * a loop that does.
 */
final class RawSigning {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Bytes ABOUT = Bytes.utf8("natsuin-bench");

    private final KeyStore store;

    /** With a store that stays the caller's. */
    RawSigning(KeyStore store) {
        this.store = store;
    }

    /** A software store of its own, for a server that has its keys in one. */
    static KeyStore software(SecureRandom random) {
        var kek = new byte[32];
        random.nextBytes(kek);
        return new SoftwareKeyStore(new TreeMap<>(Map.of(1, Secret.taking(kek))), random);
    }

    /** The store of a server with a token; the binding key is of no account here. */
    static KeyStore withToken(Safe safe, SecureRandom random) {
        var kek = new byte[32];
        random.nextBytes(kek);
        return safe.keyStore(new TreeMap<>(Map.of(safe.token().orElseThrow().epoch(), Secret.taking(kek))));
    }

    /** Milliseconds of this process's processor time for one signature, with so many threads at work. */
    double cpuMsPerSignature(KeyAlgorithm algorithm, int threads) {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var made = IntStream.range(0, threads)
                    .mapToObj(i -> store.generate(algorithm, ABOUT))
                    .toList();
            var keys = made.stream()
                    .map(key -> store.open(algorithm, key.publicKey(), key.wrapped(), ABOUT))
                    .toList();
            signFor(WARM_UP, keys, algorithm, pool);
            var before = cpu();
            var signatures = signFor(MEASURED, keys, algorithm, pool);
            var cost = cpu().minus(before).toNanos() / 1e6 / signatures;
            keys.forEach(KeyStore.OpenKey::close);
            return cost;
        } finally {
            pool.shutdownNow();
        }
    }

    private static long signFor(
            Duration duration, List<KeyStore.OpenKey> keys, KeyAlgorithm algorithm, ExecutorService pool) {
        var running = keys.stream()
                .map(key -> pool.submit(() -> signFor(duration, key, algorithm)))
                .toList();
        var made = 0L;
        for (var thread : running) {
            try {
                made += thread.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SgmFault("measuring: interrupted", e);
            } catch (ExecutionException e) {
                throw new SgmFault("measuring the key store", e);
            }
        }
        return made;
    }

    private static long signFor(Duration duration, KeyStore.OpenKey key, KeyAlgorithm algorithm) {
        var how = algorithm.defaultSignAlgorithm();
        var end = System.nanoTime() + duration.toNanos();
        var made = 0L;
        while (System.nanoTime() < end) {
            var hash = ByteBuffer.allocate(how.hash().sizeBytes()).putLong(made).array();
            key.sign(how, Bytes.of(hash));
            made++;
        }
        return made;
    }

    private static Duration cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new SgmFault("measuring: this system does not tell processor time"));
    }
}
