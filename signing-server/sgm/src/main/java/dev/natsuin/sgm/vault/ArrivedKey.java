package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key that came from elsewhere: looked at before it is believed, and written anew as one made here would be.
 *
 * <p>Of an RSA key only the two primes are believed; everything else is computed from them. A value that a stranger
 * chose to make the computation slow or wrong is not there any more when the key signs.
 */
final class ArrivedKey {
    /** As asked for; from 768 bits on the JDK makes two rounds of Miller-Rabin and one of Lucas, whatever is asked. */
    private static final int CERTAINTY_BITS = 100;

    /** FIPS 186-5 A.1.1: the primes differ within their first 100 bits, else they are found from the modulus. */
    private static final int PRIMES_DIFFER_WITHIN_BITS = 100;

    private ArrivedKey() {}

    /** What reading gives. */
    sealed interface Read {
        /** The key in PKCS#8; whoever has it closes it. */
        record Sound(Secret pkcs8) implements Read {}

        /** Why not. */
        record Unsound(ProblemCode why) implements Read {}

        /** One of the two functions, applied to what is there. */
        default <R> R fold(Function<? super Secret, ? extends R> sound, Function<ProblemCode, ? extends R> unsound) {
            if (this instanceof Sound s) {
                return sound.apply(s.pkcs8());
            }
            if (this instanceof Unsound u) {
                return unsound.apply(u.why());
            }
            throw new IllegalStateException("a key is sound or not");
        }
    }

    private static Read unsound(ProblemCode why) {
        return new Read.Unsound(why);
    }

    /**
     * Reads a key in PKCS#8, which stays the caller's.
     *
     * @param publicKey DER SubjectPublicKeyInfo that it must belong to
     */
    @SuppressWarnings("IllegalCatch")
    static Read read(KeyAlgorithm algorithm, Bytes publicKey, Secret pkcs8) {
        if (pkcs8.size() > KeyTransport.LARGEST_KEY_BYTES) {
            return unsound(ProblemCode.IMPORTED_KEY_UNREADABLE);
        }
        return pkcs8.use(octets -> {
            try {
                var info = PrivateKeyInfo.getInstance(octets);
                return switch (algorithm.family()) {
                    case RSA -> rsa(algorithm, publicKey, RSAPrivateKey.getInstance(info.parsePrivateKey()));
                    case EC -> ec(algorithm, publicKey, info);
                    case EDWARDS -> edwards(publicKey, info);
                    case ML_DSA -> unsound(ProblemCode.ALGORITHM_NOT_ALLOWED);
                };
            } catch (IOException | RuntimeException e) {
                // Whatever a stranger's octets make of the library's parser, the key is not one.
                return unsound(ProblemCode.IMPORTED_KEY_UNREADABLE);
            }
        });
    }

    private static Read rsa(KeyAlgorithm algorithm, Bytes publicKey, RSAPrivateKey key) throws IOException {
        var open = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(
                SubjectPublicKeyInfo.getInstance(publicKey.toArray()).parsePublicKey());
        var n = open.getModulus();
        var e = open.getPublicExponent();
        var p = key.getPrime1();
        var q = key.getPrime2();
        if (!key.getModulus().equals(n) || !key.getPublicExponent().equals(e)) {
            return unsound(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
        }
        var halves = p.signum() > 0 && q.signum() > 0 && p.multiply(q).equals(n);
        if (!halves || !p.isProbablePrime(CERTAINTY_BITS) || !q.isProbablePrime(CERTAINTY_BITS)) {
            return unsound(ProblemCode.IMPORTED_KEY_UNREADABLE);
        }
        var half = algorithm.sizeBits() / 2;
        var alike = p.bitLength() != half
                || q.bitLength() != half
                || p.subtract(q).abs().bitLength() <= half - PRIMES_DIFFER_WITHIN_BITS;
        var pLess = p.subtract(BigInteger.ONE);
        var qLess = q.subtract(BigInteger.ONE);
        var d = e.modInverse(pLess.multiply(qLess).divide(pLess.gcd(qLess)));
        if (alike || d.bitLength() <= half) {
            return unsound(ProblemCode.KEY_WEAK);
        }
        var anew = new RSAPrivateKey(n, e, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p));
        return written(new PrivateKeyInfo(
                SubjectPublicKeyInfo.getInstance(publicKey.toArray()).getAlgorithm(), anew));
    }

    private static Read ec(KeyAlgorithm algorithm, Bytes publicKey, PrivateKeyInfo info) throws IOException {
        var curve = new ASN1ObjectIdentifier(algorithm.curveOid().orElseThrow());
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                || !curve.equals(info.getPrivateKeyAlgorithm().getParameters())) {
            return unsound(ProblemCode.IMPORTED_KEY_UNREADABLE);
        }
        var domain = new ECNamedDomainParameters(curve, new ECDomainParameters(ECNamedCurveTable.getByOID(curve)));
        var scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        if (scalar.signum() <= 0 || scalar.compareTo(domain.getN()) >= 0) {
            return unsound(ProblemCode.IMPORTED_KEY_UNREADABLE);
        }
        var point = new FixedPointCombMultiplier().multiply(domain.getG(), scalar);
        var own = new ECPublicKeyParameters(point, domain);
        return isOf(publicKey, own)
                ? written(PrivateKeyInfoFactory.createPrivateKeyInfo(new ECPrivateKeyParameters(scalar, domain)))
                : unsound(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
    }

    private static Read edwards(Bytes publicKey, PrivateKeyInfo info) throws IOException {
        var key = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(info);
        return isOf(publicKey, key.generatePublicKey())
                ? written(PrivateKeyInfoFactory.createPrivateKeyInfo(key))
                : unsound(ProblemCode.CERTIFICATE_OF_OTHER_KEY);
    }

    private static boolean isOf(Bytes publicKey, AsymmetricKeyParameter own) throws IOException {
        var encoded =
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(own).getEncoded(ASN1Encoding.DER);
        return Arrays.equals(encoded, publicKey.toArray());
    }

    private static Read written(PrivateKeyInfo key) throws IOException {
        return new Read.Sound(Secret.taking(key.getEncoded(ASN1Encoding.DER)));
    }
}
