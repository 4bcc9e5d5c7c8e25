package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Envelope.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EnvelopeTest {
    private static final Bytes STATEMENT = Bytes.utf8("{}");
    private static final Bytes SIGNATURE = Bytes.of(filled(64, 2));

    private static final Set<Field> OPEN = Set.of(Field.STATEMENT, Field.DEVICE_SIGNATURE);

    private static int tag(Field field) {
        return switch (field) {
            case STATEMENT -> 1;
            case DEVICE_SIGNATURE -> 2;
            case ACTIVATION_SIGNATURE -> 3;
            case SEAL_SHARE -> 4;
            case ENROLMENT_SECRET -> 5;
            case ACTIVATION_KEY -> 6;
            case ACTIVATION_BLIND -> 7;
            case NEW_ACTIVATION_SIGNATURE -> 8;
            case NEW_SEAL_SHARE -> 9;
            case ENCRYPTED_KEY -> 10;
            case HANDED_KEY -> 11;
        };
    }

    private static byte[] filled(int size, int value) {
        var octets = new byte[size];
        Arrays.fill(octets, (byte) value);
        return octets;
    }

    private static int size(Field field) {
        return switch (field) {
            case STATEMENT -> 2;
            case DEVICE_SIGNATURE, ACTIVATION_SIGNATURE, NEW_ACTIVATION_SIGNATURE -> 64;
            case SEAL_SHARE, ACTIVATION_KEY, ACTIVATION_BLIND, NEW_SEAL_SHARE -> 32;
            case ENROLMENT_SECRET -> 16;
            case ENCRYPTED_KEY, HANDED_KEY -> 32;
        };
    }

    private static Envelope full() {
        var envelope = Envelope.of(STATEMENT, SIGNATURE);
        for (var field : Field.values()) {
            if (!OPEN.contains(field)) {
                envelope.with(field, Secret.taking(filled(size(field), tag(field))));
            }
        }
        return envelope;
    }

    private static String hex(Envelope envelope) {
        try (var secret = envelope.toSecret()) {
            return secret.use(octets -> Bytes.of(octets).toHex());
        }
    }

    private static Envelope read(String hex) throws Malformed {
        try (var text = Samples.secret(Bytes.hex(hex))) {
            return Envelope.read(text);
        }
    }

    private static void assertRefused(String hex) {
        assertThatThrownBy(() -> read(hex)).as(hex).isInstanceOf(Malformed.class);
    }

    private static String field(int tag, int size) {
        return String.format("%02x%08x", tag, size) + "00".repeat(size);
    }

    @Test
    void writes_tags_lengths_and_contents_in_order() {
        try (var envelope = Envelope.of(STATEMENT, SIGNATURE)
                .with(Field.SEAL_SHARE, Secret.taking(filled(32, 4)))
                .with(Field.ACTIVATION_SIGNATURE, Secret.taking(filled(64, 3)))) {
            assertThat(hex(envelope))
                    .isEqualTo("4e534531" + "01" + "00000002" + "7b7d" + "02" + "00000040" + "02".repeat(64) + "03"
                            + "00000040" + "03".repeat(64) + "04" + "00000020" + "04".repeat(32));
        }
    }

    @Test
    void reads_every_field_back() throws Malformed {
        try (var written = full();
                var read = read(hex(written))) {
            assertThat(read.statement()).isEqualTo(STATEMENT);
            assertThat(read.deviceSignature()).isEqualTo(SIGNATURE);
            for (var field : Field.values()) {
                if (!OPEN.contains(field)) {
                    assertThat(read.secret(field).orElseThrow().matches(Secret.taking(filled(size(field), tag(field)))))
                            .isTrue();
                }
            }
            assertThat(read.secret(Field.STATEMENT)).isEmpty();
        }
    }

    @Test
    void knows_exactly_which_secrets_went_along() {
        try (var envelope = Envelope.of(STATEMENT, SIGNATURE).with(Field.SEAL_SHARE, Secret.taking(filled(32, 4)))) {
            assertThat(envelope.carriesExactly(Field.SEAL_SHARE)).isTrue();
            assertThat(envelope.carriesExactly()).isFalse();
            assertThat(envelope.carriesExactly(Field.SEAL_SHARE, Field.ACTIVATION_SIGNATURE))
                    .isFalse();
        }
    }

    @Test
    void refuses_an_envelope_cut_at_any_place() {
        var whole = hex(full());
        // An envelope that ends behind a whole field is one with fewer secrets; sealing is what tells.
        var ends = new HashSet<Integer>();
        var at = 4;
        for (var field : Field.values()) {
            at += 5 + size(field);
            ends.add(at);
        }
        ends.remove(4 + 5 + 2);
        for (var size = 0; size < whole.length() / 2; size++) {
            if (!ends.contains(size)) {
                assertRefused(whole.substring(0, 2 * size));
            }
        }
    }

    @Test
    void refuses_another_magic() {
        assertRefused("4e534532" + field(1, 2) + field(2, 64));
        assertRefused("6e534531" + field(1, 2) + field(2, 64));
    }

    @Test
    void refuses_fields_out_of_order_doubled_or_unknown() {
        assertRefused("4e534531" + field(2, 64) + field(1, 2));
        assertRefused("4e534531" + field(1, 2) + field(1, 2) + field(2, 64));
        assertRefused("4e534531" + field(1, 2) + field(2, 64) + field(2, 64));
        assertRefused("4e534531" + field(1, 2) + field(2, 64) + field(4, 32) + field(3, 64));
        assertRefused("4e534531" + field(0, 0) + field(1, 2) + field(2, 64));
        assertRefused("4e534531" + field(1, 2) + field(2, 64) + field(8, 1));
        assertRefused("4e534531" + field(1, 2) + field(2, 64) + field(0x81, 2));
        assertRefused("4e534531" + field(1, 2) + field(2, 64) + field(255, 0));
    }

    @Test
    void refuses_an_envelope_without_statement_or_device_signature() {
        assertRefused("4e534531");
        assertRefused("4e534531" + field(1, 2));
        assertRefused("4e534531" + field(2, 64));
        assertRefused("4e534531" + field(1, 0) + field(2, 64));
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void refuses_a_field_of_another_length(Field field) {
        if (!Set.of(Field.STATEMENT, Field.ENCRYPTED_KEY, Field.HANDED_KEY).contains(field)) {
            var before = field == Field.DEVICE_SIGNATURE ? field(1, 2) : field(1, 2) + field(2, 64);
            for (var size : new int[] {0, size(field) - 1, size(field) + 1}) {
                assertRefused("4e534531" + before + field(tag(field), size));
            }
        }
    }

    @Test
    void an_encrypted_key_has_at_least_what_its_encapsulated_key_needs_and_an_end() throws Malformed {
        var before = "4e534531" + field(1, 2) + field(2, 64);
        for (var field : List.of(Field.ENCRYPTED_KEY, Field.HANDED_KEY)) {
            for (var size : new int[] {32, 33, 16_384}) {
                assertThat(read(before + field(tag(field), size)).secret(field)).isPresent();
            }
            for (var size : new int[] {0, 31, 16_385}) {
                assertRefused(before + field(tag(field), size));
            }
        }
    }

    @Test
    void refuses_lengths_beyond_the_end_and_beyond_31_bits() {
        assertRefused("4e534531" + "01" + "00000003" + "7b7d");
        assertRefused("4e534531" + "01" + "7fffffff" + "7b7d");
        assertRefused("4e534531" + "01" + "80000000" + "7b7d");
        assertRefused("4e534531" + "01" + "ffffffff" + "7b7d");
    }

    @Test
    void refuses_to_hold_what_it_would_not_read() {
        var envelope = Envelope.of(STATEMENT, SIGNATURE);

        assertThatThrownBy(() -> envelope.with(Field.SEAL_SHARE, Secret.taking(filled(31, 0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.with(Field.DEVICE_SIGNATURE, Secret.taking(filled(64, 0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.with(Field.STATEMENT, Secret.taking(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.of(Bytes.EMPTY, SIGNATURE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.of(STATEMENT, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keeps_the_first_secret_when_a_second_for_the_same_field_is_refused() {
        try (var envelope = Envelope.of(STATEMENT, SIGNATURE).with(Field.SEAL_SHARE, Secret.taking(filled(32, 4)))) {
            assertThatThrownBy(() -> envelope.with(Field.SEAL_SHARE, Secret.taking(filled(32, 5))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(envelope.secret(Field.SEAL_SHARE).orElseThrow().matches(Secret.taking(filled(32, 4))))
                    .isTrue();
        }
    }

    @Test
    void zeroes_its_secrets_when_closed() {
        var share = filled(32, 4);
        var envelope = Envelope.of(STATEMENT, SIGNATURE).with(Field.SEAL_SHARE, Secret.taking(share));

        envelope.close();

        assertThat(share).containsOnly(0);
    }

    @Test
    void leaves_the_text_it_was_read_from_to_its_owner() throws Malformed {
        try (var written = full();
                var text = written.toSecret()) {
            Envelope.read(text).close();
            Envelope.read(text).close();
        }
    }

    @Test
    void prints_which_secrets_but_not_their_content() {
        try (var envelope = Envelope.of(STATEMENT, SIGNATURE).with(Field.SEAL_SHARE, Secret.taking(filled(32, 4)))) {
            assertThat(envelope).hasToString("Envelope[SEAL_SHARE]");
        }
    }
}
