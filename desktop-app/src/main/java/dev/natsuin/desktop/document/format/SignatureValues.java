package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.util.BigIntegers;

/** Signature values as they come from the SGM: over a hash that is known, without what was hashed. */
public final class SignatureValues {
    private SignatureValues() {}

    /** True if this is the certificate's signature over this hash; never for Ed25519 and ML-DSA, which sign no hash. */
    public static boolean verifies(SigningCertificate certificate, Bytes hash, Bytes value) {
        var algorithm = certificate.algorithm();
        var key = certificate.leaf().getPublicKey();
        try {
            return switch (algorithm.scheme()) {
                case RSA_PKCS1 -> {
                    var signature = Signature.getInstance("NONEwithRSA");
                    signature.initVerify(key);
                    signature.update(digestInfo(hash, algorithm));
                    yield signature.verify(value.toArray());
                }
                case RSA_PSS -> key instanceof RSAPublicKey rsa && pss(rsa, algorithm, hash, value);
                case ECDSA -> {
                    var signature = Signature.getInstance("NONEwithECDSA");
                    signature.initVerify(key);
                    signature.update(hash.toArray());
                    yield signature.verify(value.toArray());
                }
                case EDDSA, ML_DSA -> false;
            };
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    private static byte[] digestInfo(Bytes hash, SignAlgorithm algorithm) throws IOException {
        var oid = new ASN1ObjectIdentifier(algorithm.hash().oid());
        return new DigestInfo(new AlgorithmIdentifier(oid, DERNull.INSTANCE), hash.toArray())
                .getEncoded(ASN1Encoding.DER);
    }

    private static boolean pss(RSAPublicKey key, SignAlgorithm algorithm, Bytes hash, Bytes value) {
        var signer = PSSSigner.createRawSigner(
                new RSABlindedEngine(),
                digest(algorithm),
                digest(algorithm),
                algorithm.hash().sizeBytes(),
                PSSSigner.TRAILER_IMPLICIT);
        signer.init(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()));
        signer.update(hash.toArray(), 0, hash.size());
        return signer.verifySignature(value.toArray());
    }

    private static Digest digest(SignAlgorithm algorithm) {
        return switch (algorithm.hash()) {
            case SHA_256 -> new SHA256Digest();
            case SHA_384 -> new SHA384Digest();
            case SHA_512 -> new SHA512Digest();
        };
    }

    /**
     * A verified value as XML signatures (RFC 4050 and XMLDSig 1.1 §6.4.3) and JWS (RFC 7518 §3.4) carry it: for ECDSA
     * r and s, each as long as the curve's order, big-endian; for RSA the octets as they are.
     *
     * @throws IllegalArgumentException if an ECDSA value is no DER ECDSA-Sig-Value of the key's curve
     */
    public static Bytes plain(SigningCertificate certificate, Bytes value) {
        if (!(certificate.leaf().getPublicKey() instanceof ECPublicKey key)) {
            return value;
        }
        var parts = ASN1Sequence.getInstance(value.toArray());
        if (parts.size() != 2) {
            throw new IllegalArgumentException("not r and s");
        }
        int length = (key.getParams().getOrder().bitLength() + 7) / 8;
        return Bytes.concat(number(parts, 0, length), number(parts, 1, length));
    }

    private static Bytes number(ASN1Sequence parts, int at, int length) {
        BigInteger number = ASN1Integer.getInstance(parts.getObjectAt(at)).getPositiveValue();
        return Bytes.of(BigIntegers.asUnsignedByteArray(length, number));
    }
}
