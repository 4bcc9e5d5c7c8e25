package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.IdentityKeys;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the SGM's identity to a new key, once the log that was seen here proves the succession (decision 0050).
 *
 * <p>What was followed is kept and never goes back: a key that was replaced is believed no more. Thread-safe.
 */
public final class FollowedIdentity implements IdentityKeys {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedIdentity.class);

    private final Bytes sgm;
    private final SgmGateway gateway;
    private final LogGrowth growth;
    private final SeenIdentity seen;
    private final SecureRandom random;

    /**
     * From the pinned key on.
     *
     * @param sgm as pinned when the server was made, 32 octets
     */
    public FollowedIdentity(Bytes sgm, SgmGateway gateway, LogGrowth growth, SeenIdentity seen, SecureRandom random) {
        this.sgm = sgm;
        this.gateway = gateway;
        this.growth = growth;
        this.seen = seen;
        this.random = random;
    }

    /** Again if another key was followed meanwhile: nobody waits for a lock while the SGM is asked. */
    @Override
    public Identity of(VerifyingKey claimed) {
        try {
            while (true) {
                var known = seen.successions();
                if (isKnown(known, claimed)) {
                    return Identity.of(sgm, Succession.readAll(known), claimed);
                }
                var shown = asked(known, claimed);
                if (kept(known, shown)) {
                    return shown.identity();
                }
            }
        } catch (Malformed e) {
            throw new SgmNotBelieved("alarm: an identity key that does not follow the one that was known", e);
        }
    }

    private boolean isKnown(List<JsonObject> known, VerifyingKey claimed) throws Malformed {
        return known.isEmpty()
                ? Identity.hashOf(claimed).equals(sgm)
                : Succession.read(known.get(known.size() - 1)).identityKey().equals(claimed);
    }

    private Shown asked(List<JsonObject> known, VerifyingKey claimed) throws Malformed {
        var shown = Shown.asked(gateway, sgm, claimed, random);
        if (!shown.leadsOnFrom(known) || shown.logged().size() == known.size()) {
            throw new Malformed("the log's successions are not those that were followed, and more");
        }
        growth.requireSame(shown.log(), shown.hello());
        return shown;
    }

    private synchronized boolean kept(List<JsonObject> behind, Shown shown) {
        if (!seen.successions().equals(behind)) {
            return false;
        }
        seen.keep(shown.successions());
        var newest = shown.logged().get(shown.logged().size() - 1);
        LOG.warn(
                "the SGM has a new identity key number={} askedBy={} approvedBy={}",
                shown.identity().number(),
                newest.askedBy(),
                newest.approvedBy());
        return true;
    }

    @Override
    public List<JsonObject> successions() {
        return seen.successions();
    }
}
