package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a restored log, and the identity in it, that do not go on behind what was seen here, because the
 * administrator has the fingerprints from the SGM's operator (decisions 0050 and 0052).
 *
 * <p>The log must still have been restored: whatever shows two logs under one key, or an identity key that was replaced
 * in a log that lost nothing, is taken up by nobody.
 */
public final class TakingUp {
    private static final Logger LOG = LoggerFactory.getLogger(TakingUp.class);

    private final WitnessMemory memory;
    private final LogGrowth growth;
    private final Bytes sgm;

    /**
     * Of the SGM of this name.
     *
     * @param sgm as pinned when the server was made, 32 octets
     */
    public TakingUp(WitnessMemory memory, SgmGateway gateway, Bytes sgm) {
        this.memory = memory;
        this.growth = new LogGrowth(new LogQueries(gateway), memory, sgm);
        this.sgm = sgm;
    }

    /** What came of it. */
    public enum Outcome {
        /** It is cosigned and believed from now on. */
        DONE,
        /** It goes on behind what was seen, and is followed without this; nothing was changed. */
        FOLLOWED_ANYWAY,
        /** The log's key has another fingerprint; nothing was changed. */
        OTHER_LOG,
        /** The identity key has another fingerprint; nothing was changed. */
        OTHER_IDENTITY,
        /** The identity does not follow the one known here, and nobody gave its fingerprint; nothing was changed. */
        IDENTITY_NOT_GIVEN
    }

    /**
     * Takes up what is shown.
     *
     * @param logFingerprint as {@link Fingerprint#read} gives it
     * @param identityFingerprint the same, if one was typed
     * @throws SgmNotBelieved if the log was not restored, or no entries were lost with which the identity key of before
     *     came
     */
    public Outcome takeUp(Shown shown, String logFingerprint, Optional<String> identityFingerprint) {
        try {
            return judged(shown, logFingerprint, identityFingerprint);
        } catch (Malformed e) {
            throw new SgmNotBelieved("a proof that is none", e);
        }
    }

    private Outcome judged(Shown shown, String logFingerprint, Optional<String> identityFingerprint) throws Malformed {
        if (!shown.logFingerprint().equals(logFingerprint)) {
            return Outcome.OTHER_LOG;
        }
        if (!identityFingerprint.orElseGet(shown::identityFingerprint).equals(shown.identityFingerprint())) {
            return Outcome.OTHER_IDENTITY;
        }
        var known = memory.successions();
        var goesOn = goesOn(shown);
        var follows = shown.leadsOnFrom(known);
        if (follows && goesOn.isPresent()) {
            return Outcome.FOLLOWED_ANYWAY;
        }
        if (!follows && goesOn.filter(growth -> growth.lost() == 0).isPresent()) {
            throw new SgmNotBelieved("alarm: an identity key that was replaced, in a log that lost nothing", null);
        }
        if (!follows && identityFingerprint.isEmpty()) {
            return Outcome.IDENTITY_NOT_GIVEN;
        }
        var epochs = growth.restores(shown.log());
        LogGrowth.requireChain(epochs, shown.hello().logKey());
        var before = memory.newest();
        memory.replace(new SeenLog.Seen(shown.hello().logKey(), shown.hello().checkpoint()), shown.successions());
        LOG.error(
                "alarm: an administrator took up another log entries={} restoredAt={} key={} instead={}",
                shown.log().size(),
                epochs.get(epochs.size() - 1).backup().size(),
                logFingerprint,
                before.map(last -> Fingerprint.ofLog(sgm, last.logKey())).orElse("none"));
        if (!follows) {
            LOG.error(
                    "alarm: an administrator took up another identity key number={} key={} insteadOfKey={} insteadOfNumber={}",
                    shown.identity().number() + 1,
                    shown.identityFingerprint(),
                    identityFingerprint(sgm, known),
                    known.size() + 1);
        }
        return Outcome.DONE;
    }

    /** Nothing if it does not go on behind what was seen, and a restore may be why. */
    private Optional<LogGrowth.Growth> goesOn(Shown shown) throws Malformed {
        try {
            return Optional.of(growth.judged(shown.log(), shown.hello()));
        } catch (SgmNotBelieved e) {
            if (memory.newest()
                    .filter(last -> last.logKey().equals(shown.hello().logKey()))
                    .isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * The fingerprint of the identity key to which these successions lead.
     *
     * @throws Malformed if one is none
     */
    public static String identityFingerprint(Bytes sgm, List<JsonObject> known) throws Malformed {
        return Fingerprint.ofIdentity(
                known.isEmpty()
                        ? sgm
                        : Identity.hashOf(
                                Succession.read(known.get(known.size() - 1)).identityKey()));
    }
}
