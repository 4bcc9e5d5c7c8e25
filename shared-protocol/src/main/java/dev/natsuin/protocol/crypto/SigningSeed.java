package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032): a seed of 32 octets, zeroed by {@link #close()}. Not thread-safe. */
public final class SigningSeed implements AutoCloseable {
    /** The length of a seed, in octets. */
    public static final int SIZE_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final Secret seed;
    private final VerifyingKey publicKey;

    private SigningSeed(Secret seed) {
        if (seed.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("not 32 octets");
        }
        this.seed = seed;
        var encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
        seed.use(octets -> {
            Ed25519.generatePublicKey(octets, 0, encoded, 0);
            return encoded;
        });
        this.publicKey = VerifyingKey.kept(Bytes.of(encoded));
    }

    /** Takes over the seed and will close it. */
    public static SigningSeed taking(Secret seed) {
        return new SigningSeed(seed);
    }

    /** Makes a new one. */
    public static SigningSeed random(SecureRandom random) {
        var octets = new byte[SIZE_BYTES];
        random.nextBytes(octets);
        return new SigningSeed(Secret.taking(octets));
    }

    /** The key that verifies what this one signs. */
    public VerifyingKey publicKey() {
        return publicKey;
    }

    /** The signature over the message: 64 octets, always the same for the same message. */
    public Bytes sign(Bytes message) {
        var m = message.toArray();
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        seed.use(octets -> {
            Ed25519.sign(octets, 0, publicKey.encoded().toArray(), 0, m, 0, m.length, signature, 0);
            return signature;
        });
        return Bytes.of(signature);
    }

    /** A copy of the seed, for the one who keeps it; the caller closes it. */
    public Secret copySeed() {
        return seed.copy();
    }

    @Override
    public void close() {
        seed.close();
    }

    @Override
    public String toString() {
        return "SigningSeed";
    }
}
