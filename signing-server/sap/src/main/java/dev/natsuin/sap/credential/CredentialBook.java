package dev.natsuin.sap.credential;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import java.time.Instant;
import java.util.List;

/** Learns of keys from verified answers, so that the CSC API can show them. Thread-safe. */
public final class CredentialBook {
    private final CredentialStore store;

    /** Keeps what it learns in the store. */
    public CredentialBook(CredentialStore store) {
        this.store = store;
    }

    /**
     * A key was made.
     *
     * @throws Malformed if the result tells of no key
     */
    public void created(JsonObject result, Instant asOf) throws Malformed {
        store.keep(Results.KeyInfo.read(result), asOf);
    }

    /**
     * All keys of a person were listed.
     *
     * <p>A list that is all of the account's own replaces what was known of them. Any other (somebody carried another
     * person's statement) only adds.
     *
     * @throws Malformed if the result is no list of keys
     */
    public void listed(JsonObject result, Account account, Instant asOf) throws Malformed {
        var keys = Results.Keys.read(result).keys();
        if (keys.stream().allMatch(key -> key.user().equals(account.user()))) {
            store.keepAll(account.user(), keys, asOf);
        } else {
            keys.forEach(key -> store.keep(key, asOf));
        }
    }

    /**
     * A key was destroyed.
     *
     * @throws Malformed if the result names no key
     */
    public void destroyed(JsonObject result, Instant asOf) throws Malformed {
        store.gone(Results.Destroyed.read(result).keyId(), asOf);
    }

    /** These keys ended with their device or their person. */
    public void ended(List<String> keyIds, Instant asOf) {
        keyIds.forEach(keyId -> store.gone(keyId, asOf));
    }
}
