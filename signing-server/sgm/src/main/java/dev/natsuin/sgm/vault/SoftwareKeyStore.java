package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.level.Demand;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * Keys made and used in this process, wrapped with AES-256-GCM under a key-encryption key that the {@link Vault} keeps.
 *
 * <p>A key is in clear only between {@link #open} and the close of what it gives. The JDK's private key objects cannot
 * be zeroed; they live as long as one order takes.
 */
public final class SoftwareKeyStore implements KeyStore {
    private static final Bytes TRIAL = Bytes.utf8("natsuin-import-trial-v1");

    private final NavigableMap<Integer, Secret> keks;
    private final SecureRandom random;
    private final HeldModuli moduli = new HeldModuli();

    /**
     * Takes over the key-encryption keys, one or more, by their epochs: new keys are wrapped under the newest, and
     * those of before open under theirs.
     */
    public SoftwareKeyStore(NavigableMap<Integer, Secret> keks, SecureRandom random) {
        this.keks = new TreeMap<>(keks);
        this.random = random;
    }

    @Override
    public boolean supports(KeyAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case RSA, EC, EDWARDS, ML_DSA -> true;
        };
    }

    @Override
    public int level() {
        return Demand.Store.SOFTWARE.level();
    }

    @Override
    public NewKey generate(KeyAlgorithm algorithm, Bytes associatedData) {
        try {
            return switch (algorithm.family()) {
                case RSA, EC -> wrapped(pair(algorithm), associatedData);
                case EDWARDS -> edwards(associatedData);
                case ML_DSA -> mlDsa(associatedData);
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyStoreFault("making a key", e);
        }
    }

    private NewKey wrapped(KeyPair pair, Bytes associatedData) {
        try (var encoded = Secret.taking(pair.getPrivate().getEncoded())) {
            return new NewKey(Bytes.of(pair.getPublic().getEncoded()), wrapped(encoded, associatedData));
        }
    }

    private Wrapped wrapped(Secret encoded, Bytes associatedData) {
        return new Wrapped(Aead.encrypt(keks.lastEntry().getValue(), associatedData, encoded, random), keks.lastKey());
    }

    private KeyPair pair(KeyAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm.family() == KeyAlgorithm.Family.RSA) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(algorithm.sizeBits(), RSAKeyGenParameterSpec.F4), random);
            return generator.generateKeyPair();
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curveName(algorithm)), random);
        return generator.generateKeyPair();
    }

    private NewKey edwards(Bytes associatedData) throws IOException {
        var made = new Ed25519PrivateKeyParameters(random);
        return wrapped(made, made.generatePublicKey(), associatedData);
    }

    /** Kept as its seed, the form that RFC 9881 §6 recommends; the expanded key follows from it. */
    private NewKey mlDsa(Bytes associatedData) throws IOException {
        var generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(random, MLDSAParameters.ml_dsa_65));
        var pair = generator.generateKeyPair();
        var seed = ((MLDSAPrivateKeyParameters) pair.getPrivate())
                .withPreferredFormat(MLDSAPrivateKeyParameters.SEED_ONLY);
        return wrapped(seed, pair.getPublic(), associatedData);
    }

    private NewKey wrapped(AsymmetricKeyParameter own, AsymmetricKeyParameter open, Bytes associatedData)
            throws IOException {
        var info = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open);
        try (var encoded =
                Secret.taking(PrivateKeyInfoFactory.createPrivateKeyInfo(own).getEncoded())) {
            return new NewKey(Bytes.of(info.getEncoded()), wrapped(encoded, associatedData));
        }
    }

    private static String curveName(KeyAlgorithm algorithm) {
        return "secp" + algorithm.sizeBits() + "r1";
    }

    @Override
    public OpenKey open(KeyAlgorithm algorithm, Bytes publicKey, Wrapped wrapped, Bytes associatedData) {
        try (var encoded = unwrapped(wrapped, associatedData)) {
            return SoftwareKey.open(algorithm, publicKey, encoded, random, moduli);
        }
    }

    private Secret unwrapped(Wrapped wrapped, Bytes associatedData) {
        return Optional.ofNullable(keks.get(wrapped.kekEpoch()))
                .flatMap(under -> Aead.decrypt(under, associatedData, wrapped.octets()))
                .orElseThrow(() -> new KeyStoreFault("unwrapping a signing key"));
    }

    @Override
    public Optional<Wrapped> underNewest(Wrapped wrapped, Bytes associatedData) {
        if (wrapped.kekEpoch() == keks.lastKey()) {
            return Optional.empty();
        }
        try (var encoded = unwrapped(wrapped, associatedData)) {
            return Optional.of(wrapped(encoded, associatedData));
        }
    }

    @Override
    public boolean takesImports() {
        return true;
    }

    @Override
    public TransportKey newTransportKey() {
        return new SoftwareTransportKey(this, Sealing.OpeningKey.random(random));
    }

    /** Wraps a key that was made elsewhere, and shows by a signature that what was wrapped is the public key's. */
    Wrapped wrap(KeyAlgorithm algorithm, Bytes publicKey, Secret pkcs8, Bytes associatedData) {
        var wrapped = wrapped(pkcs8, associatedData);
        try (var open = open(algorithm, publicKey, wrapped, associatedData)) {
            var signing = algorithm.defaultSignAlgorithm();
            var trial = new byte[signing.hash().sizeBytes()];
            random.nextBytes(trial);
            // A pure algorithm signs messages: one that can be nothing else, neither attributes nor a request.
            var input = signing.isPure() ? Bytes.concat(TRIAL, Bytes.of(trial)) : Bytes.of(trial);
            open.sign(signing, input);
        }
        return wrapped;
    }

    @Override
    public void close() {
        keks.values().forEach(Secret::close);
    }
}
