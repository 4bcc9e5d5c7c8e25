package dev.natsuin.protocol.device;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.crypto.SigningSeed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The keys a device derives from its secret: for the login, for statements, and, with a PIN, for activation.
 *
 * <p>With {@code ctx} = identity hash of the SGM (32 octets), two octets length of the user id, user id in UTF-8:
 * {@code base = HKDF-Extract("natsuin-v1", deviceSecret)}; login key, device key and PIN salt are
 * {@code HKDF-Expand(base, label ‖ ctx)} with the labels {@code login}, {@code device}, {@code pin-salt}; {@code root =
 * HKDF-Extract(base, Argon2id(PIN, pinSalt))}; activation key and seal share are {@code HKDF-Expand(root, label ‖ ctx)}
 * with the labels {@code activation} and {@code seal}. Keys are Ed25519 seeds. Argon2id (RFC 9106): 64 MiB, 3 passes, 1
 * lane, version 0x13, 32 octets. Losing any of this would lose the keys.
 *
 * <p>Not thread-safe; whoever has it closes it.
 */
public final class DeviceKeys implements AutoCloseable {
    /** The length of a device secret, in octets. */
    public static final int SECRET_SIZE_BYTES = 32;

    private static final int LONGEST_USER = 1000;

    private final Secret base;
    private final Bytes context;
    private final PinStretching stretching;
    private final SigningSeed loginKey;
    private final SigningSeed deviceKey;

    private DeviceKeys(Secret base, Bytes context, PinStretching stretching) {
        this.base = base;
        this.context = context;
        this.stretching = stretching;
        this.loginKey = SigningSeed.taking(Hkdf.expand(base, info("login", context)));
        this.deviceKey = SigningSeed.taking(Hkdf.expand(base, info("device", context)));
    }

    /** Derives what needs no PIN; the device secret stays the caller's. */
    public static DeviceKeys derive(Secret deviceSecret, Bytes identityHash, String user) {
        return derive(deviceSecret, identityHash, user, PinStretching.ARGON2ID);
    }

    /** The same with this stretching of the PIN, which outside of tests is {@link PinStretching#ARGON2ID}. */
    public static DeviceKeys derive(Secret deviceSecret, Bytes identityHash, String user, PinStretching stretching) {
        if (deviceSecret.size() != SECRET_SIZE_BYTES || identityHash.size() != 32 || user.length() > LONGEST_USER) {
            throw new IllegalArgumentException("wrong length");
        }
        try (var salt = Secret.taking("natsuin-v1".getBytes(StandardCharsets.US_ASCII))) {
            return new DeviceKeys(Hkdf.extract(salt, deviceSecret), context(identityHash, user), stretching);
        }
    }

    static Bytes context(Bytes identityHash, String user) {
        var id = Bytes.utf8(user);
        var length = Bytes.hex(String.format(Locale.ROOT, "%04x", id.size()));
        return Bytes.concat(identityHash, length, id);
    }

    static Bytes info(String label, Bytes context) {
        return Bytes.concat(Bytes.utf8(label), context);
    }

    /** Signs the login to the SAP; stays this object's. */
    public SigningSeed loginKey() {
        return loginKey;
    }

    /** Signs statements; stays this object's. */
    public SigningSeed deviceKey() {
        return deviceKey;
    }

    /**
     * Derives what the PIN adds, in about half a second and 64 MiB. Any PIN gives some key. The caller closes the
     * result.
     */
    public Activation activation(Pin pin) {
        try (var salt = Hkdf.expand(base, info("pin-salt", context));
                var stretched = stretching.stretch(pin.digits(), salt);
                var root = Hkdf.extract(base, stretched)) {
            return new Activation(
                    SigningSeed.taking(Hkdf.expand(root, info("activation", context))),
                    Hkdf.expand(root, info("seal", context)));
        }
    }

    @Override
    public void close() {
        base.close();
        loginKey.close();
        deviceKey.close();
    }

    /** What device secret and PIN together give. */
    public static final class Activation implements AutoCloseable {
        private final SigningSeed key;
        private final Secret sealShare;

        private Activation(SigningSeed key, Secret sealShare) {
            this.key = key;
            this.sealShare = sealShare;
        }

        /** Signs activations; stays this object's. */
        public SigningSeed key() {
            return key;
        }

        /** The device's share in the seal of the user's keys, 32 octets; stays this object's. */
        public Secret sealShare() {
            return sealShare;
        }

        @Override
        public void close() {
            key.close();
            sealShare.close();
        }
    }
}
