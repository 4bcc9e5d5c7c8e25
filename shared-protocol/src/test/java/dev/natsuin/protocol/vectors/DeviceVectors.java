package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.device.TemporaryShare;
import java.util.List;
import java.util.function.Consumer;

/** What a device derives from its secret and the PIN. */
final class DeviceVectors {
    private static final Bytes SECRET = Bytes.hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private DeviceVectors() {}

    static void make(Consumer<Vector> out) {
        var first = derived("device", Samples.USER, "482915", "the keys of one device for one PIN");
        out.accept(first);
        out.accept(derived("long-pin", Samples.USER, "90817263544536271809", "a PIN of twenty digits"));
        out.accept(derived("japanese-user", "花子", "482915", "a user id beyond ASCII: UTF-8, its length in octets"));
        out.accept(first.sibling("pin-full-width", "not refused: full-width digits are the same PIN")
                .accepted()
                .with("pin", "４８２９１５"));
        out.accept(
                first.sibling("other-pin", "another PIN than the keys are of").with("pin", "482916"));
        out.accept(first.sibling("pin-letter", "a PIN is digits").with("pin", "48291a"));
        out.accept(
                first.sibling("other-user", "another user than the keys are of").with("user", "5c1f0a9b3e7d2469"));
        out.accept(first.sibling("other-sgm", "another SGM than the keys are of")
                .hex("identityHash", Bytes.utf8("other").sha256()));
        out.accept(first.sibling("other-secret", "another device secret than the keys are of")
                .hex("deviceSecret", SECRET.sha256()));
        out.accept(first.sibling("short-secret", "a device secret has 32 octets")
                .hex("deviceSecret", SECRET.slice(0, 31)));
        for (var key : List.of("loginKey", "deviceKey", "activationKey", "sealShare")) {
            out.accept(first.sibling("other-" + key, "one bit of " + key + " is another")
                    .hex(key, flipped(first.hex(key))));
        }
        temporaryShare(out);
    }

    private static void temporaryShare(Consumer<Vector> out) {
        try (var secret = Samples.secret(Samples.ENROLMENT_SECRET);
                var share = TemporaryShare.of(secret, Samples.identityHash(), Samples.USER)) {
            var ok = Vector.ok("temporary-share", "share", "the seal share of a code for a further device")
                    .hex("secret", Samples.ENROLMENT_SECRET)
                    .hex("identityHash", Samples.identityHash())
                    .with("user", Samples.USER)
                    .hex("share", share.use(Bytes::of));
            out.accept(ok);
            out.accept(ok.sibling("other-user", "another user").with("user", "5c1f0a9b3e7d2469"));
            out.accept(ok.sibling("other-secret", "one bit of the secret is another")
                    .hex("secret", flipped(Samples.ENROLMENT_SECRET)));
            out.accept(ok.sibling("other-sgm", "another SGM")
                    .hex("identityHash", Bytes.utf8("other").sha256()));
        }
    }

    static Bytes flipped(Bytes octets) {
        var other = octets.toArray();
        other[other.length - 1] ^= 1;
        return Bytes.of(other);
    }

    private static Vector derived(String name, String user, String digits, String comment) {
        try (var secret = Samples.secret(SECRET);
                var keys = DeviceKeys.derive(secret, Samples.identityHash(), user);
                var pin = Pin.of(digits.toCharArray());
                var activation = keys.activation(pin)) {
            return Vector.ok("device-keys", name, comment)
                    .hex("deviceSecret", SECRET)
                    .hex("identityHash", Samples.identityHash())
                    .with("user", user)
                    .with("pin", digits)
                    .hex("loginKey", keys.loginKey().publicKey().encoded())
                    .hex("deviceKey", keys.deviceKey().publicKey().encoded())
                    .hex("activationKey", activation.key().publicKey().encoded())
                    .hex("sealShare", activation.sealShare().use(Bytes::of));
        } catch (Malformed e) {
            throw new IllegalStateException("a PIN of ours", e);
        }
    }
}
