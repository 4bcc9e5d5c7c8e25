package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.key.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which kinds of keys are made: a store that cannot is no store that may not. */
class OfferedKeysTest {
    private static final KeyAlgorithm EXPERIMENTAL = Arrays.stream(KeyAlgorithm.values())
            .filter(KeyAlgorithm::isExperimental)
            .findFirst()
            .orElseThrow();

    /** Can these kinds; nothing else of a store is asked. */
    private record Store(Set<KeyAlgorithm> kinds) implements KeyStore {
        @Override
        public boolean supports(KeyAlgorithm algorithm) {
            return kinds.contains(algorithm);
        }

        @Override
        public boolean takesImports() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TransportKey newTransportKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int level() {
            throw new UnsupportedOperationException();
        }

        @Override
        public NewKey generate(KeyAlgorithm algorithm, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Wrapped> underNewest(Wrapped wrapped, Bytes associatedData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    void what_the_store_cannot_is_not_made_whoever_asked_for_it() {
        var offered = new OfferedKeys(new Store(Set.of(KeyAlgorithm.P_256)), Set.of(EXPERIMENTAL));

        assertThat(offered.refusal(KeyAlgorithm.P_256)).isEmpty();
        assertThat(offered.refusal(KeyAlgorithm.RSA_3072)).contains(ProblemCode.ALGORITHM_NOT_IN_STORE);
        assertThat(offered.refusal(EXPERIMENTAL)).contains(ProblemCode.ALGORITHM_NOT_IN_STORE);
    }

    @Test
    void an_experimental_kind_is_made_where_the_operator_asked_for_it_and_nowhere_else() {
        var store = new Store(Set.of(KeyAlgorithm.P_256, EXPERIMENTAL));

        assertThat(new OfferedKeys(store, Set.of()).refusal(EXPERIMENTAL)).contains(ProblemCode.ALGORITHM_EXPERIMENTAL);
        assertThat(new OfferedKeys(store, Set.of(EXPERIMENTAL)).refusal(EXPERIMENTAL))
                .isEmpty();
        assertThat(new OfferedKeys(store, Set.of()).refusal(KeyAlgorithm.P_256)).isEmpty();
    }
}
