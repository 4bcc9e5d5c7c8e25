package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.statement.Envelope.Field;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a desktop sends, and what is left of it when one octet is another. */
final class SealedStatementTest {
    private static final Bytes KEY_ID = Bytes.hex("0102030405060708");

    private final SigningSeed device = Samples.device();
    private final SigningSeed activation = Samples.activation();
    private final Sealing.OpeningKey sgm = Sealing.OpeningKey.random(new TestRandom("sgm"));

    @AfterEach
    void close() {
        device.close();
        activation.close();
        sgm.close();
    }

    private Envelope enrolment() {
        var text = StatementText.write(Samples.enrol());
        return Envelope.of(text, device.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text)))
                .with(
                        Field.ACTIVATION_SIGNATURE,
                        Samples.secret(activation.sign(Token.signingInput(Token.Purpose.ACTIVATION, text))))
                .with(Field.SEAL_SHARE, Samples.secret(Samples.SEAL_SHARE))
                .with(Field.ENROLMENT_SECRET, Samples.secret(Samples.ENROLMENT_SECRET))
                .with(
                        Field.ACTIVATION_KEY,
                        Samples.secret(activation.publicKey().encoded()))
                .with(Field.ACTIVATION_BLIND, Samples.secret(Samples.BLIND));
    }

    private Bytes sealed() throws Malformed {
        try (var envelope = enrolment();
                var text = envelope.toSecret()) {
            var hpke = Sealing.seal(sgm.publicKey(), Samples.identityHash(), text, new TestRandom("ephemeral"));
            return SealedStatement.of(KEY_ID, hpke).toBytes();
        }
    }

    private Optional<Secret> open(Bytes sealed) throws Malformed {
        var read = SealedStatement.read(sealed);
        return read.sealingKeyId().equals(KEY_ID)
                ? sgm.open(read.encapsulated(), read.ciphertext(), Samples.identityHash())
                : Optional.empty();
    }

    @Test
    void arrives_whole() throws Malformed {
        try (var text = open(sealed()).orElseThrow();
                var envelope = Envelope.read(text)) {
            assertThat(holds(envelope)).isTrue();
            assertThat(StatementText.read(envelope.statement())).isEqualTo(Samples.enrol());
        }
    }

    @Test
    void is_refused_with_any_octet_changed() throws Malformed {
        var good = sealed().toArray();
        for (var i = 0; i < good.length; i++) {
            var bad = good.clone();
            bad[i] ^= 1;

            Optional<Secret> opened;
            try {
                opened = open(Bytes.of(bad));
            } catch (Malformed e) {
                opened = Optional.empty();
            }
            assertThat(opened).as("octet %d", i).isEmpty();
        }
    }

    /** The signatures, the commitment and the enrolment secret, as the SGM checks them. */
    private boolean holds(Envelope envelope) throws Malformed {
        var text = envelope.statement();
        if (!device.publicKey()
                .verifies(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text), envelope.deviceSignature())) {
            return false;
        }
        var activated = envelope.secret(Field.ACTIVATION_SIGNATURE)
                .orElseThrow()
                .use(s -> activation
                        .publicKey()
                        .verifies(Token.signingInput(Token.Purpose.ACTIVATION, text), Bytes.of(s)));
        var committed = ActivationCommitment.of(
                envelope.secret(Field.ACTIVATION_BLIND).orElseThrow(),
                envelope.secret(Field.ACTIVATION_KEY).orElseThrow());
        var invited =
                EnrolmentSecretHash.of(envelope.secret(Field.ENROLMENT_SECRET).orElseThrow());
        return activated
                && committed.equals(Samples.enrol().activationCommitment())
                && invited.equals(Samples.inviteSigner().secretHash());
    }

    @Test
    void no_octet_of_the_envelope_but_the_share_can_change_even_inside_the_seal() throws Malformed {
        byte[] good;
        try (var envelope = enrolment();
                var text = envelope.toSecret()) {
            good = text.use(byte[]::clone);
        }
        var shareAt = indexOf(good, Samples.SEAL_SHARE.toArray());
        for (var i = 0; i < good.length; i++) {
            var bad = good.clone();
            bad[i] ^= 1;
            var isShare = i >= shareAt && i < shareAt + 32;

            // A wrong share opens no key: what the SGM finds there is another's, see attack 34.
            assertThat(accepted(bad)).as("octet %d", i).isEqualTo(isShare);
        }
    }

    private boolean accepted(byte[] octets) {
        try (var text = Secret.taking(octets);
                var envelope = Envelope.read(text)) {
            return holds(envelope);
        } catch (Malformed e) {
            return false;
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        return Bytes.of(all).toHex().indexOf(Bytes.of(part).toHex()) / 2;
    }

    @Test
    void has_version_key_id_encapsulated_key_and_ciphertext_in_this_order() {
        var sealed = new SealedStatement(KEY_ID, Bytes.of(new byte[32]), Bytes.hex("ff".repeat(16)));

        assertThat(sealed.toBytes().toHex()).isEqualTo("01" + "0102030405060708" + "00".repeat(32) + "ff".repeat(16));
    }

    @Test
    void refuses_to_be_too_short_too_long_or_of_another_version() throws Malformed {
        var least = "01" + "00".repeat(8 + 32 + 16);

        assertThat(SealedStatement.read(Bytes.hex(least)).ciphertext().size()).isEqualTo(16);
        var largest = Bytes.concat(Bytes.hex("01"), Bytes.of(new byte[SealedStatement.LARGEST_SIZE_BYTES - 1]));
        assertThat(SealedStatement.read(largest).toBytes().size()).isEqualTo(SealedStatement.LARGEST_SIZE_BYTES);
        for (var bad : new Bytes[] {
            Bytes.EMPTY,
            Bytes.hex("01"),
            Bytes.hex(least).slice(0, 56),
            Bytes.hex(least.replaceFirst("01", "00")),
            Bytes.hex(least.replaceFirst("01", "02")),
            Bytes.concat(Bytes.hex("01"), Bytes.of(new byte[SealedStatement.LARGEST_SIZE_BYTES]))
        }) {
            assertThatThrownBy(() -> SealedStatement.read(bad)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refuses_to_be_made_of_wrong_lengths() {
        var enc = Bytes.of(new byte[32]);
        var tag = Bytes.of(new byte[16]);

        assertThatThrownBy(() -> new SealedStatement(Bytes.EMPTY, enc, tag))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedStatement(KEY_ID, tag, tag)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedStatement(KEY_ID, enc, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
