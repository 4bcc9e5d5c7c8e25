package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/**
 * Keys made and used in this process, wrapped with AES-256-GCM under a key-encryption key that the {@link Vault} keeps.
 *
 * <p>A key is in clear only between {@link #open} and the close of what it gives. The JDK's private key objects cannot
 * be zeroed; they live as long as one order takes.
 */
public final class SoftwareKeyStore implements KeyStore, AutoCloseable {
    private final Secret kek;
    private final int kekEpoch;
    private final SecureRandom random;

    /** Takes over the key-encryption key. */
    public SoftwareKeyStore(Secret kek, int kekEpoch, SecureRandom random) {
        this.kek = kek;
        this.kekEpoch = kekEpoch;
        this.random = random;
    }

    @Override
    public boolean supports(KeyAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case RSA, EC -> true;
            case EDWARDS -> false;
        };
    }

    @Override
    public NewKey generate(KeyAlgorithm algorithm, Bytes associatedData) {
        var pair = newPair(algorithm, random);
        try (var encoded = Secret.taking(pair.getPrivate().getEncoded())) {
            return new NewKey(
                    Bytes.of(pair.getPublic().getEncoded()), Aead.encrypt(kek, associatedData, encoded, random));
        }
    }

    static KeyPair newPair(KeyAlgorithm algorithm, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm.family() == KeyAlgorithm.Family.RSA ? "RSA" : "EC");
            switch (algorithm.family()) {
                case RSA ->
                    generator.initialize(
                            new RSAKeyGenParameterSpec(algorithm.sizeBits(), RSAKeyGenParameterSpec.F4), random);
                case EC -> generator.initialize(new ECGenParameterSpec(curveName(algorithm)), random);
                case EDWARDS -> throw new KeyStoreFault("making a key of a kind that is not offered");
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new KeyStoreFault("making a key", e);
        }
    }

    private static String curveName(KeyAlgorithm algorithm) {
        return "secp" + algorithm.sizeBits() + "r1";
    }

    @Override
    public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Bytes wrapped, Bytes associatedData) {
        try (var encoded = Aead.decrypt(kek, associatedData, wrapped)
                .orElseThrow(() -> new KeyStoreFault("unwrapping a signing key"))) {
            return SoftwareKey.open(algorithm, publicKey, encoded, random);
        }
    }

    @Override
    public int kekEpoch() {
        return kekEpoch;
    }

    @Override
    public void close() {
        kek.close();
    }
}
