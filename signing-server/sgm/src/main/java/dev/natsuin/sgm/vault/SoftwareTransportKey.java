package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.key.KeyStore;

/** A transport key in this process: never wrapped, never written, erased by {@link #close()}. */
final class SoftwareTransportKey implements KeyStore.TransportKey {
    private final SoftwareKeyStore store;
    private final Sealing.OpeningKey opening;

    /** Takes the key over. */
    SoftwareTransportKey(SoftwareKeyStore store, Sealing.OpeningKey opening) {
        this.store = store;
        this.opening = opening;
    }

    @Override
    public KeyTransport.Suite suite() {
        return KeyTransport.Suite.HPKE_X25519;
    }

    @Override
    public Bytes publicKey() {
        return opening.publicKey();
    }

    @Override
    public KeyStore.Taken take(KeyStore.Arriving arriving) {
        var opened = KeyTransport.decrypt(opening, arriving.binding(), arriving.encrypted());
        if (opened.isEmpty()) {
            return new KeyStore.Taken.Refused(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        try (var pkcs8 = opened.get()) {
            return ArrivedKey.read(arriving.algorithm(), arriving.publicKey(), pkcs8)
                    .fold(sound -> in(arriving, sound), KeyStore.Taken.Refused::new);
        }
    }

    private KeyStore.Taken in(KeyStore.Arriving arriving, Secret sound) {
        try (sound) {
            return new KeyStore.Taken.In(
                    store.wrap(arriving.algorithm(), arriving.publicKey(), sound, arriving.associatedData()));
        }
    }

    @Override
    public void close() {
        opening.close();
    }

    @Override
    public String toString() {
        return "SoftwareTransportKey";
    }
}
