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

    @Override
    public synchronized Identity of(VerifyingKey claimed) {
        try {
            var known = seen.successions();
            return isKnown(known, claimed)
                    ? Identity.of(sgm, Succession.readAll(known), claimed)
                    : follow(known, claimed);
        } catch (Malformed e) {
            throw new SgmNotBelieved("alarm: an identity key that does not follow the one that was known", e);
        }
    }

    private boolean isKnown(List<JsonObject> known, VerifyingKey claimed) throws Malformed {
        return known.isEmpty()
                ? Identity.hashOf(claimed).equals(sgm)
                : Succession.read(known.get(known.size() - 1)).identityKey().equals(claimed);
    }

    private Identity follow(List<JsonObject> known, VerifyingKey claimed) throws Malformed {
        var shown = Shown.asked(gateway, sgm, claimed, random);
        if (!shown.leadsOnFrom(known) || shown.logged().size() == known.size()) {
            throw new Malformed("the log's successions are not those that were followed, and more");
        }
        growth.requireSame(shown.log(), shown.hello());
        seen.keep(shown.successions());
        var newest = shown.logged().get(shown.logged().size() - 1);
        LOG.warn(
                "the SGM has a new identity key number={} askedBy={} approvedBy={}",
                shown.identity().number(),
                newest.askedBy(),
                newest.approvedBy());
        return shown.identity();
    }

    @Override
    public List<JsonObject> successions() {
        return seen.successions();
    }
}
