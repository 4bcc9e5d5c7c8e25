package dev.natsuin.sap.signing;

import dev.natsuin.sap.credential.CredentialStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose the keys are that were ordered to sign last.
 *
 * <p>A key never changes hands, so what was found once stays true; of a key that is gone meanwhile it still says whose
 * it was, and the SGM refuses the order. Thread-safe.
 */
final class KnownOwners {
    /** Some hundred octets each. */
    private static final int MOST = 4_096;

    private final CredentialStore credentials;
    private final Map<String, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Asks these for keys it does not know yet. */
    KnownOwners(CredentialStore credentials) {
        this.credentials = credentials;
    }

    /** Whose the key of this id is or was, if it is known. */
    Optional<String> of(String keyId) {
        synchronized (known) {
            var owner = known.get(keyId);
            if (owner != null) {
                return Optional.of(owner);
            }
        }
        var found = credentials.ownerOf(keyId);
        found.ifPresent(owner -> {
            synchronized (known) {
                known.put(keyId, owner);
            }
        });
        return found;
    }
}
