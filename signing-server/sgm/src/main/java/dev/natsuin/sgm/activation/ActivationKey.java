package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.RowGuard;

/**
 * The last check: the activation key of this device, kept encrypted, signed the statement; that is, the PIN was right.
 */
final class ActivationKey {
    private ActivationKey() {}

    /** What the encrypted key is bound to. */
    static Bytes about(String user, String device) {
        return Bytes.utf8("natsuin-activation-key-v1|" + user + "|" + device);
    }

    /** True if the activation signature in the envelope holds. To be asked only while the device's row is held. */
    static boolean signed(DeviceRow device, Envelope envelope, RowGuard guard) {
        var signature = envelope.secret(Envelope.Field.ACTIVATION_SIGNATURE)
                .map(s -> s.use(Bytes::of))
                .orElse(Bytes.EMPTY);
        try (var key = guard.decrypt(about(device.user(), device.device()), device.activationKey())) {
            return VerifyingKey.kept(key.use(Bytes::of))
                    .verifies(Token.signingInput(Token.Purpose.ACTIVATION, envelope.statement()), signature);
        }
    }
}
