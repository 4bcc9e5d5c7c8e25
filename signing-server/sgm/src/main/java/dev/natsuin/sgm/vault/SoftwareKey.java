package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.KeyStoreFault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * One software key in use.
 *
 * <p>RSA PKCS#1 v1.5 by the JDK, RSASSA-PSS by BouncyCastle, because the JDK's takes a message and no hash; both blind,
 * and every signature is checked against the public key before it is given out, so that a computing fault cannot leak a
 * prime. ECDSA and Ed25519 by BouncyCastle, whose curves are several times faster on JDK 17; the first signature under
 * each opened key is checked.
 */
abstract class SoftwareKey implements KeyStore.OpenKey {
    static SoftwareKey open(
            KeyAlgorithm algorithm, Bytes publicKey, Secret pkcs8, SecureRandom random, HeldModuli moduli) {
        var copy = pkcs8.use(octets -> octets.clone());
        try {
            return switch (algorithm.family()) {
                case RSA -> new Rsa(publicKey, copy, random, moduli);
                case EC -> new Ec(publicKey, copy, random);
                case EDWARDS -> new Edwards(publicKey, copy);
            };
        } catch (GeneralSecurityException | IOException | ClassCastException e) {
            throw new KeyStoreFault("opening a signing key", e);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public final Bytes sign(SignAlgorithm algorithm, Bytes input) {
        var scheme = algorithm.scheme();
        if (scheme == SignAlgorithm.Scheme.EDDSA) {
            if (input.size() > MOST_MESSAGE_BYTES) {
                throw new KeyStoreFault("signing a message that is too long");
            }
        } else if (input.size() != algorithm.hash().sizeBytes()) {
            throw new KeyStoreFault("signing a hash of the wrong length");
        }
        if (!schemes().contains(scheme)) {
            throw new KeyStoreFault("signing by a scheme that is not the key's");
        }
        try {
            return made(algorithm, input);
        } catch (GeneralSecurityException | CryptoException | IOException e) {
            throw new KeyStoreFault("signing", e);
        }
    }

    /** The schemes such a key signs by. */
    abstract Set<SignAlgorithm.Scheme> schemes();

    /** Signs; the input has been checked. */
    abstract Bytes made(SignAlgorithm algorithm, Bytes input)
            throws GeneralSecurityException, CryptoException, IOException;

    /** Neither the JDK nor BouncyCastle gives a way to zero a private key; it is unreachable from here on. */
    @Override
    public final void close() {}

    private static final class Rsa extends SoftwareKey {
        private final RSAPrivateCrtKey privateKey;
        private final RSAPublicKey publicKey;
        private final SecureRandom random;

        Rsa(Bytes publicKey, byte[] pkcs8, SecureRandom random, HeldModuli moduli) throws GeneralSecurityException {
            var factory = KeyFactory.getInstance("RSA");
            this.publicKey = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
            this.privateKey = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            this.random = random;
            moduli.hold(publicKey, privateKey.getModulus());
        }

        @Override
        Set<SignAlgorithm.Scheme> schemes() {
            return Set.of(SignAlgorithm.Scheme.RSA_PKCS1, SignAlgorithm.Scheme.RSA_PSS);
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes hash) throws GeneralSecurityException, CryptoException, IOException {
            return algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS ? pss(algorithm, hash) : pkcs1(algorithm, hash);
        }

        private Bytes pkcs1(SignAlgorithm algorithm, Bytes hash) throws GeneralSecurityException, IOException {
            var digestInfo = digestInfo(algorithm, hash);
            // With a private key this pads by block type 1: the signature of RFC 8017 §8.2.1 over a hash made
            // elsewhere.
            var signer = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            signer.init(Cipher.ENCRYPT_MODE, privateKey);
            var signature = signer.doFinal(digestInfo);
            var checker = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            checker.init(Cipher.DECRYPT_MODE, publicKey);
            if (!Arrays.equals(checker.doFinal(signature), digestInfo)) {
                throw new KeyStoreFault("an RSA signature does not verify");
            }
            return Bytes.of(signature);
        }

        private static byte[] digestInfo(SignAlgorithm algorithm, Bytes hash) throws IOException {
            var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
            return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray())
                    .getEncoded(ASN1Encoding.DER);
        }

        private Bytes pss(SignAlgorithm algorithm, Bytes hash) throws CryptoException {
            var key = new ParametersWithRandom(forBouncyCastle(privateKey), random);
            var signature = pssOver(hash, algorithm.hash(), true, key).generateSignature();
            // "Internal": without the search for factors of a modulus that was made here, which takes longer than
            // signing.
            var open = new RSAKeyParameters(false, publicKey.getModulus(), publicKey.getPublicExponent(), true);
            if (!pssOver(hash, algorithm.hash(), false, open).verifySignature(signature)) {
                throw new KeyStoreFault("an RSA signature does not verify");
            }
            return Bytes.of(signature);
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

        /** RFC 8017 §8.1 over a hash made elsewhere: MGF1 with the same hash, a salt as long, trailer 1 (0xBC). */
        private static PSSSigner pssOver(Bytes hash, HashAlgorithm algorithm, boolean signing, CipherParameters key) {
            var signer = PSSSigner.createRawSigner(
                    new RSABlindedEngine(),
                    digest(algorithm),
                    digest(algorithm),
                    algorithm.sizeBytes(),
                    PSSSigner.TRAILER_IMPLICIT);
            signer.init(signing, key);
            signer.update(hash.toArray(), 0, hash.size());
            return signer;
        }

        private static Digest digest(HashAlgorithm algorithm) {
            return switch (algorithm) {
                case SHA_256 -> new SHA256Digest();
                case SHA_384 -> new SHA384Digest();
                case SHA_512 -> new SHA512Digest();
            };
        }
    }

    private static final class Ec extends SoftwareKey {
        private final ECDSASigner signer = new ECDSASigner();
        private final AsymmetricKeyParameter publicKey;
        private boolean checked;

        Ec(Bytes publicKey, byte[] pkcs8, SecureRandom random) throws IOException {
            this.publicKey = PublicKeyFactory.createKey(publicKey.toArray());
            signer.init(true, new ParametersWithRandom(PrivateKeyFactory.createKey(pkcs8), random));
        }

        @Override
        Set<SignAlgorithm.Scheme> schemes() {
            return Set.of(SignAlgorithm.Scheme.ECDSA);
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes hash) throws IOException {
            var rs = signer.generateSignature(hash.toArray());
            if (!checked) {
                check(hash, rs);
                checked = true;
            }
            var der = new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])});
            return Bytes.of(der.getEncoded(ASN1Encoding.DER));
        }

        private void check(Bytes hash, BigInteger[] rs) {
            var verifier = new ECDSASigner();
            verifier.init(false, publicKey);
            if (!verifier.verifySignature(hash.toArray(), rs[0], rs[1])) {
                throw new KeyStoreFault("an ECDSA signature does not verify");
            }
        }
    }

    private static final class Edwards extends SoftwareKey {
        private final Ed25519PrivateKeyParameters privateKey;
        private final AsymmetricKeyParameter publicKey;
        private boolean checked;

        Edwards(Bytes publicKey, byte[] pkcs8) throws IOException {
            this.publicKey = PublicKeyFactory.createKey(publicKey.toArray());
            this.privateKey = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(pkcs8);
        }

        @Override
        Set<SignAlgorithm.Scheme> schemes() {
            return Set.of(SignAlgorithm.Scheme.EDDSA);
        }

        @Override
        Bytes made(SignAlgorithm algorithm, Bytes message) throws CryptoException {
            var signer = new Ed25519Signer();
            signer.init(true, privateKey);
            signer.update(message.toArray(), 0, message.size());
            var signature = signer.generateSignature();
            if (!checked) {
                check(message, signature);
                checked = true;
            }
            return Bytes.of(signature);
        }

        private void check(Bytes message, byte[] signature) {
            var verifier = new Ed25519Signer();
            verifier.init(false, publicKey);
            verifier.update(message.toArray(), 0, message.size());
            if (!verifier.verifySignature(signature)) {
                throw new KeyStoreFault("an Ed25519 signature does not verify");
            }
        }
    }
}
