package dev.natsuin.sgm.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.ForeignAuthority;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

final class ForeignPublicKeyTest {
    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final BigInteger SOUND =
            ((RSAPublicKey) ForeignAuthority.rsa2048().getPublic()).getModulus();

    private static ForeignPublicKey key(KeyAlgorithm algorithm, PublicKey key) {
        return new ForeignPublicKey(algorithm, SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static ForeignPublicKey rsa(BigInteger modulus, BigInteger exponent) {
        return key(KeyAlgorithm.RSA_2048, ForeignAuthority.rsa(modulus, exponent));
    }

    @Test
    void what_is_sound_has_no_problem_and_is_written_as_keys_made_here_are() {
        var pair = ForeignAuthority.p256();
        assertThat(rsa(SOUND, F4).problem()).isEmpty();
        assertThat(rsa(SOUND, F4).encoded())
                .isEqualTo(Bytes.of(ForeignAuthority.rsa2048().getPublic().getEncoded()));
        assertThat(key(KeyAlgorithm.P_256, pair.getPublic()).problem()).isEmpty();
        assertThat(key(KeyAlgorithm.P_256, pair.getPublic()).encoded())
                .isEqualTo(Bytes.of(pair.getPublic().getEncoded()));
    }

    @Test
    void a_key_has_the_kind_and_size_that_are_named() {
        var p256 = ForeignAuthority.p256().getPublic();
        assertThat(key(KeyAlgorithm.P_384, p256).problem()).contains(ProblemCode.ALGORITHM_NOT_ALLOWED);
        assertThat(key(KeyAlgorithm.ED25519, p256).problem()).contains(ProblemCode.ALGORITHM_NOT_ALLOWED);
        assertThat(key(KeyAlgorithm.RSA_3072, ForeignAuthority.rsa(SOUND, F4)).problem())
                .contains(ProblemCode.ALGORITHM_NOT_ALLOWED);
        assertThat(rsa(SOUND.shiftRight(1), F4).problem()).contains(ProblemCode.KEY_TOO_SHORT);
        assertThat(rsa(SOUND.negate().mod(BigInteger.ONE.shiftLeft(1023)), F4).problem())
                .contains(ProblemCode.KEY_TOO_SHORT);
    }

    @Test
    void every_exponent_but_one_is_refused() {
        for (var exponent : new long[] {3, 5, 17, 257, 65535, 65539, 4294967297L}) {
            assertThat(rsa(SOUND, BigInteger.valueOf(exponent)).problem())
                    .contains(ProblemCode.KEY_EXPONENT_NOT_ALLOWED);
        }
    }

    @Test
    void a_modulus_with_a_small_factor_is_weak() {
        assertThat(rsa(SOUND.clearBit(0), F4).problem()).contains(ProblemCode.KEY_WEAK);
        for (var factor : new long[] {3, 167, 9973}) {
            var f = BigInteger.valueOf(factor);
            var modulus = SOUND.subtract(SOUND.mod(f));
            assertThat(rsa(modulus.setBit(0).mod(f).signum() == 0 ? modulus.setBit(0) : modulus, F4)
                            .problem())
                    .contains(ProblemCode.KEY_WEAK);
        }
    }

    /** As the library of CVE-2017-15361 made primes: k·M + (65537^a mod M), M the product of the first 126 primes. */
    private static BigInteger roca(Random random) {
        var m = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
                .limit(126)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        while (true) {
            var k = new BigInteger(1024 - m.bitLength(), random).setBit(1023 - m.bitLength());
            var prime = k.multiply(m).add(F4.modPow(new BigInteger(60, random), m));
            if (prime.bitLength() == 1024 && prime.testBit(1022) && prime.isProbablePrime(40)) {
                return prime;
            }
        }
    }

    @Test
    void keys_of_the_library_of_roca_are_weak() {
        var random = new Random(1);
        var modulus = roca(random).multiply(roca(random));

        assertThat(modulus.bitLength()).isEqualTo(2048);
        assertThat(rsa(modulus, F4).problem()).contains(ProblemCode.KEY_WEAK);
        assertThat(ForeignPublicKey.hasRocaFingerprint(modulus)).isTrue();
        assertThat(ForeignPublicKey.hasRocaFingerprint(SOUND)).isFalse();
    }

    @Test
    void a_point_beside_its_curve_and_another_curve_are_refused() {
        var encoded = ForeignAuthority.p256().getPublic().getEncoded();
        encoded[encoded.length - 1] ^= 1;
        assertThat(new ForeignPublicKey(KeyAlgorithm.P_256, SubjectPublicKeyInfo.getInstance(encoded)).problem())
                .contains(ProblemCode.KEY_WEAK);
        var point = SubjectPublicKeyInfo.getInstance(
                        ForeignAuthority.p256().getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
        var other = new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier("1.3.132.0.10")); // secp256k1
        assertThat(new ForeignPublicKey(KeyAlgorithm.P_256, new SubjectPublicKeyInfo(other, point)).problem())
                .contains(ProblemCode.ALGORITHM_NOT_ALLOWED);
        var infinity = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                new byte[1]);
        assertThat(new ForeignPublicKey(KeyAlgorithm.P_256, infinity).problem()).contains(ProblemCode.KEY_WEAK);
    }
}
