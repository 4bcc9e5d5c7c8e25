package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.certificate.ForeignCertificates;
import dev.natsuin.sgm.key.ForeignPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signing key that was made elsewhere, as far as its certificates tell. Read once: every later look is at the same.
 * Not thread-safe.
 */
final class ForeignKey {
    private final KeyAlgorithm algorithm;
    private final List<Bytes> certificates;
    private final Bytes authority;
    private @Nullable ForeignCertificates chain;
    private Optional<Bytes> publicKey = Optional.empty();

    /**
     * As it was ordered.
     *
     * @param authority the certificate of our own certification authority
     */
    ForeignKey(KeyAlgorithm algorithm, List<Bytes> certificates, Bytes authority) {
        this.algorithm = algorithm;
        this.certificates = certificates;
        this.authority = authority;
    }

    /** Certificates that hang together → the key of the first is sound and of that kind → it is for signing, now. */
    Optional<ProblemCode> problem(Instant now) {
        if (chain == null) {
            var read = ForeignCertificates.read(certificates, authority);
            if (read.isEmpty()) {
                return Optional.of(ProblemCode.CERTIFICATE_MALFORMED);
            }
            chain = read.get();
        }
        var certified = chain;
        return keyProblem(certified).or(() -> certified.problem(now));
    }

    private Optional<ProblemCode> keyProblem(ForeignCertificates certified) {
        if (publicKey.isPresent()) {
            return Optional.empty();
        }
        var key = new ForeignPublicKey(algorithm, certified.publicKey());
        var problem = key.problem();
        if (problem.isEmpty()) {
            publicKey = Optional.of(key.encoded());
        }
        return problem;
    }

    /** Once {@link #problem} found none. */
    Bytes publicKey() {
        return publicKey.orElseThrow();
    }

    /** Once {@link #problem} found none. */
    Instant notAfter() {
        if (chain == null) {
            throw new IllegalStateException("asked before it was checked");
        }
        return chain.notAfter();
    }
}
