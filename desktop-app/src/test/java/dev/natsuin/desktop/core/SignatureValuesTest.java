package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignatureValuesTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA, SHA256withRSA",
        "RSA_2048, SHA384_WITH_RSA, SHA384withRSA",
        "RSA_2048, SHA512_WITH_RSA, SHA512withRSA",
        "P_256, ECDSA_WITH_SHA256, SHA256withECDSA",
        "P_384, ECDSA_WITH_SHA384, SHA384withECDSA",
        "P_521, ECDSA_WITH_SHA512, SHA512withECDSA"
    })
    void holds_for_its_own_hash_and_key_only(KeyAlgorithm kind, SignAlgorithm algorithm, String jcaName)
            throws GeneralSecurityException {
        var pair = FakeCa.pair(kind);
        var hash = Bytes.of(algorithm.hash().newDigest().digest(MESSAGE.toArray()));
        var other = Bytes.of(algorithm.hash().newDigest().digest(hash.toArray()));

        var value = signature(pair, jcaName);

        assertThat(SignatureValues.holds(pair.getPublic(), algorithm, hash, value))
                .isTrue();
        assertThat(SignatureValues.holds(pair.getPublic(), algorithm, other, value))
                .isFalse();
        assertThat(SignatureValues.holds(pair.getPublic(), algorithm, hash, Bytes.EMPTY))
                .isFalse();
        assertThat(SignatureValues.holds(pair.getPublic(), algorithm, hash, Bytes.of(new byte[value.size()])))
                .isFalse();
        assertThat(SignatureValues.holds(FakeCa.pair(kind).getPublic(), algorithm, hash, value))
                .isFalse();
    }

    private static Bytes signature(KeyPair pair, String jcaName) throws GeneralSecurityException {
        var signer = Signature.getInstance(jcaName);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE.toArray());
        return Bytes.of(signer.sign());
    }
}
