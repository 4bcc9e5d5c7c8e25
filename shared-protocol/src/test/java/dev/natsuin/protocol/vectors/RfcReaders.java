package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.VerifyingKey;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** What the RFCs' vectors are held against: our own classes where they are free enough, else the library below them. */
final class RfcReaders {
    private RfcReaders() {}

    static boolean hkdf(Vector v) {
        try (var ikm = Samples.secret(v.hex("ikm"));
                var salt = Samples.secret(v.hex("salt"));
                var prk = Hkdf.extract(salt, ikm);
                var okm = Hkdf.expand(prk, v.hex("info"))) {
            return prk.matches(Samples.secret(v.hex("prk"))) && okm.matches(Samples.secret(v.hex("okm")));
        }
    }

    static boolean ed25519(Vector v) throws Malformed {
        try (var seed = SigningSeed.taking(Samples.secret(v.hex("seed")))) {
            return seed.publicKey().encoded().equals(v.hex("key"))
                    && seed.sign(v.hex("message")).equals(v.hex("signature"))
                    && VerifyingKey.of(v.hex("key")).verifies(v.hex("message"), v.hex("signature"));
        }
    }

    static boolean argon2id(Vector v) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB((int) v.number("memoryKiB"))
                .withIterations((int) v.number("passes"))
                .withParallelism((int) v.number("lanes"))
                .withSalt(v.hex("salt").toArray())
                .withSecret(v.hex("secret").toArray())
                .withAdditional(v.hex("associatedData").toArray())
                .build());
        var tag = new byte[v.hex("tag").size()];
        generator.generateBytes(v.hex("password").toArray(), tag);
        return Bytes.of(tag).equals(v.hex("tag"));
    }

    static boolean hpke(Vector v) {
        var own = new X25519PrivateKeyParameters(v.hex("openingKey").toArray(), 0);
        var suite = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, (short) v.number("aead"));
        try {
            var opened = suite.open(
                    v.hex("enc").toArray(),
                    new AsymmetricCipherKeyPair(own.generatePublicKey(), own),
                    v.hex("info").toArray(),
                    v.hex("aad").toArray(),
                    v.hex("ciphertext").toArray(),
                    null,
                    null,
                    null);
            return Bytes.of(opened).equals(v.hex("plaintext"));
        } catch (InvalidCipherTextException e) {
            return false;
        }
    }
}
