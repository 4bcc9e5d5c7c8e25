package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Cosigner;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmNotBelieved;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cosigns the checkpoint of each hello, once it is shown that the log has only grown since the last one.
 *
 * <p>What it cosigned is kept before anybody gets it. A log under another key is cosigned only where its entries prove
 * that a backup was restored; what was lost by that is an alarm here and told by every desk. Anything else is an SGM
 * that shows two logs, and nothing of it is handed on. Thread-safe.
 */
public final class Witness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
    private static final int SEED_SIZE_BYTES = 32;

    private final Descriptors descriptors;
    private final LogGrowth growth;
    private final SeenLog seen;
    private final Bytes identityHash;
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
        this.seen = seen;
        this.identityHash = identityHash;
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
            growth.requireSame(growth.told(hello), hello);
            return cosigner.cosigned(hello.checkpoint(), clock.instant());
        } catch (Malformed e) {
            throw notTheSgms(e);
        }
    }

    private static SgmNotBelieved notTheSgms(Malformed e) {
        return new SgmNotBelieved("a hello that is not the SGM's, or a proof that is none", e);
    }

    /** What came of {@link #takeUp}. */
    public enum TakenUp {
        /** It is cosigned from now on. */
        DONE,
        /** It is the log that was seen before; nothing was changed. */
        KNOWN,
        /** Its key has another fingerprint; nothing was changed. */
        OTHER_FINGERPRINT
    }

    /**
     * Takes up a restored log that does not go on behind the epoch that was seen last, because the administrator has
     * its key's fingerprint from the SGM's operator. It must still have been restored: whatever shows two logs under
     * one key is taken up by nobody.
     *
     * @param fingerprint as {@link Fingerprint#read} gives it
     * @throws SgmNotBelieved if the hello is not the SGM's, or its log was not restored
     */
    public synchronized TakenUp takeUp(String token, Bytes nonce, String fingerprint) {
        try {
            var hello = descriptors.opened(identity -> Hello.open(token, identity, nonce));
            var told = growth.told(hello);
            if (!Fingerprint.ofLog(identityHash, hello.logKey()).equals(fingerprint)) {
                return TakenUp.OTHER_FINGERPRINT;
            }
            if (isSame(told, hello)) {
                return TakenUp.KNOWN;
            }
            var epochs = growth.restores(told);
            LogGrowth.requireChain(epochs, hello.logKey());
            var before = seen.newest();
            seen.keep(new SeenLog.Seen(hello.logKey(), hello.checkpoint()));
            LOG.error(
                    "alarm: an administrator took up another log entries={} restoredAt={} key={} instead={}",
                    told.size(),
                    epochs.get(epochs.size() - 1).backup().size(),
                    fingerprint,
                    before.map(last -> Fingerprint.ofLog(identityHash, last.logKey()))
                            .orElse("none"));
            return TakenUp.DONE;
        } catch (Malformed e) {
            throw notTheSgms(e);
        }
    }

    private boolean isSame(Checkpoint told, Hello hello) throws Malformed {
        try {
            growth.requireSame(told, hello);
            return true;
        } catch (SgmNotBelieved e) {
            if (seen.newest()
                    .filter(last -> last.logKey().equals(hello.logKey()))
                    .isPresent()) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() {
        cosigner.close();
    }
}
