package dev.natsuin.protocol.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlgorithmIdentifiersTest {
    // The hexadecimal encodings that the CA/Browser Forum's Baseline Requirements §7.1.3.2 demand; Ed25519: RFC 8410
    // §3.
    @ParameterizedTest
    @CsvSource({
        "SHA256_WITH_RSA, 300d06092a864886f70d01010b0500",
        "SHA384_WITH_RSA, 300d06092a864886f70d01010c0500",
        "SHA512_WITH_RSA, 300d06092a864886f70d01010d0500",
        "SHA256_WITH_RSA_PSS, 304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d"
                + "010108300d06096086480165030402010500a203020120",
        "SHA384_WITH_RSA_PSS, 304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d"
                + "010108300d06096086480165030402020500a203020130",
        "SHA512_WITH_RSA_PSS, 304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d"
                + "010108300d06096086480165030402030500a203020140",
        "ECDSA_WITH_SHA256, 300a06082a8648ce3d040302",
        "ECDSA_WITH_SHA384, 300a06082a8648ce3d040303",
        "ECDSA_WITH_SHA512, 300a06082a8648ce3d040304",
        "ED25519, 300506032b6570",
        "ML_DSA_65, 300b0609608648016503040312"
    })
    void each_algorithm_has_its_one_spelling(SignAlgorithm algorithm, String hex) {
        assertThat(AlgorithmIdentifiers.of(algorithm).toHex()).isEqualTo(hex);
        var parameters = AlgorithmIdentifiers.parameters(algorithm).map(Bytes::toHex);
        switch (algorithm.scheme()) {
            case RSA_PKCS1 -> assertThat(parameters).contains("0500");
            case RSA_PSS -> assertThat(parameters).contains(hex.substring(26));
            case ECDSA, EDDSA, ML_DSA -> assertThat(parameters).isEmpty();
        }
    }
}
