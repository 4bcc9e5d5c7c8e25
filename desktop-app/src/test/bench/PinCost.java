import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;

/** Milliseconds that a fresh Java spends on turning a PIN into keys. Run by first_light.py from its source. */
final class PinCost {
    private PinCost() {}

    public static void main(String[] arguments) throws Exception {
        var octets = new byte[DeviceKeys.SECRET_SIZE_BYTES];
        try (var secret = Secret.taking(octets);
                var keys = DeviceKeys.derive(secret, Bytes.of(new byte[32]), "00000000000000000000000000000000");
                var pin = Pin.of("27018265".toCharArray())) {
            var begun = System.nanoTime();
            keys.activation(pin).close();
            System.out.println((System.nanoTime() - begun) / 1_000_000);
        }
    }
}
