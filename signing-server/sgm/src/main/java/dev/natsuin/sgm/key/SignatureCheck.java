package dev.natsuin.sgm.key;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * What every key store holds its signatures against before it gives them out (DESIGN §4): each RSA signature, because
 * one computing fault leaks a prime, each ML-DSA signature, because a fault in the loop of rejections may leak the
 * secret vectors, and the first ECDSA or Ed25519 signature under each opened key.
 *
 * <p>For one opened key; not thread-safe.
 */
public abstract class SignatureCheck {
    private final KeyAlgorithm key;
    private boolean held;

    private SignatureCheck(KeyAlgorithm key) {
        this.key = key;
    }

    /**
     * For a public key.
     *
     * @throws KeyStoreFault if it is not one of that kind
     */
    public static SignatureCheck of(KeyAlgorithm key, Bytes publicKey) {
        try {
            return switch (key.family()) {
                case RSA -> new Rsa(key, publicKey);
                case EC -> new Ec(key, publicKey);
                case EDWARDS -> new Edwards(key, publicKey);
                case ML_DSA -> new MlDsa(key, publicKey);
            };
        } catch (GeneralSecurityException | IOException | ClassCastException | Malformed e) {
            throw new KeyStoreFault("reading the public key of a signing key", e);
        }
    }

    /**
     * Before signing.
     *
     * @throws KeyStoreFault if the key does not sign by that algorithm, or the input has not its length
     */
    public void requireInput(SignAlgorithm algorithm, Bytes input) {
        if (algorithm.isPure()) {
            if (input.size() > KeyStore.OpenKey.MOST_MESSAGE_BYTES) {
                throw new KeyStoreFault("signing a message that is too long");
            }
        } else if (input.size() != algorithm.hash().sizeBytes()) {
            throw new KeyStoreFault("signing a hash of the wrong length");
        }
        if (!algorithm.fits(key)) {
            throw new KeyStoreFault("signing by a scheme that is not the key's");
        }
    }

    /**
     * After signing.
     *
     * @throws KeyStoreFault if the signature was looked at and does not verify
     */
    public void require(SignAlgorithm algorithm, Bytes input, Bytes signature) {
        if (held && firstIsEnough()) {
            return;
        }
        if (!verifies(algorithm, input, signature.toArray())) {
            throw new KeyStoreFault("a signature does not verify");
        }
        held = true;
    }

    private boolean firstIsEnough() {
        return switch (key.family()) {
            case RSA, ML_DSA -> false;
            case EC, EDWARDS -> true;
        };
    }

    /** True if the signature is the key's over that input. */
    public abstract boolean verifies(SignAlgorithm algorithm, Bytes input, byte[] signature);

    /** The DER DigestInfo that RSASSA-PKCS1-v1_5 pads (RFC 8017 §9.2). */
    public static Bytes digestInfo(SignAlgorithm algorithm, Bytes hash) {
        try {
            var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
            return Bytes.of(new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray())
                    .getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new KeyStoreFault("encoding a hash", e);
        }
    }

    /** RFC 8017 §8.1 over a hash made elsewhere: MGF1 with the same hash, a salt as long, trailer 1 (0xBC). */
    public static PSSSigner pssOver(Bytes hash, HashAlgorithm algorithm, boolean signing, CipherParameters key) {
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

    private static final class Rsa extends SignatureCheck {
        private final RSAPublicKey publicKey;

        Rsa(KeyAlgorithm key, Bytes publicKey) throws GeneralSecurityException {
            super(key);
            this.publicKey = (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
        }

        @Override
        public boolean verifies(SignAlgorithm algorithm, Bytes hash, byte[] signature) {
            if (algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS) {
                // "Internal": without the search for factors of a modulus that was made here, which takes longer than
                // signing.
                var open = new RSAKeyParameters(false, publicKey.getModulus(), publicKey.getPublicExponent(), true);
                return pssOver(hash, algorithm.hash(), false, open).verifySignature(signature);
            }
            try {
                var checker = Cipher.getInstance("RSA/ECB/PKCS1Padding");
                checker.init(Cipher.DECRYPT_MODE, publicKey);
                return Arrays.equals(
                        checker.doFinal(signature), digestInfo(algorithm, hash).toArray());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    private static final class Ec extends SignatureCheck {
        private final AsymmetricKeyParameter publicKey;

        Ec(KeyAlgorithm key, Bytes publicKey) throws IOException {
            super(key);
            this.publicKey = PublicKeyFactory.createKey(publicKey.toArray());
        }

        @Override
        public boolean verifies(SignAlgorithm algorithm, Bytes hash, byte[] signature) {
            var rs = ASN1Sequence.getInstance(signature);
            var verifier = new ECDSASigner();
            verifier.init(false, publicKey);
            return verifier.verifySignature(
                    hash.toArray(),
                    ASN1Integer.getInstance(rs.getObjectAt(0)).getPositiveValue(),
                    ASN1Integer.getInstance(rs.getObjectAt(1)).getPositiveValue());
        }
    }

    private static final class Edwards extends SignatureCheck {
        private final AsymmetricKeyParameter publicKey;

        Edwards(KeyAlgorithm key, Bytes publicKey) throws IOException {
            super(key);
            this.publicKey = PublicKeyFactory.createKey(publicKey.toArray());
        }

        @Override
        public boolean verifies(SignAlgorithm algorithm, Bytes message, byte[] signature) {
            var verifier = new Ed25519Signer();
            verifier.init(false, publicKey);
            verifier.update(message.toArray(), 0, message.size());
            return verifier.verifySignature(signature);
        }
    }

    private static final class MlDsa extends SignatureCheck {
        private final MlDsaKey publicKey;

        MlDsa(KeyAlgorithm key, Bytes publicKey) throws Malformed {
            super(key);
            this.publicKey = MlDsaKey.of(publicKey);
        }

        @Override
        public boolean verifies(SignAlgorithm algorithm, Bytes message, byte[] signature) {
            return publicKey.verifies(message, Bytes.of(signature));
        }
    }
}
