package dev.natsuin.protocol.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlgorithmTest {
    // RFC 5754 §2, RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3.
    @ParameterizedTest
    @CsvSource({
        "SHA256_WITH_RSA, 1.2.840.113549.1.1.11, SHA_256, RSA",
        "SHA384_WITH_RSA, 1.2.840.113549.1.1.12, SHA_384, RSA",
        "SHA512_WITH_RSA, 1.2.840.113549.1.1.13, SHA_512, RSA",
        "SHA256_WITH_RSA_PSS, 1.2.840.113549.1.1.10, SHA_256, RSA",
        "SHA384_WITH_RSA_PSS, 1.2.840.113549.1.1.10, SHA_384, RSA",
        "SHA512_WITH_RSA_PSS, 1.2.840.113549.1.1.10, SHA_512, RSA",
        "ECDSA_WITH_SHA256, 1.2.840.10045.4.3.2, SHA_256, EC",
        "ECDSA_WITH_SHA384, 1.2.840.10045.4.3.3, SHA_384, EC",
        "ECDSA_WITH_SHA512, 1.2.840.10045.4.3.4, SHA_512, EC",
        "ED25519, 1.3.101.112, SHA_512, EDWARDS",
        "ML_DSA_65, 2.16.840.1.101.3.4.3.18, SHA_512, ML_DSA"
    })
    void signature_algorithms_have_the_oids_of_the_rfcs(
            SignAlgorithm algorithm, String oid, HashAlgorithm hash, KeyAlgorithm.Family family) {
        assertThat(SignAlgorithm.byOid(oid, hash)).contains(algorithm);
        assertThat(algorithm.oid()).isEqualTo(oid);
        assertThat(algorithm.hash()).isEqualTo(hash);
        assertThat(algorithm.family()).isEqualTo(family);
    }

    // RFC 5754 §2; the hashes of "abc" are FIPS 180-4's examples, cut to four octets.
    @ParameterizedTest
    @CsvSource({
        "SHA_256, 2.16.840.1.101.3.4.2.1, 32, ba7816bf",
        "SHA_384, 2.16.840.1.101.3.4.2.2, 48, cb00753f",
        "SHA_512, 2.16.840.1.101.3.4.2.3, 64, ddaf35a1"
    })
    void hash_algorithms_have_the_oids_and_sizes_of_the_standards(
            HashAlgorithm algorithm, String oid, int size, String begin) {
        var hash = Bytes.of(algorithm.newDigest().digest("abc".getBytes(StandardCharsets.US_ASCII)));

        assertThat(HashAlgorithm.byOid(oid)).contains(algorithm);
        assertThat(algorithm.oid()).isEqualTo(oid);
        assertThat(algorithm.sizeBytes()).isEqualTo(size).isEqualTo(hash.size());
        assertThat(hash.toHex()).startsWith(begin);
    }

    @Test
    void sha_1_is_not_known() {
        assertThat(HashAlgorithm.byOid("1.3.14.3.2.26")).isEmpty();
        assertThat(SignAlgorithm.byOid("1.2.840.113549.1.1.5", HashAlgorithm.SHA_256))
                .isEmpty();
    }

    // MD5 and SHA-1 with RSA, ECDSA with SHA-1, HashML-DSA, ML-DSA-44, and the keys themselves: what they would sign is
    // not said.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.113549.1.1.1",
                "1.2.840.113549.1.1.4",
                "1.2.840.113549.1.1.5",
                "1.2.840.10045.2.1",
                "1.2.840.10045.4.1",
                "1.3.101.113",
                "2.16.840.1.101.3.4.3.17",
                "2.16.840.1.101.3.4.3.33"
            })
    void weak_and_raw_mechanisms_are_not_known(String oid) {
        assertThat(Stream.of(HashAlgorithm.values()).flatMap(h -> SignAlgorithm.byOid(oid, h).stream()))
                .isEmpty();
        assertThat(SignAlgorithm.impliedHash(oid)).isEmpty();
    }

    @Test
    void an_oid_that_implies_a_hash_keeps_it_whatever_hash_stands_beside() {
        assertThat(SignAlgorithm.byOid("1.2.840.113549.1.1.11", HashAlgorithm.SHA_512))
                .contains(SignAlgorithm.SHA256_WITH_RSA);
        assertThat(SignAlgorithm.impliedHash("1.2.840.113549.1.1.12")).contains(HashAlgorithm.SHA_384);
        assertThat(SignAlgorithm.impliedHash("1.2.840.113549.1.1.10")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SignAlgorithm.class)
    void scheme_and_hash_name_one_algorithm(SignAlgorithm algorithm) {
        assertThat(SignAlgorithm.of(algorithm.scheme(), algorithm.hash())).contains(algorithm);
    }

    @Test
    void pure_algorithms_go_with_sha_512_only() {
        for (var scheme : List.of(SignAlgorithm.Scheme.EDDSA, SignAlgorithm.Scheme.ML_DSA)) {
            assertThat(SignAlgorithm.of(scheme, HashAlgorithm.SHA_256)).isEmpty();
            assertThat(SignAlgorithm.of(scheme, HashAlgorithm.SHA_384)).isEmpty();
        }
        assertThat(SignAlgorithm.values())
                .filteredOn(SignAlgorithm::isPure)
                .containsExactly(SignAlgorithm.ED25519, SignAlgorithm.ML_DSA_65);
    }

    @Test
    void only_ml_dsa_is_experimental() {
        assertThat(KeyAlgorithm.values())
                .filteredOn(KeyAlgorithm::isExperimental)
                .containsExactly(KeyAlgorithm.ML_DSA_65);
    }

    // RFC 5480 §2.1.1.1.
    @ParameterizedTest
    @CsvSource({
        "p-256, P_256, EC, 256, 1.2.840.10045.3.1.7",
        "p-384, P_384, EC, 384, 1.3.132.0.34",
        "p-521, P_521, EC, 521, 1.3.132.0.35",
        "rsa-2048, RSA_2048, RSA, 2048, ",
        "rsa-3072, RSA_3072, RSA, 3072, ",
        "rsa-4096, RSA_4096, RSA, 4096, ",
        "ed25519, ED25519, EDWARDS, 255, ",
        "ml-dsa-65, ML_DSA_65, ML_DSA, 15616, "
    })
    void key_algorithms_have_the_names_of_the_command_line(
            String name, KeyAlgorithm algorithm, KeyAlgorithm.Family family, int bits, String curve) {
        assertThat(KeyAlgorithm.byName(name)).contains(algorithm);
        assertThat(algorithm.wireName()).isEqualTo(name);
        assertThat(algorithm.family()).isEqualTo(family);
        assertThat(algorithm.sizeBits()).isEqualTo(bits);
        assertThat(algorithm.curveOid().orElse(null)).isEqualTo(curve);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void the_default_fits_the_key(KeyAlgorithm key) {
        assertThat(key.defaultSignAlgorithm().fits(key)).isTrue();
    }

    @Test
    void no_algorithm_fits_a_key_of_another_family() {
        var fitting = Arrays.stream(SignAlgorithm.values())
                .flatMap(s -> Stream.of(KeyAlgorithm.values()).filter(s::fits))
                .count();

        // 6 × 3 for RSA, 3 × 3 for EC, 1 for Ed25519, 1 for ML-DSA-65.
        assertThat(fitting).isEqualTo(29);
    }
}
