package dev.natsuin.sgm.key;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** A public key that was made elsewhere: of which kind, and whether everybody can see that it is weak. */
public final class ForeignPublicKey {
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final int SHORTEST_RSA_BITS = 2048;

    /** No modulus has one of these as a factor. */
    private static final BigInteger SMALL_FACTORS =
            primesTo(10_000).stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);

    /** What the primes of CVE-2017-15361 are powers of 65537 modulo. */
    private static final List<Integer> ROCA_PRIMES =
            primesTo(167).stream().filter(p -> p > 2).toList();

    private final KeyAlgorithm algorithm;
    private final SubjectPublicKeyInfo info;

    /** As a certificate has it, to be of this kind. */
    public ForeignPublicKey(KeyAlgorithm algorithm, SubjectPublicKeyInfo info) {
        this.algorithm = algorithm;
        this.info = info;
    }

    /** The first reason not to take it. */
    public Optional<ProblemCode> problem() {
        try {
            return switch (algorithm.family()) {
                case RSA -> rsaProblem();
                case EC -> ecProblem();
                case EDWARDS -> isOf(EdECObjectIdentifiers.id_Ed25519) ? readable() : otherKind();
                case ML_DSA -> otherKind(); // not taken in
            };
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Optional.of(ProblemCode.KEY_WEAK); // a point beside its curve, or what is no key at all
        }
    }

    private static Optional<ProblemCode> otherKind() {
        return Optional.of(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    private boolean isOf(ASN1ObjectIdentifier kind) {
        return info.getAlgorithm().getAlgorithm().equals(kind);
    }

    private Optional<ProblemCode> rsaProblem() throws IOException {
        if (!isOf(PKCSObjectIdentifiers.rsaEncryption)) {
            return otherKind();
        }
        var key = RSAPublicKey.getInstance(info.parsePublicKey());
        var n = key.getModulus();
        if (n.bitLength() < SHORTEST_RSA_BITS) {
            return Optional.of(ProblemCode.KEY_TOO_SHORT);
        }
        if (n.signum() < 0 || n.bitLength() != algorithm.sizeBits()) {
            return otherKind();
        }
        if (!key.getPublicExponent().equals(EXPONENT)) {
            return Optional.of(ProblemCode.KEY_EXPONENT_NOT_ALLOWED);
        }
        return !n.gcd(SMALL_FACTORS).equals(BigInteger.ONE) || hasRocaFingerprint(n)
                ? Optional.of(ProblemCode.KEY_WEAK)
                : Optional.empty();
    }

    /**
     * True if the modulus looks like one of the library of CVE-2017-15361 (M. Nemec et al., The Return of Coppersmith's
     * Attack, 2017): its primes were powers of 65537 modulo each small prime, so the modulus is one. Of other moduli
     * one in 2^27 is.
     */
    static boolean hasRocaFingerprint(BigInteger modulus) {
        return ROCA_PRIMES.stream()
                .allMatch(p ->
                        isPowerOfExponent(modulus.mod(BigInteger.valueOf(p)).intValue(), p));
    }

    private static boolean isPowerOfExponent(int residue, int prime) {
        var power = 1;
        for (var i = 0; i < prime; i++) {
            if (power == residue) {
                return true;
            }
            power = power * (65537 % prime) % prime;
        }
        return false;
    }

    private Optional<ProblemCode> ecProblem() throws IOException {
        var curve = new ASN1ObjectIdentifier(algorithm.curveOid().orElseThrow());
        var named = isOf(X9ObjectIdentifiers.id_ecPublicKey)
                && curve.equals(info.getAlgorithm().getParameters());
        return named ? readable() : otherKind();
    }

    /** The library refuses points that are not on their curve. */
    private Optional<ProblemCode> readable() throws IOException {
        PublicKeyFactory.createKey(info);
        return Optional.empty();
    }

    /**
     * DER SubjectPublicKeyInfo in the one form that keys made here have, so that the same key is the same octets.
     *
     * @throws IllegalStateException if it has a {@link #problem()}
     */
    public Bytes encoded() {
        try {
            if (algorithm.family() == KeyAlgorithm.Family.RSA) {
                var kind = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
                return Bytes.of(new SubjectPublicKeyInfo(kind, RSAPublicKey.getInstance(info.parsePublicKey()))
                        .getEncoded(ASN1Encoding.DER));
            }
            return Bytes.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(PublicKeyFactory.createKey(info))
                    .getEncoded(ASN1Encoding.DER));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("a key with a problem", e);
        }
    }

    private static List<Integer> primesTo(int most) {
        return IntStream.rangeClosed(2, most)
                .filter(n -> IntStream.rangeClosed(2, (int) Math.sqrt(n)).allMatch(d -> n % d != 0))
                .boxed()
                .toList();
    }
}
