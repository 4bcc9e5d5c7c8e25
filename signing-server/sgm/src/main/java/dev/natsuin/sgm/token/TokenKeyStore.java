package dev.natsuin.sgm.token;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Signing keys that are made in a token, leave it wrapped under its key-encryption key, and sign in it.
 *
 * <p>What the token wraps carries no identity: it would unwrap for anybody's row. So the wrapped form is encrypted once
 * more here, bound to the caller's associated data, the algorithm, the public key, the key-encryption key's id and
 * where the key comes from; a token cannot tell that any more once a key was unwrapped.
 */
public final class TokenKeyStore implements KeyStore {
    /** A transport key takes a token a second: no device gets more than a tenth of it. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Where a key comes from: bound to its wrapped form. */
    private enum Origin {
        GENERATED("generated"),
        IMPORTED("imported");

        private final String name;

        Origin(String name) {
            this.name = name;
        }
    }

    private final Token token;
    private final NavigableMap<Integer, Secret> bindingKeys = new TreeMap<>();
    private final SecureRandom random;

    /**
     * Over a token that stays the caller's, and must hold these key-encryption keys.
     *
     * @param secrets what binds keys under each key-encryption key is derived from, by their epochs; they stay the
     *     caller's
     * @throws SgmFault if the token does not hold one
     */
    public TokenKeyStore(Token token, NavigableMap<Integer, Secret> secrets, SecureRandom random) {
        token.require(secrets.navigableKeySet());
        this.token = token;
        secrets.forEach(
                (epoch, secret) -> bindingKeys.put(epoch, Hkdf.expand(secret, Bytes.utf8("natsuin-token-binding-v1"))));
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
                return new NewKey(
                        publicKey, bound(Origin.GENERATED, kind.algorithm(), publicKey, wrapped, associatedData));
            } finally {
                session.destroy(pair.privateKey());
                session.destroy(pair.publicKey());
            }
        }
    }

    /** Once a key was unwrapped no token says any more where it was made; now it does. */
    static void requireMadeHere(Session session, long key) {
        if (!session.flag(key, Attribute.LOCAL)
                || !session.flag(key, Attribute.ALWAYS_SENSITIVE)
                || !session.flag(key, Attribute.SENSITIVE)) {
            throw new KeyStoreFault("the token does not say that a new key was made in it and stayed secret");
        }
    }

    private Wrapped bound(Origin origin, KeyAlgorithm algorithm, Bytes publicKey, Bytes wrapped, Bytes associatedData) {
        try (var content = Secret.taking(wrapped.toArray())) {
            int epoch = bindingKeys.lastKey();
            var about = about(origin, algorithm, publicKey, epoch, associatedData);
            return new Wrapped(Aead.encrypt(bindingKeys.lastEntry().getValue(), about, content, random), epoch);
        }
    }

    private Bytes about(Origin origin, KeyAlgorithm algorithm, Bytes publicKey, int epoch, Bytes associatedData) {
        return Bytes.concat(
                Bytes.utf8(String.join(
                                "|",
                                "natsuin-token-key-v1",
                                origin.name,
                                token.kekId(epoch).toHex(),
                                algorithm.wireName(),
                                publicKey.sha256().toHex())
                        + "|"),
                associatedData);
    }

    @Override
    public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData) {
        try (var content = content(Origin.GENERATED, algorithm, publicKey, wrapped, associatedData)
                .or(() -> content(Origin.IMPORTED, algorithm, publicKey, wrapped, associatedData))
                .orElseThrow(() -> new KeyStoreFault("unwrapping a signing key"))) {
            var inToken = new Wrapped(content.use(Bytes::of), wrapped.kekEpoch());
            return TokenKey.open(token, new NewPair(algorithm), publicKey, inToken);
        }
    }

    /** What is unwrapped in a token never leaves it again: its key-encryption key sees to that. */
    @Override
    public Optional<Wrapped> underNewest(Wrapped wrapped, Bytes associatedData) {
        return Optional.empty();
    }

    private Optional<Secret> content(
            Origin origin, KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData) {
        int epoch = wrapped.kekEpoch();
        var about = about(origin, algorithm, publicKey, epoch, associatedData);
        return Optional.ofNullable(bindingKeys.get(epoch))
                .flatMap(bindingKey -> Aead.decrypt(bindingKey, about, wrapped.octets()));
    }

    @Override
    public boolean takesImports() {
        return token.profile().imports().isPresent();
    }

    @Override
    public Duration pauseBetweenTransportKeys() {
        return PAUSE;
    }

    @Override
    public TransportKey newTransportKey() {
        var suite = token.profile()
                .imports()
                .orElseThrow(() -> new IllegalStateException("keys that were made elsewhere are not taken in"));
        return TokenTransportKey.make(this, token, suite);
    }

    /**
     * What becomes of a key that the token opened and wrapped anew: it must sign what its public key verifies. Nobody
     * here has seen it, so that only its public key tells whether it is weak.
     */
    Taken imported(Arriving arriving, Bytes wrapped) {
        var algorithm = arriving.algorithm();
        var signing = algorithm.defaultSignAlgorithm();
        var trial = new byte[signing.hash().sizeBytes()];
        random.nextBytes(trial);
        var inToken = new Wrapped(wrapped, token.epoch());
        try (var key = TokenKey.open(token, new NewPair(algorithm), arriving.publicKey(), inToken)) {
            if (!key.isOfItsPublicKey(signing, Bytes.of(trial))) {
                return new Taken.Refused(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
            }
        } catch (KeyStoreFault e) {
            return new Taken.Refused(ProblemCode.IMPORTED_KEY_UNREADABLE); // it is no key that signs
        }
        return new Taken.In(
                bound(Origin.IMPORTED, algorithm, arriving.publicKey(), wrapped, arriving.associatedData()));
    }

    @Override
    public void close() {
        bindingKeys.values().forEach(Secret::close);
    }
}
