package dev.natsuin.desktop.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignOptionsTest {
    private static final Optional<RsaPadding> PSS = Optional.of(RsaPadding.PSS);

    private static SignOptions options(Optional<RsaPadding> padding, Optional<HashAlgorithm> hash) {
        return new SignOptions(SignatureLevel.B, null, "-signed", List.of(), padding, hash);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void unless_asked_otherwise_a_key_signs_as_it_usually_does(KeyAlgorithm key) {
        var usual = new SignOptions(SignatureLevel.B, null, "-signed");

        assertThat(usual.algorithmFor(key, Optional.empty())).contains(key.defaultSignAlgorithm());
    }

    @Test
    void an_order_decides_over_the_profile_and_the_profile_over_the_usual() {
        var key = KeyAlgorithm.RSA_3072;

        assertThat(options(Optional.empty(), Optional.empty()).algorithmFor(key, PSS))
                .contains(SignAlgorithm.SHA256_WITH_RSA_PSS);
        assertThat(options(Optional.of(RsaPadding.PKCS1), Optional.empty()).algorithmFor(key, PSS))
                .contains(SignAlgorithm.SHA256_WITH_RSA);
        assertThat(options(PSS, Optional.of(HashAlgorithm.SHA_512)).algorithmFor(key, Optional.empty()))
                .contains(SignAlgorithm.SHA512_WITH_RSA_PSS);
    }

    @Test
    void padding_means_nothing_to_keys_that_are_not_rsa() {
        assertThat(options(PSS, Optional.empty()).algorithmFor(KeyAlgorithm.P_256, PSS))
                .contains(SignAlgorithm.ECDSA_WITH_SHA256);
        assertThat(options(PSS, Optional.empty()).algorithmFor(KeyAlgorithm.ED25519, PSS))
                .contains(SignAlgorithm.ED25519);
    }

    @Test
    void ed25519_signs_with_no_other_hash() {
        assertThat(options(Optional.empty(), Optional.of(HashAlgorithm.SHA_256))
                        .algorithmFor(KeyAlgorithm.ED25519, Optional.empty()))
                .isEmpty();
    }
}
