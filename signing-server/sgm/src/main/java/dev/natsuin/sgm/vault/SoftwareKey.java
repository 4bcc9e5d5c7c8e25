package dev.natsuin.sgm.vault;

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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * One software key in use.
 *
 * <p>RSA by the JDK (its CRT code blinds), every signature checked against the public key before it is given out, so
 * that a computing fault cannot leak a prime. ECDSA by BouncyCastle, whose curves are several times faster on JDK 17;
 * the first signature under each opened key is checked.
 */
abstract class SoftwareKey implements KeyStore.OpenKey {
    static SoftwareKey open(KeyAlgorithm algorithm, Bytes publicKey, Secret pkcs8, SecureRandom random) {
        try {
            return switch (algorithm.family()) {
                case RSA -> new Rsa(publicKey, pkcs8);
                case EC -> new Ec(publicKey, pkcs8, random);
                case EDWARDS -> throw new KeyStoreFault("opening a key of a kind that is not offered");
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyStoreFault("opening a signing key", e);
        }
    }

    private static void checkHash(SignAlgorithm algorithm, Bytes hash) {
        if (hash.size() != algorithm.hash().sizeBytes()) {
            throw new KeyStoreFault("signing a hash of the wrong length");
        }
    }

    private static final class Rsa extends SoftwareKey {
        private final PrivateKey privateKey;
        private final PublicKey publicKey;

        Rsa(Bytes publicKey, Secret pkcs8) throws GeneralSecurityException {
            var factory = KeyFactory.getInstance("RSA");
            this.publicKey = factory.generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
            var copy = pkcs8.use(octets -> octets.clone());
            try {
                this.privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(copy));
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        }

        @Override
        public Bytes sign(SignAlgorithm algorithm, Bytes hash) {
            checkHash(algorithm, hash);
            try {
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
            } catch (GeneralSecurityException | IOException e) {
                throw new KeyStoreFault("signing with RSA", e);
            }
        }

        private static byte[] digestInfo(SignAlgorithm algorithm, Bytes hash) throws IOException {
            var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
            return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray())
                    .getEncoded(ASN1Encoding.DER);
        }

        @Override
        public void close() {
            // The JDK gives no way to zero an RSA key; it is unreachable from here on.
        }
    }

    private static final class Ec extends SoftwareKey {
        private final ECDSASigner signer = new ECDSASigner();
        private final AsymmetricKeyParameter publicKey;
        private boolean checked;

        Ec(Bytes publicKey, Secret pkcs8, SecureRandom random) throws IOException {
            this.publicKey = PublicKeyFactory.createKey(publicKey.toArray());
            var copy = pkcs8.use(octets -> octets.clone());
            try {
                signer.init(true, new ParametersWithRandom(PrivateKeyFactory.createKey(copy), random));
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        }

        @Override
        public Bytes sign(SignAlgorithm algorithm, Bytes hash) {
            checkHash(algorithm, hash);
            var rs = signer.generateSignature(hash.toArray());
            if (!checked) {
                check(hash, rs);
                checked = true;
            }
            try {
                var der = new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])});
                return Bytes.of(der.getEncoded(ASN1Encoding.DER));
            } catch (IOException e) {
                throw new KeyStoreFault("encoding an ECDSA signature", e);
            }
        }

        private void check(Bytes hash, BigInteger[] rs) {
            var verifier = new ECDSASigner();
            verifier.init(false, publicKey);
            if (!verifier.verifySignature(hash.toArray(), rs[0], rs[1])) {
                throw new KeyStoreFault("an ECDSA signature does not verify");
            }
        }

        @Override
        public void close() {
            // BouncyCastle gives no way to zero an EC scalar; it is unreachable from here on.
        }
    }
}
