package dev.natsuin.sgm;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.crypto.SecretFile;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.token.Token;
import dev.natsuin.sgm.token.TokenAccess;
import dev.natsuin.sgm.token.TokenKeyStore;
import dev.natsuin.sgm.vault.SoftwareKeyStore;
import dev.natsuin.sgm.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What roots an SGM: its vault, and its token if it has one.
 *
 * <p>With a token the vault opens only where the token is: what the file holds is no secret then, the token's answer to
 * it is. The same octets tell this server's keys in the token from others'.
 */
final class Safe implements AutoCloseable {
    private final Vault vault;
    private final @Nullable Token token;
    private final SecureRandom random;

    private Safe(Vault vault, @Nullable Token token, SecureRandom random) {
        this.vault = vault;
        this.token = token;
        this.random = random;
    }

    /** Opens what was made before. */
    static Safe open(SecretFile keyFile, Optional<TokenAccess> access, SecureRandom random) {
        return rooted(access, random, Token::open, root -> Vault.open(keyFile, root, random));
    }

    /** Makes the vault's file, and with a token the server's keys in it: all of it, or nothing. */
    static Safe create(Path keyFile, Optional<TokenAccess> access, SecureRandom random) {
        return rooted(access, random, Token::create, root -> Vault.create(keyFile, root, random));
    }

    /**
     * Makes a further key-encryption key in the token of a server that nobody has open.
     *
     * @param keyFile what holds the vault's octets, by which the server's keys in the token are known
     * @return its number, the first from this one on that no key there has
     */
    static int makeKek(SecretFile keyFile, TokenAccess access, int from) {
        try (var octets = Vault.read(keyFile)) {
            return Token.makeKek(access, mark(octets), from);
        }
    }

    /**
     * Destroys the keys that {@link #create} made in a token, for a server that nobody has open and that never was one.
     *
     * @param keyFile what holds the vault's octets: its keys are known by them, and were made after it
     * @return how many there were
     */
    static int unmake(Path keyFile, TokenAccess access) {
        try (var octets = Vault.read(SecretFile.own(keyFile))) {
            return Token.unmake(access, mark(octets));
        }
    }

    private interface Connecting {
        Token to(TokenAccess access, Bytes mark);
    }

    private interface Opening {
        Vault by(Vault.Root root);
    }

    private static Safe rooted(
            Optional<TokenAccess> access, SecureRandom random, Connecting connecting, Opening opening) {
        if (access.isEmpty()) {
            return new Safe(opening.by(Secret::copy), null, random);
        }
        var token = new AtomicReference<@Nullable Token>();
        var sound = false;
        try {
            var vault = opening.by(octets -> {
                var connected = connecting.to(access.get(), mark(octets));
                token.set(connected);
                return rootOf(octets, connected);
            });
            sound = true;
            return new Safe(vault, token.get(), random);
        } finally {
            var connected = token.get();
            if (!sound && connected != null) {
                connected.close();
            }
        }
    }

    private static Bytes mark(Secret octets) {
        return octets.use(o -> Bytes.concat(Bytes.utf8("natsuin-token-mark-v1|"), Bytes.of(o)))
                .sha256();
    }

    private static Secret rootOf(Secret octets, Token token) {
        return token.root(octets.use(o -> Bytes.concat(Bytes.utf8("natsuin-vault-root-v1|"), Bytes.of(o))));
    }

    Vault vault() {
        return vault;
    }

    Optional<Token> token() {
        return Optional.ofNullable(token);
    }

    /**
     * The key store; the caller closes it before this.
     *
     * @param keks the key-encryption keys by their epochs; the store's from now on
     */
    KeyStore keyStore(NavigableMap<Integer, Secret> keks) {
        if (token == null) {
            return new SoftwareKeyStore(keks, random);
        }
        try {
            return new TokenKeyStore(token, keks, random);
        } finally {
            keks.values().forEach(Secret::close);
        }
    }

    /** Takes the keys just made out of the token again, for a server that did not come to be. */
    void discard() {
        if (token != null) {
            token.discard();
        }
    }

    @Override
    public void close() {
        vault.close();
        if (token != null) {
            token.close();
        }
    }
}
