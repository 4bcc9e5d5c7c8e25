package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.util.Optional;

/**
 * A transport key in a token. What was encrypted to it is opened there: neither the AES key nor the signing key is ever
 * in this process.
 *
 * <p>It lies in one life of the connection and is gone with it.
 */
final class TokenTransportKey implements KeyStore.TransportKey {
    private final TokenKeyStore store;
    private final Token token;
    private final TokenLife life;
    private final KeyTransport.Suite suite;
    private final Made made;

    /**
     * A key pair in the token.
     *
     * @param privateKey its handle
     * @param publicKey its SubjectPublicKeyInfo
     */
    private record Made(long privateKey, Bytes publicKey) {}

    private TokenTransportKey(TokenKeyStore store, Token token, TokenLife life, KeyTransport.Suite suite, Made made) {
        this.store = store;
        this.token = token;
        this.life = life;
        this.suite = suite;
        this.made = made;
    }

    /** Makes one; takes about a second. */
    static TokenTransportKey make(TokenKeyStore store, Token token, KeyTransport.Suite suite) {
        try (var lease = token.lease()) {
            var made = lease.withTransportKeys(session -> made(session, suite));
            return new TokenTransportKey(store, token, lease.life(), suite, made);
        } catch (CryptokiFault e) {
            throw new KeyStoreFault("making a transport key", e);
        }
    }

    private static Made made(Session session, KeyTransport.Suite suite) {
        var kind = NewPair.transport();
        try (var template = TokenKeys.transport(Mechanism.rsaOaep(suite))) {
            var pair = kind.make(session, template);
            var whole = false;
            try {
                TokenKeyStore.requireMadeHere(session, pair.privateKey());
                var made = new Made(pair.privateKey(), kind.publicKey(session, pair.publicKey()));
                whole = true;
                return made;
            } finally {
                TransportRoom.destroy(session, pair.publicKey());
                if (!whole) {
                    TransportRoom.destroy(session, pair.privateKey());
                }
            }
        }
    }

    @Override
    public KeyTransport.Suite suite() {
        return suite;
    }

    @Override
    public Bytes publicKey() {
        return made.publicKey();
    }

    /** Either the key as the token wrapped it, or why there is none. */
    private record Opened(Optional<Bytes> wrapped, ProblemCode otherwise) {
        static Opened refused(ProblemCode why) {
            return new Opened(Optional.empty(), why);
        }
    }

    @Override
    public KeyStore.Taken take(KeyStore.Arriving arriving) {
        if (arriving.encrypted().size() <= KeyTransport.RSA_BLOCK_BYTES
                || arriving.encrypted().size() > KeyTransport.RSA_BLOCK_BYTES + KeyTransport.LARGEST_KEY_BYTES) {
            return new KeyStore.Taken.Refused(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        Opened opened;
        try (var lease = token.lease()) {
            if (!lease.life().equals(life)) {
                return new KeyStore.Taken.Refused(ProblemCode.TRANSPORT_KEY_UNKNOWN);
            }
            opened = lease.withTransportKeys(session -> opened(session, lease.kek(), arriving));
        } catch (CryptokiFault e) {
            throw new KeyStoreFault("taking in a signing key", e);
        }
        if (opened.wrapped().isEmpty()) {
            return new KeyStore.Taken.Refused(opened.otherwise());
        }
        return store.imported(arriving, opened.wrapped().get());
    }

    private Opened opened(Session session, long kek, KeyStore.Arriving arriving) {
        var block = arriving.encrypted().slice(0, KeyTransport.RSA_BLOCK_BYTES);
        long under;
        try {
            under = session.unwrap(Mechanism.rsaOaep(suite), made.privateKey(), block, TokenKeys.TRAVELLING);
        } catch (CryptokiFault e) {
            return refusedOr(e, ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        try {
            return arrived(session, under, kek, arriving);
        } finally {
            TransportRoom.destroy(session, under);
        }
    }

    private Opened arrived(Session session, long under, long kek, KeyStore.Arriving arriving) {
        var encrypted = arriving.encrypted();
        var wrapping = token.profile().wrapping();
        long key;
        try (var template = token.keys().arrived(new NewPair(arriving.algorithm()).type())) {
            key = session.unwrap(
                    wrapping, under, encrypted.slice(KeyTransport.RSA_BLOCK_BYTES, encrypted.size()), template);
        } catch (CryptokiFault e) {
            return refusedOr(e, ProblemCode.IMPORTED_KEY_UNREADABLE);
        }
        try {
            return new Opened(Optional.of(session.wrap(wrapping, kek, key)), ProblemCode.IMPORTED_KEY_UNREADABLE);
        } finally {
            TransportRoom.destroy(session, key);
        }
    }

    /** Modules say by many codes that octets are not what they should be; a lost or full token says it by its own. */
    private static Opened refusedOr(CryptokiFault fault, ProblemCode why) {
        if (Token.isLost(fault) || Token.hasNoRoom(fault)) {
            throw fault;
        }
        return Opened.refused(why);
    }

    @Override
    public void close() {
        life.room().leave(made.privateKey());
    }

    @Override
    public String toString() {
        return "TokenTransportKey";
    }
}
