package dev.natsuin.sgm.token;

import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.key.SignatureCheck;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Template;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signing key, unwrapped into a session of its own. What fails is tried once more in another session: modules err
 * now and then, and a token that somebody logged out is back in a moment.
 */
final class TokenKey implements KeyStore.OpenKey {
    private static final Logger LOG = LoggerFactory.getLogger(TokenKey.class);

    private final Token token;
    private final Template inUse;
    private final SignatureCheck check;
    private final KeyStore.Wrapped wrapped;
    private Token.@Nullable Lease lease;
    private long handle;
    private boolean closed;

    private TokenKey(Token token, NewPair kind, SignatureCheck check, KeyStore.Wrapped wrapped) {
        this.token = token;
        this.inUse = TokenKeys.inUse(kind.type());
        this.check = check;
        this.wrapped = wrapped;
    }

    /** Opens one by what the token itself wrapped, and the number of the key-encryption key it is under. */
    static TokenKey open(Token token, NewPair kind, Bytes publicKey, KeyStore.Wrapped wrapped) {
        var key = new TokenKey(token, kind, SignatureCheck.of(kind.algorithm(), publicKey), wrapped);
        key.twice(() -> Bytes.EMPTY);
        return key;
    }

    @Override
    public Bytes sign(SignAlgorithm algorithm, Bytes input) {
        if (closed) {
            throw new IllegalStateException("signing with a closed key");
        }
        check.requireInput(algorithm, input);
        var signature = twice(() -> signed(algorithm, input));
        check.require(algorithm, input, signature);
        return signature;
    }

    /**
     * True if what it signs verifies under its public key; for one that was not made here.
     *
     * @throws KeyStoreFault if it does not even sign
     */
    boolean isOfItsPublicKey(SignAlgorithm algorithm, Bytes input) {
        check.requireInput(algorithm, input);
        return check.verifies(
                algorithm, input, twice(() -> signed(algorithm, input)).toArray());
    }

    private interface Step {
        Bytes done();
    }

    /** With the key unwrapped; once more from the beginning if the token fails. */
    private Bytes twice(Step step) {
        try {
            unwrap();
            return step.done();
        } catch (KeyStoreUnavailable | KeyStoreFault e) {
            LOG.warn("token failed once reason={}", e.getMessage());
            letGo();
        }
        var done = false;
        try {
            unwrap();
            var result = step.done();
            done = true;
            return result;
        } finally {
            if (!done) {
                letGo();
            }
        }
    }

    private void unwrap() {
        if (lease != null) {
            return;
        }
        var taken = token.lease();
        lease = taken;
        long kek = taken.kek(wrapped.kekEpoch());
        handle = taken.with(session -> session.unwrap(token.profile().wrapping(), kek, wrapped.octets(), inUse));
    }

    private Bytes signed(SignAlgorithm algorithm, Bytes input) {
        var held = lease;
        if (held == null) {
            throw new IllegalStateException("signing with a key that is not unwrapped");
        }
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 ->
                held.with(session ->
                        session.sign(Mechanism.RSA_PKCS1, handle, SignatureCheck.digestInfo(algorithm, input)));
            case RSA_PSS -> held.with(session -> session.sign(Mechanism.rsaPss(algorithm.hash()), handle, input));
            case ECDSA -> der(held.with(session -> session.sign(Mechanism.ECDSA, handle, input)));
            case EDDSA, ML_DSA -> throw new KeyStoreFault("signing by a scheme that this token does not do");
        };
    }

    /** The DER ECDSA-Sig-Value of r and s, one half each (PKCS#11 v2.40 §2.3.1). */
    private static Bytes der(Bytes halves) {
        var octets = halves.toArray();
        int half = octets.length / 2;
        var r = new BigInteger(1, Arrays.copyOf(octets, half));
        var s = new BigInteger(1, Arrays.copyOfRange(octets, half, octets.length));
        try {
            return Bytes.of(new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)})
                    .getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new KeyStoreFault("encoding a signature", e);
        }
    }

    /** Destroys the key in the token; the wrapped one is no secret. */
    @Override
    public void close() {
        closed = true;
        letGo();
    }

    private void letGo() {
        var held = lease;
        lease = null;
        if (held == null) {
            return;
        }
        try (held) {
            held.with(session -> {
                session.destroy(handle);
                return handle;
            });
        } catch (KeyStoreUnavailable | KeyStoreFault e) {
            LOG.debug("a key was not destroyed singly; it goes with its session reason={}", e.getMessage());
        } finally {
            handle = 0;
        }
    }
}
