package dev.natsuin.protocol.device;

import dev.natsuin.protocol.bytes.Secret;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What makes every guess of a PIN slow for whoever stole a device secret.
 *
 * <p>There is one for use, {@link #ARGON2ID}; that this is no constant inside {@link DeviceKeys} is for tests alone,
 * which enrol hundreds of devices at doubles. Walls keep every other implementation out of the programs.
 */
@FunctionalInterface
public interface PinStretching {
    /** Argon2id (RFC 9106): 64 MiB, 3 passes, 1 lane, version 0x13, 32 octets. */
    PinStretching ARGON2ID = PinStretching::argon2id;

    /** Stretches digits under a salt; both stay the caller's, who closes the result. */
    Secret stretch(Secret digits, Secret salt);

    private static Secret argon2id(Secret digits, Secret salt) {
        return salt.use(s -> digits.use(d -> {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(64 * 1024)
                    .withIterations(3)
                    .withParallelism(1)
                    .withSalt(s)
                    .build());
            var out = new byte[32];
            generator.generateBytes(d, out);
            return Secret.taking(out);
        }));
    }
}
