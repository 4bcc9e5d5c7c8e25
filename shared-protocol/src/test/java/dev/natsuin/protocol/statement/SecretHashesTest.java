package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import org.junit.jupiter.api.Test;

/** {@link ActivationCommitment} and {@link EnrolmentSecretHash}. */
final class SecretHashesTest {
    private static final Bytes KEY = Bytes.hex("aa".repeat(32));

    private static Bytes commitment(Bytes blind, Bytes key) {
        try (var b = Samples.secret(blind);
                var k = Samples.secret(key)) {
            return ActivationCommitment.of(b, k);
        }
    }

    @Test
    void a_commitment_is_the_hash_of_label_blind_and_key() {
        assertThat(commitment(Samples.BLIND, KEY))
                .isEqualTo(Bytes.concat(Bytes.utf8("natsuin-activation-commitment-v1"), Samples.BLIND, KEY)
                        .sha256());
    }

    @Test
    void a_commitment_holds_for_one_blind_and_one_key() {
        var commitment = commitment(Samples.BLIND, KEY);

        assertThat(commitment(Samples.BLIND, Bytes.hex("aa".repeat(31) + "ab"))).isNotEqualTo(commitment);
        assertThat(commitment(Bytes.hex("00".repeat(32)), KEY)).isNotEqualTo(commitment);
    }

    @Test
    void a_commitment_takes_thirty_two_octets_each_so_that_none_can_move_from_one_to_the_other() {
        assertThatThrownBy(() -> commitment(Samples.BLIND.slice(0, 31), KEY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> commitment(Samples.BLIND, KEY.slice(0, 31)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_enrolment_secret_hash_is_the_hash_of_label_and_secret() {
        try (var secret = Samples.secret(Samples.ENROLMENT_SECRET)) {
            assertThat(EnrolmentSecretHash.of(secret))
                    .isEqualTo(Bytes.concat(Bytes.utf8("natsuin-enrolment-v1"), Samples.ENROLMENT_SECRET)
                            .sha256());
        }
    }

    @Test
    void a_display_hash_is_the_hash_of_label_salt_and_three_texts_each_behind_its_length() {
        var salt = Bytes.hex("0b".repeat(32));
        var longest = "x".repeat(0xFFFF);

        assertThat(DisplayHash.of(salt, "田", "", longest))
                .isEqualTo(Bytes.concat(
                                Bytes.utf8("natsuin-display-v1"),
                                salt,
                                Bytes.hex("0003"),
                                Bytes.utf8("田"),
                                Bytes.hex("0000ffff"),
                                Bytes.utf8(longest))
                        .sha256());
        assertThatThrownBy(() -> DisplayHash.of(salt, "", "", longest + "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DisplayHash.of(salt.slice(1, 32), "", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_enrolment_secret_has_sixteen_octets() {
        assertThatThrownBy(() -> EnrolmentSecretHash.of(Secret.taking(new byte[15])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
