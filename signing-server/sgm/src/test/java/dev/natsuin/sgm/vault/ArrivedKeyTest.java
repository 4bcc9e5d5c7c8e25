package dev.natsuin.sgm.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.ForeignAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** What a stranger may write into a private key, one number at a time. */
final class ArrivedKeyTest {
    private static final RSAPrivateCrtKey RSA =
            (RSAPrivateCrtKey) ForeignAuthority.rsa2048().getPrivate();
    private static final Bytes PUBLIC =
            Bytes.of(ForeignAuthority.rsa2048().getPublic().getEncoded());

    private static String read(KeyAlgorithm algorithm, Bytes publicKey, byte[] pkcs8) {
        try (var secret = Secret.copyOf(pkcs8)) {
            return ArrivedKey.read(algorithm, publicKey, secret)
                    .fold(
                            sound -> {
                                try (sound) {
                                    return sound.use(octets -> Bytes.of(octets).toHex());
                                }
                            },
                            ProblemCode::code);
        }
    }

    private static byte[] pkcs8(ASN1Encodable key, AlgorithmIdentifier kind) {
        try {
            return new PrivateKeyInfo(kind, key).getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] rsa(
            BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q, BigInteger coefficient) {
        var one = BigInteger.ONE;
        var exponent1 = p.compareTo(one) > 0 ? d.mod(p.subtract(one)) : d;
        var exponent2 = q.compareTo(one) > 0 ? d.mod(q.subtract(one)) : d;
        var key = new RSAPrivateKey(n, e, d, p, q, exponent1, exponent2, coefficient);
        return pkcs8(key, new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
    }

    private static String readRsa(byte[] pkcs8) {
        return read(KeyAlgorithm.RSA_2048, PUBLIC, pkcs8);
    }

    @Test
    void what_is_not_believed_is_computed_anew() {
        var sound = readRsa(RSA.getEncoded());
        var odd = rsa(
                RSA.getModulus(),
                RSA.getPublicExponent(),
                RSA.getPrivateExponent().add(BigInteger.TWO),
                RSA.getPrimeP(),
                RSA.getPrimeQ(),
                BigInteger.TEN);

        assertThat(sound).hasSizeGreaterThan(2000);
        assertThat(readRsa(odd)).as("other exponents and another coefficient").isEqualTo(sound);
    }

    @Test
    void a_sequence_that_ends_too_soon_is_no_key() {
        var unreadable = ProblemCode.IMPORTED_KEY_UNREADABLE.code();
        var ec = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
        for (var tooShort : new DERSequence[] {new DERSequence(), new DERSequence(new ASN1Integer(1))}) {
            assertThat(readRsa(pkcs8(
                            tooShort, new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE))))
                    .isEqualTo(unreadable);
            assertThat(read(KeyAlgorithm.P_256, PUBLIC, pkcs8(tooShort, ec))).isEqualTo(unreadable);
        }
        assertThat(readRsa(new byte[] {0x30, 0})).isEqualTo(unreadable);
    }

    @Test
    void the_two_primes_make_the_modulus_or_it_is_no_key() {
        var p = RSA.getPrimeP();
        var q = RSA.getPrimeQ();
        var n = RSA.getModulus();
        var unreadable = ProblemCode.IMPORTED_KEY_UNREADABLE.code();
        var e = RSA.getPublicExponent();
        var d = RSA.getPrivateExponent();

        assertThat(readRsa(rsa(n, e, d, p.add(BigInteger.TWO), q, q))).isEqualTo(unreadable);
        assertThat(readRsa(rsa(n, e, d, n, BigInteger.ONE.add(BigInteger.ONE), q)))
                .isEqualTo(unreadable);
        assertThat(readRsa(rsa(n, e, d, n.negate(), BigInteger.TWO, q))).isEqualTo(unreadable);
        assertThat(readRsa(rsa(n, BigInteger.valueOf(3), d, p, q, q)))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY.code());
        assertThat(readRsa(rsa(n.add(BigInteger.TWO), e, d, p, q, q)))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY.code());
    }

    @Test
    void primes_that_are_found_from_the_modulus_are_weak() {
        var p = RSA.getPrimeP();
        var near = p.nextProbablePrime();
        var n = p.multiply(near);
        var open = Bytes.of(ForeignAuthority.rsa(n, RSA.getPublicExponent()).getEncoded());
        var key = rsa(n, RSA.getPublicExponent(), RSA.getPrivateExponent(), p, near, p);

        assertThat(read(KeyAlgorithm.RSA_2048, open, key)).isEqualTo(ProblemCode.KEY_WEAK.code());
    }

    @Test
    void a_scalar_is_its_points_and_within_the_order() {
        var pair = ForeignAuthority.p256();
        var open = Bytes.of(pair.getPublic().getEncoded());
        var scalar = ((ECPrivateKey) pair.getPrivate()).getS();
        var order = ((ECPrivateKey) pair.getPrivate()).getParams().getOrder();

        assertThat(read(KeyAlgorithm.P_256, open, ec(scalar))).hasSizeGreaterThan(100);
        assertThat(read(KeyAlgorithm.P_256, open, ec(scalar.xor(BigInteger.ONE))))
                .isEqualTo(ProblemCode.CERTIFICATE_OF_OTHER_KEY.code());
        for (var bad : new BigInteger[] {BigInteger.ZERO, order, order.add(BigInteger.ONE)}) {
            assertThat(read(KeyAlgorithm.P_256, open, ec(bad))).isEqualTo(ProblemCode.IMPORTED_KEY_UNREADABLE.code());
        }
    }

    private static byte[] ec(BigInteger scalar) {
        return pkcs8(
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, scalar, null),
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1));
    }

    @Test
    void other_kinds_and_other_octets_are_no_key() {
        KeyPair pair = ForeignAuthority.p256();
        var unreadable = ProblemCode.IMPORTED_KEY_UNREADABLE.code();
        assertThat(readRsa(pair.getPrivate().getEncoded())).isEqualTo(unreadable);
        assertThat(read(
                        KeyAlgorithm.P_384,
                        Bytes.of(pair.getPublic().getEncoded()),
                        pair.getPrivate().getEncoded()))
                .isEqualTo(unreadable);
        assertThat(read(KeyAlgorithm.ED25519, PUBLIC, pair.getPrivate().getEncoded()))
                .isEqualTo(unreadable);
        for (var size : new int[] {0, 1, 100, 9000}) {
            assertThat(readRsa(new byte[size])).isEqualTo(unreadable);
        }
    }
}
