package dev.natsuin.protocol.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.cms.MlDsaKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OrderWorkTest {
    /** The numbers of docs/protocol.md §17. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, 10000",
        "RSA_3072, 10000",
        "RSA_4096, 5000",
        "P_256, 10000",
        "P_384, 10000",
        "P_521, 10000",
        "ED25519, 10000",
        "ML_DSA_65, 1547"
    })
    void the_most_hashes_of_one_order(KeyAlgorithm key, int hashes) {
        assertThat(OrderWork.mostHashes(key)).isEqualTo(hashes);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void the_largest_order_costs_no_more_than_forty_seconds_of_a_core(KeyAlgorithm key) {
        assertThat(OrderWork.unitsOf(key, OrderWork.mostHashes(key))).isBetween(1L, 400_000L);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void the_signatures_of_the_largest_order_have_no_more_than_5_120_000_octets(KeyAlgorithm key) {
        var longest = key == KeyAlgorithm.ML_DSA_65 ? MlDsaKey.SIGNATURE_SIZE_BYTES : 512;
        assertThat(OrderWork.mostHashes(key) * longest).isLessThanOrEqualTo(5_120_000);
    }

    @Test
    void an_order_costs_as_much_as_its_hashes_together() {
        assertThat(OrderWork.unitsOf(KeyAlgorithm.RSA_4096, 7))
                .isEqualTo(7 * OrderWork.unitsOf(KeyAlgorithm.RSA_4096, 1))
                .isGreaterThan(7 * OrderWork.unitsOf(KeyAlgorithm.RSA_2048, 1));
    }

    @Test
    void making_a_longer_key_costs_more() {
        assertThat(OrderWork.unitsOfGeneration(KeyAlgorithm.RSA_3072))
                .isLessThan(OrderWork.unitsOfGeneration(KeyAlgorithm.RSA_4096))
                .isGreaterThan(OrderWork.unitsOfGeneration(KeyAlgorithm.RSA_2048));
        assertThat(OrderWork.unitsOfGeneration(KeyAlgorithm.ED25519)).isBetween(1, 1_000);
    }

    @Test
    void making_a_key_is_within_the_limit_too() {
        assertThat(OrderWork.unitsOfGeneration(KeyAlgorithm.RSA_4096)).isLessThan(OrderWork.MOST_UNITS);
    }
}
