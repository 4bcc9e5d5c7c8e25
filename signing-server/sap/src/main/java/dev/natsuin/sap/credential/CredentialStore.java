package dev.natsuin.sap.credential;

import dev.natsuin.protocol.answer.Results;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what verified answers told of keys.
 *
 * <p>Answers may arrive late or twice: of two, the one with the later SGM time counts, and a key that is gone stays
 * gone. Each method is one transaction; thread-safe.
 */
public interface CredentialStore {
    /** The person's keys that are not gone, in the order of their ids. */
    List<Credential> of(String user);

    /** The key of this id, whosever it is, if it is not gone. */
    Optional<Credential> find(String keyId);

    /** Whose the key of this id is, if it is known and not gone. */
    Optional<String> ownerOf(String keyId);

    /** Keeps what an answer of that time said of a key. */
    void keep(Results.KeyInfo key, Instant asOf);

    /** Keeps what an answer of that time said of all keys of the person: others known by then are gone. */
    void keepAll(String user, List<Results.KeyInfo> keys, Instant asOf);

    /** Notes that the key is gone. */
    void gone(String keyId, Instant asOf);
}
