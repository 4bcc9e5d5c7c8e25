package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.SignatureCheck;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * One software key in use.
 *
 * <p>RSA PKCS#1 v1.5 by the JDK, RSASSA-PSS by BouncyCastle, because the JDK's takes a message and no hash; both blind.
 * ECDSA and Ed25519 by BouncyCastle, whose curves are several times faster on JDK 17; ML-DSA, which JDK 17 does not
 * have, too. What is given out was held against the public key ({@link SignatureCheck}).
 */
abstract class SoftwareKey implements KeyStore.OpenKey {
    private final SignatureCheck check;

    private SoftwareKey(SignatureCheck check) {
        this.check = check;
    }

    static SoftwareKey open(
            KeyAlgorithm algorithm, Bytes publicKey, Secret pkcs8, SecureRandom random, HeldModuli moduli) {
        var copy = pkcs8.use(octets -> octets.clone());
        try {
            var check = SignatureCheck.of(algorithm, publicKey);
            return switch (algorithm.family()) {
                case RSA -> new Rsa(check, publicKey, copy, random, moduli);
                case EC -> new Ec(check, copy, random);
                case EDWARDS -> new Edwards(check, copy);
                case ML_DSA -> new MlDsa(check, copy, random);
            };
        } catch (GeneralSecurityException | IOException | ClassCastException e) {
            throw new KeyStoreFault("opening a signing key", e);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public final Bytes sign(SignAlgorithm algorithm, Bytes input) {
        check.requireInput(algorithm, input);
        try {
            var signature = made(algorithm, input);
            check.require(algorithm, input, signature);
            return signature;
        } catch (GeneralSecurityException | CryptoException | IOException e) {
            throw new KeyStoreFault("signing", e);
        }
    }

    /** Signs; the input has been checked. */
    abstract Bytes made(SignAlgorithm algorithm, Bytes input)
            throws GeneralSecurityException, CryptoException, IOException;

    /**
     * For most kinds neither the JDK nor BouncyCastle gives a way to zero a private key; it is unreachable from here
     * on.
     */
    @Override
    public void close() {}

    private static final class Rsa extends SoftwareKey {
        private final RSAPrivateCrtKey privateKey;
        private final SecureRandom random;

        Rsa(SignatureCheck check, Bytes publicKey, byte[] pkcs8, SecureRandom random, HeldModuli moduli)
                throws GeneralSecurityException {
            super(check);
            var factory = KeyFactory.getInstance("RSA");
            this.privateKey = withoutExponent(
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)), factory);
            this.random = random;
            moduli.hold(publicKey, privateKey.getModulus());
        }

        /**
         * The JDK keeps the private exponent it was told beside the blinding values, for as long as the modulus is held
         * ({@link HeldModuli}), and computes with the primes alone. So it is told none.
         */
        private static RSAPrivateCrtKey withoutExponent(RSAPrivateCrtKey key, KeyFactory factory)
                throws GeneralSecurityException {
            return (RSAPrivateCrtKey) factory.generatePrivate(new RSAPrivateCrtKeySpec(
                    key.getModulus(),
                    key.getPublicExponent(),
                    BigInteger.ONE,
                    key.getPrimeP(),
                    key.getPrimeQ(),
                    key.getPrimeExponentP(),
                    key.getPrimeExponentQ(),
                    key.getCrtCoefficient()));
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes hash) throws GeneralSecurityException, CryptoException {
            return algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS ? pss(algorithm, hash) : pkcs1(algorithm, hash);
        }

        private Bytes pkcs1(SignAlgorithm algorithm, Bytes hash) throws GeneralSecurityException {
            // With a private key this pads by block type 1: the signature of RFC 8017 §8.2.1 over a hash made
            // elsewhere.
            var signer = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            signer.init(Cipher.ENCRYPT_MODE, privateKey);
            return Bytes.of(
                    signer.doFinal(SignatureCheck.digestInfo(algorithm, hash).toArray()));
        }

        private Bytes pss(SignAlgorithm algorithm, Bytes hash) throws CryptoException {
            var key = new ParametersWithRandom(forBouncyCastle(privateKey), random);
            return Bytes.of(
                    SignatureCheck.pssOver(hash, algorithm.hash(), true, key).generateSignature());
        }

        private static RSAPrivateCrtKeyParameters forBouncyCastle(RSAPrivateCrtKey key) {
            return new RSAPrivateCrtKeyParameters(
                    key.getModulus(),
                    key.getPublicExponent(),
                    key.getPrivateExponent(),
                    key.getPrimeP(),
                    key.getPrimeQ(),
                    key.getPrimeExponentP(),
                    key.getPrimeExponentQ(),
                    key.getCrtCoefficient(),
                    true);
        }
    }

    private static final class Ec extends SoftwareKey {
        private final ECDSASigner signer = new ECDSASigner();

        Ec(SignatureCheck check, byte[] pkcs8, SecureRandom random) throws IOException {
            super(check);
            signer.init(true, new ParametersWithRandom(PrivateKeyFactory.createKey(pkcs8), random));
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes hash) throws IOException {
            var rs = signer.generateSignature(hash.toArray());
            var der = new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])});
            return Bytes.of(der.getEncoded(ASN1Encoding.DER));
        }
    }

    private static final class Edwards extends SoftwareKey {
        private final Ed25519PrivateKeyParameters privateKey;

        Edwards(SignatureCheck check, byte[] pkcs8) throws IOException {
            super(check);
            this.privateKey = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(pkcs8);
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes message) throws CryptoException {
            var signer = new Ed25519Signer();
            signer.init(true, privateKey);
            signer.update(message.toArray(), 0, message.size());
            return Bytes.of(signer.generateSignature());
        }
    }

    /** Pure, with an empty context; hedged: each signature takes fresh randomness (FIPS 204 §3.4). */
    private static final class MlDsa extends SoftwareKey {
        private final MLDSAPrivateKeyParameters privateKey;
        private final SecureRandom random;

        MlDsa(SignatureCheck check, byte[] pkcs8, SecureRandom random) throws IOException {
            super(check);
            this.privateKey = (MLDSAPrivateKeyParameters) PrivateKeyFactory.createKey(pkcs8);
            this.random = random;
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes message) throws CryptoException {
            var signer = new MLDSASigner();
            signer.init(true, new ParametersWithRandom(privateKey, random));
            signer.update(message.toArray(), 0, message.size());
            return Bytes.of(signer.generateSignature());
        }

        @Override
        public void close() {
            privateKey.destroy();
        }
    }
}
