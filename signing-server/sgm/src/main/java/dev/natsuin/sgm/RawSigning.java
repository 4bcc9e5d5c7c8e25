package dev.natsuin.sgm;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.vault.SoftwareKeyStore;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * What one signature costs in the key store alone: one thread, one key opened once, the code that serves signers, its
 * fault check included. {@code bench sign} compares the whole server with it.
 */
final class RawSigning {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final Bytes ABOUT = Bytes.utf8("natsuin-bench");

    private final SecureRandom random;

    RawSigning(SecureRandom random) {
        this.random = random;
    }

    /** Milliseconds of this process's processor time for one signature. */
    double cpuMsPerSignature(KeyAlgorithm algorithm) {
        var kek = new byte[32];
        random.nextBytes(kek);
        try (var store = new SoftwareKeyStore(Secret.taking(kek), 1, random)) {
            var made = store.generate(algorithm, ABOUT);
            try (var key = store.open(algorithm, made.publicKey(), made.wrapped(), ABOUT)) {
                signFor(WARM_UP, key, algorithm);
                var before = cpu();
                var signatures = signFor(MEASURED, key, algorithm);
                return cpu().minus(before).toNanos() / 1e6 / signatures;
            }
        }
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
