package dev.natsuin.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A signing key under the secret of an enrolment code; what opens it and what does not is in the vectors. */
final class KeyHandoverTest {
    private static final Bytes KEY = new TestRandom("a key").bytes(1200);
    private static final List<Bytes> CERTIFICATES = Samples.importKey().certificates();

    private final TestRandom random = new TestRandom("handover");
    private final KeyHandover.Binding binding;

    KeyHandoverTest() {
        try (var code = Samples.secret(Samples.CODE_SECRET);
                var enrolment = KeyHandover.enrolmentSecret(code, Samples.identityHash())) {
            binding = new KeyHandover.Binding(Samples.identityHash(), EnrolmentSecretHash.of(enrolment), CERTIFICATES);
        }
    }

    private Bytes sealed(String name, Bytes key) {
        try (var code = Samples.secret(Samples.CODE_SECRET);
                var content = new KeyHandover.Content(name, Samples.secret(key))) {
            return KeyHandover.seal(code, binding, content, random);
        }
    }

    private Optional<Bytes> opened(Bytes secret, Bytes sealed) {
        try (var code = Samples.secret(secret)) {
            return KeyHandover.open(code, binding, sealed).map(content -> {
                try (content) {
                    return content.pkcs8().use(Bytes::of);
                }
            });
        }
    }

    @Test
    void whoever_has_the_code_gets_the_key() {
        assertThat(opened(Samples.CODE_SECRET, sealed("山田 花", KEY))).contains(KEY);
        assertThat(opened(Samples.CODE_SECRET, sealed("", KEY))).contains(KEY);
    }

    @Test
    void what_the_sgm_gets_to_see_at_enrolment_opens_nothing() {
        try (var code = Samples.secret(Samples.CODE_SECRET);
                var seen = KeyHandover.enrolmentSecret(code, Samples.identityHash())) {
            assertThat(opened(seen.use(Bytes::of), sealed("", KEY))).isEmpty();
            assertThat(seen.size()).isEqualTo(EnrolmentSecretHash.SECRET_SIZE_BYTES);
        }
    }

    @Test
    void every_octet_of_it_counts() {
        var sealed = sealed("a name", Bytes.utf8("key"));
        for (var i = 0; i < sealed.size(); i++) {
            var other = sealed.toArray();
            other[i] ^= 1;
            assertThat(opened(Samples.CODE_SECRET, Bytes.of(other)))
                    .as("octet %d", i)
                    .isEmpty();
        }
        for (var size = 0; size < sealed.size(); size++) {
            assertThat(opened(Samples.CODE_SECRET, sealed.slice(0, size))).isEmpty();
        }
    }

    @Test
    void two_of_the_same_key_are_not_alike() {
        assertThat(sealed("", KEY)).isNotEqualTo(sealed("", KEY));
    }

    @Test
    void neither_key_nor_name_is_in_it_in_clear() {
        assertThat(sealed("a name to look for", KEY).toHex())
                .doesNotContain(KEY.slice(0, 16).toHex())
                .doesNotContain(Bytes.utf8("a name to look for").toHex());
    }

    @Test
    void what_is_too_long_is_not_encrypted() {
        assertThatThrownBy(() -> sealed("x".repeat(401), KEY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealed("", Bytes.of(new byte[KeyTransport.LARGEST_KEY_BYTES + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sealed("x".repeat(400), Bytes.of(new byte[KeyTransport.LARGEST_KEY_BYTES]))
                        .size())
                .isLessThanOrEqualTo(16_384);
    }

    @Test
    void a_binding_keeps_its_own_list_and_has_hashes_only() {
        var list = new ArrayList<>(CERTIFICATES);
        var own = new KeyHandover.Binding(Samples.identityHash(), Samples.identityHash(), list);
        list.clear();
        assertThat(own.certificates()).isEqualTo(CERTIFICATES);
        assertThatThrownBy(() -> new KeyHandover.Binding(Bytes.EMPTY, Samples.identityHash(), list))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyHandover.enrolmentSecret(Secret.taking(new byte[15]), Samples.identityHash()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
