package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** What a token does with a key that is imported, done by the JDK: so that two libraries judge the suites of RSA. */
final class SmallToken {
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    private SmallToken() {}

    /** A transport key that is always the same. */
    record Pair(Bytes publicKey, Bytes pkcs8) {
        static Pair of(String seed) {
            var random = new TestRandom(seed);
            var p = prime(random);
            var q = prime(random);
            var pLess = p.subtract(BigInteger.ONE);
            var qLess = q.subtract(BigInteger.ONE);
            var d = F4.modInverse(pLess.multiply(qLess));
            try {
                var factory = KeyFactory.getInstance("RSA");
                var key = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                        p.multiply(q), F4, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p)));
                PublicKey open = factory.generatePublic(new RSAPublicKeySpec(p.multiply(q), F4));
                return new Pair(Bytes.of(open.getEncoded()), Bytes.of(key.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static BigInteger prime(TestRandom random) {
            int bits = KeyTransport.RSA_BITS / 2;
            var from = new BigInteger(1, random.bytes(bits / Byte.SIZE).toArray())
                    .setBit(bits - 1)
                    .setBit(bits - 2);
            var prime = from.nextProbablePrime();
            while (prime.subtract(BigInteger.ONE).mod(F4).signum() == 0) {
                prime = prime.nextProbablePrime();
            }
            return prime;
        }
    }

    /** True if the vector's key opens to what it says. */
    static boolean opens(Vector v) {
        try {
            var suite = KeyTransport.Suite.byName(v.text("suite")).orElseThrow();
            var key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(v.hex("openingKey").toArray()));
            return opened(suite, key, v.hex("encrypted")).equals(v.hex("key"));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What was encrypted. */
    static Bytes opened(KeyTransport.Suite suite, Key transportKey, Bytes encrypted) throws GeneralSecurityException {
        var oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        var parameters = suite == KeyTransport.Suite.RSA_OAEP_SHA1
                ? new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT)
                : new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        oaep.init(Cipher.DECRYPT_MODE, transportKey, parameters);
        int block = Math.min(KeyTransport.RSA_BLOCK_BYTES, encrypted.size());
        var under = new SecretKeySpec(oaep.doFinal(encrypted.slice(0, block).toArray()), "AES");
        var wrap = Cipher.getInstance("AES/KWP/NoPadding");
        wrap.init(Cipher.UNWRAP_MODE, under);
        // As a secret key the JDK takes any octets.
        var key = wrap.unwrap(encrypted.slice(block, encrypted.size()).toArray(), "Generic", Cipher.SECRET_KEY);
        return Bytes.of(key.getEncoded());
    }
}
