package dev.natsuin.sap.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.sap.credential.Credential;
import dev.natsuin.sap.credential.CredentialStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownOwnersTest {
    private final Map<String, String> kept = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final KnownOwners owners = new KnownOwners(new Asked());

    /** A store that is only asked whose a key is. */
    private final class Asked implements CredentialStore {
        @Override
        public Optional<String> ownerOf(String keyId) {
            asked.add(keyId);
            return Optional.ofNullable(kept.get(keyId));
        }

        @Override
        public List<Credential> of(String user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Credential> find(String keyId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keep(Results.KeyInfo key, Instant asOf) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keepAll(String user, List<Results.KeyInfo> keys, Instant asOf) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void gone(String keyId, Instant asOf) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void an_owner_that_was_found_is_not_asked_for_again() {
        kept.put("key", "tanaka");

        assertThat(owners.of("key")).contains("tanaka");
        assertThat(owners.of("key")).contains("tanaka");
        assertThat(asked).containsExactly("key");
    }

    @Test
    void a_key_that_nobody_had_is_looked_for_each_time() {
        assertThat(owners.of("key")).isEmpty();
        kept.put("key", "tanaka");

        assertThat(owners.of("key")).contains("tanaka");
    }

    @Test
    void each_key_has_its_own_owner() {
        kept.put("one", "tanaka");
        kept.put("other", "sato");

        assertThat(owners.of("one")).contains("tanaka");
        assertThat(owners.of("other")).contains("sato");
    }

    @Test
    void so_many_keys_do_not_fill_memory() {
        kept.put("first", "tanaka");
        owners.of("first");
        for (var i = 0; i < 4_096; i++) {
            kept.put("key" + i, "sato");
            owners.of("key" + i);
        }
        asked.clear();

        assertThat(owners.of("first")).contains("tanaka");
        assertThat(asked).containsExactly("first");
    }
}
