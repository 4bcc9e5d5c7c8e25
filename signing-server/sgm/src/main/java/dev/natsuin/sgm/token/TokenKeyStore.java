package dev.natsuin.sgm.token;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.security.SecureRandom;

/**
 * Signing keys that are made in a token, leave it wrapped under its key-encryption key, and sign in it.
 *
 * <p>What the token wraps carries no identity: it would unwrap for anybody's row. So the wrapped form is encrypted once
 * more here, bound to the caller's associated data, the algorithm, the public key, the key-encryption key's id and
 * where the key comes from; a token cannot tell that any more once a key was unwrapped.
 */
public final class TokenKeyStore implements KeyStore {
    private static final String GENERATED = "generated";

    private final Token token;
    private final Secret bindingKey;
    private final SecureRandom random;

    /**
     * Over a token that stays the caller's.
     *
     * @param secret what the binding key is derived from; stays the caller's
     */
    public TokenKeyStore(Token token, Secret secret, SecureRandom random) {
        this.token = token;
        this.bindingKey = Hkdf.expand(secret, Bytes.utf8("natsuin-token-binding-v1"));
        this.random = random;
    }

    @Override
    public boolean supports(KeyAlgorithm algorithm) {
        return NewPair.isKnown(algorithm);
    }

    @Override
    public int level() {
        return TokenLevel.of(token.profile()).level();
    }

    @Override
    public NewKey generate(KeyAlgorithm algorithm, Bytes associatedData) {
        if (!supports(algorithm)) {
            throw new KeyStoreFault("making a key of a kind that this token cannot wrap");
        }
        try (var lease = token.lease()) {
            return lease.with(session -> generated(session, lease.kek(), new NewPair(algorithm), associatedData));
        }
    }

    private NewKey generated(Session session, long kek, NewPair kind, Bytes associatedData) {
        try (var newborn = token.keys().newborn()) {
            var pair = kind.make(session, newborn);
            try {
                requireMadeHere(session, pair.privateKey());
                var publicKey = kind.publicKey(session, pair.publicKey());
                var wrapped = session.wrap(token.profile().wrapping(), kek, pair.privateKey());
                var about = about(kind.algorithm(), publicKey, associatedData);
                try (var content = Secret.taking(wrapped.toArray())) {
                    return new NewKey(publicKey, Aead.encrypt(bindingKey, about, content, random));
                }
            } finally {
                session.destroy(pair.privateKey());
                session.destroy(pair.publicKey());
            }
        }
    }

    /** Once a key was unwrapped no token says any more where it was made; now it does. */
    private static void requireMadeHere(Session session, long key) {
        if (!session.flag(key, Attribute.LOCAL)
                || !session.flag(key, Attribute.ALWAYS_SENSITIVE)
                || !session.flag(key, Attribute.SENSITIVE)) {
            throw new KeyStoreFault("the token does not say that a new key was made in it and stayed secret");
        }
    }

    private Bytes about(KeyAlgorithm algorithm, Bytes publicKey, Bytes associatedData) {
        return Bytes.concat(
                Bytes.utf8(String.join(
                                "|",
                                "natsuin-token-key-v1",
                                GENERATED,
                                token.kekId().toHex(),
                                algorithm.wireName(),
                                publicKey.sha256().toHex())
                        + "|"),
                associatedData);
    }

    @Override
    public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Bytes wrapped, Bytes associatedData) {
        try (var content = Aead.decrypt(bindingKey, about(algorithm, publicKey, associatedData), wrapped)
                .orElseThrow(() -> new KeyStoreFault("unwrapping a signing key"))) {
            return TokenKey.open(token, new NewPair(algorithm), publicKey, content.use(Bytes::of));
        }
    }

    /** A key that was made elsewhere would be in this process in clear on its way into the token. */
    @Override
    public boolean takesImports() {
        return false;
    }

    @Override
    public TransportKey newTransportKey() {
        throw new IllegalStateException("keys that were made elsewhere are not taken in");
    }

    @Override
    public int kekEpoch() {
        return token.epoch();
    }

    @Override
    public void close() {
        bindingKey.close();
    }
}
