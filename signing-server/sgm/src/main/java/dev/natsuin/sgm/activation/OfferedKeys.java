package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.key.KeyStore;
import java.util.Optional;
import java.util.Set;

/**
 * Which kinds of keys this server makes: those its store can, and of the experimental ones those its operator asked
 * for.
 *
 * <p>Keys that are there go on signing, whatever is asked for later.
 */
final class OfferedKeys {
    private final KeyStore keyStore;
    private final Set<KeyAlgorithm> experimental;

    OfferedKeys(KeyStore keyStore, Set<KeyAlgorithm> experimental) {
        this.keyStore = keyStore;
        this.experimental = Set.copyOf(experimental);
    }

    /** Why no key of that kind is made here. */
    Optional<ProblemCode> refusal(KeyAlgorithm algorithm) {
        if (!keyStore.supports(algorithm)) {
            return Optional.of(ProblemCode.ALGORITHM_NOT_IN_STORE);
        }
        return algorithm.isExperimental() && !experimental.contains(algorithm)
                ? Optional.of(ProblemCode.ALGORITHM_EXPERIMENTAL)
                : Optional.empty();
    }
}
