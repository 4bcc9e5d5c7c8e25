package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Cosigner;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmNotBelieved;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Cosigns the checkpoint of each hello, once it is shown that the log has only grown since the last one.
 *
 * <p>What it cosigned is kept before anybody gets it. A log under another key is cosigned only where its entries prove
 * that a backup was restored; what was lost by that is an alarm here and told by every desk. Anything else is an SGM
 * that shows two logs, and nothing of it is handed on. Thread-safe.
 */
public final class Witness implements AutoCloseable {
    private static final int SEED_SIZE_BYTES = 32;

    private final Descriptors descriptors;
    private final LogGrowth growth;
    private final InstantSource clock;
    private final Cosigner cosigner;

    /**
     * For the log of the SGM with this identity.
     *
     * @param identityHash as pinned when the server was made, 32 octets
     */
    public Witness(
            Descriptors descriptors,
            LogGrowth growth,
            SeenLog seen,
            Bytes identityHash,
            InstantSource clock,
            SecureRandom random) {
        this.descriptors = descriptors;
        this.growth = growth;
        this.clock = clock;
        this.cosigner = new Cosigner(Cosignature.nameOf(identityHash), seen.seed(() -> {
            var octets = new byte[SEED_SIZE_BYTES];
            random.nextBytes(octets);
            return Secret.taking(octets);
        }));
    }

    /** The key by which desks know it. */
    public VerifyingKey key() {
        return cosigner.key();
    }

    /**
     * The hello's checkpoint with the cosignature.
     *
     * @throws SgmNotBelieved if the hello is not the SGM's, or its log is not the one that was seen before
     * @throws dev.natsuin.sap.courier.SgmAway if the SGM does not answer
     */
    public String cosigned(String token, Bytes nonce) {
        try {
            var hello = descriptors.opened(identity -> Hello.open(token, identity, nonce));
            descriptors.haveOneThatHoldsAt(hello.time());
            growth.requireSame(growth.told(hello), hello);
            return cosigner.cosigned(hello.checkpoint(), clock.instant());
        } catch (Malformed e) {
            throw new SgmNotBelieved("a hello that is not the SGM's, or a proof that is none", e);
        }
    }

    @Override
    public void close() {
        cosigner.close();
    }
}
