package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.record.KeyRow;
import java.util.Optional;
import java.util.function.Function;

/**
 * A signer's key, used with the share that came beside the order.
 *
 * <p>Only then is it open, so then is when it moves under the newest key-encryption key (decision 0070).
 */
record KeyUse(KeyStore keyStore, SealedKeys sealedKeys) {
    /**
     * What came of it.
     *
     * @param result the caller's
     * @param moved the key as it is to be kept from now on, if that is another way than before
     */
    record Used<R>(R result, Optional<Moved> moved) {}

    /**
     * A key under another key-encryption key than before.
     *
     * @param kekEpoch which one
     * @param sealed the wrapped key in its seal
     */
    record Moved(int kekEpoch, Bytes sealed) {
        /** The row of now with that, unless another order was first. */
        KeyRow of(KeyRow now) {
            return now.kekEpoch() < kekEpoch ? now.under(kekEpoch, sealed) : now;
        }
    }

    /** Opens it, and closes it behind the caller's use. */
    <R> Used<R> of(KeyRow key, Act.Work work, Function<KeyStore.OpenKey, R> use) {
        var about = SealedKeys.aboutKey(key.user(), key.keyId());
        try (var sealKey = sealedKeys.openSeal(
                key.user(), work.device().device(), work.device().sealWrap(), work.share())) {
            var wrapped = new KeyStore.Wrapped(
                    sealedKeys.unseal(sealKey, key.user(), key.keyId(), key.sealed()), key.kekEpoch());
            try (var open = keyStore.open(key.algorithm(), key.publicKey(), wrapped, about)) {
                var result = use.apply(open);
                var moved = keyStore.underNewest(wrapped, about)
                        .map(newest -> new Moved(
                                newest.kekEpoch(), sealedKeys.seal(sealKey, key.user(), key.keyId(), newest.octets())));
                return new Used<>(result, moved);
            }
        }
    }
}
