package dev.natsuin.desktop.fake;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.device.PinStretching;

/**
 * Stretches nothing: devices at doubles have nobody who guesses. The real one is tested where it is (DeviceKeysTest,
 * vectors) and used in every end-to-end test.
 */
public final class QuickStretching implements PinStretching {
    @Override
    public Secret stretch(Secret digits, Secret salt) {
        return Hkdf.extract(salt, digits);
    }
}
