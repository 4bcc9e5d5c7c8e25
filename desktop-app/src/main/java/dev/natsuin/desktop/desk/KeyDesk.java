package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What signers do with their keys. Every word is from a signed answer unless it says otherwise; PINs are lent, the
 * caller closes them.
 *
 * <p>Blocks; one call at a time for each profile.
 */
public interface KeyDesk {
    /** A key file that is open; its keys are zeroed when it is closed. */
    interface KeyFile extends AutoCloseable {
        /** The keys in it, in its order; at least one. */
        List<Guest> guests();

        @Override
        void close();
    }

    /**
     * A key in a key file.
     *
     * @param name what the file calls it, or its number
     * @param about what its certificate says, or why it cannot be imported
     */
    record Guest(String name, Answer<About> about) {}

    /**
     * What the certificate of a key in a file says.
     *
     * @param algorithm the kind of the key
     * @param subject whom it names, RFC 4514
     * @param issuer who says so, RFC 4514
     * @param notAfter until when
     */
    record About(KeyAlgorithm algorithm, String subject, String issuer, Instant notAfter) {}

    /**
     * The experimental kinds of keys that the server says it makes; none if it does not answer. Nobody signed that: it
     * is for what is offered, and the SGM decides.
     */
    Set<KeyAlgorithm> experimentalKinds();

    /**
     * The name that certificates have which are made or renewed from now on; nothing if the server tells nobody of
     * themselves.
     */
    Answer<Optional<CertifiedName>> nameNow();

    /** The same to whoever is about to order a certificate: after what was left without answer, as the order itself. */
    Answer<Optional<CertifiedName>> nameToOrder();

    /**
     * Makes a key of this kind, with a certificate.
     *
     * @param shown the name in it, as it was shown; a key of another is not believed
     */
    Answer<KeyRow> create(KeyAlgorithm algorithm, Optional<CertifiedName> shown, Secret pin);

    /**
     * Gets a new certificate for a key that stays the same.
     *
     * @param shown the name in it, as it was shown; if none is told, the one of before; a certificate of another is not
     *     believed
     */
    Answer<KeyRow> renew(String keyId, Optional<CertifiedName> shown, Secret pin);

    /**
     * Opens a key file (PKCS#12), on this computer only; asks nobody.
     *
     * @param password in UTF-8
     */
    Answer<KeyFile> open(Path file, Secret password);

    /**
     * Has a key taken in that was made elsewhere.
     *
     * @param file as it was opened; stays the caller's
     * @param index which of its keys
     */
    Answer<KeyRow> importKey(KeyFile file, int index, Secret pin);

    /**
     * Signs a page of our own making with a key, and has what came of it judged twice.
     *
     * @param keyId which key; unless told, the only one that can sign
     * @param language what the page is written in
     */
    Answer<Trial> tryOut(Optional<String> keyId, Secret pin, Locale language, ZoneId zone);

    /** Destroys a key for ever and has its certificate revoked; gives it as it was. */
    Answer<KeyRow> destroy(String keyId, Secret pin);
}
