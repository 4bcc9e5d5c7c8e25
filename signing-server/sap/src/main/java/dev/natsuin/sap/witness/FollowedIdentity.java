package dev.natsuin.sap.witness;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.sap.courier.IdentityKeys;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import java.security.SecureRandom;
import java.util.ArrayList;
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
    private final LogQueries log;
    private final LogGrowth growth;
    private final SeenIdentity seen;
    private final SecureRandom random;

    /**
     * From the pinned key on.
     *
     * @param sgm as pinned when the server was made, 32 octets
     */
    public FollowedIdentity(
            Bytes sgm, SgmGateway gateway, LogQueries log, LogGrowth growth, SeenIdentity seen, SecureRandom random) {
        this.sgm = sgm;
        this.gateway = gateway;
        this.log = log;
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
        var octets = new byte[Hello.NONCE_SIZE_BYTES];
        random.nextBytes(octets);
        var nonce = Bytes.of(octets);
        var token = gateway.hello(nonce);
        var logged = logged(token);
        var signed = logged.stream().map(LoggedSuccession::signed).toList();
        if (signed.size() <= known.size() || !signed.subList(0, known.size()).equals(known)) {
            throw new Malformed("the log's successions are not those that were followed, and more");
        }
        var identity = Identity.of(
                sgm, logged.stream().map(LoggedSuccession::succession).toList(), claimed);
        var hello = Hello.open(token, identity, nonce);
        growth.requireSame(growth.told(hello), hello);
        seen.keep(signed);
        var newest = logged.get(logged.size() - 1);
        LOG.warn(
                "the SGM has a new identity key number={} askedBy={} approvedBy={}",
                identity.number(),
                newest.askedBy(),
                newest.approvedBy());
        return identity;
    }

    /** As the log of an unverified hello has them: it is opened under what they lead to. */
    private List<LoggedSuccession> logged(String token) throws Malformed {
        var hello = JsonObject.strict(Token.unverifiedPayload(Token.Purpose.HELLO, token))
                .reader();
        var logKey = VerifyingKey.of(hello.bytes("logKey", VerifyingKey.SIZE_BYTES));
        var checkpoint = Checkpoint.open(hello.text("checkpoint"), Checkpoint.originOf(sgm), logKey)
                .orElseThrow(() -> new Malformed("a checkpoint that its log's key did not sign"));
        var all = new ArrayList<LoggedSuccession>();
        for (var entry : log.successions(checkpoint.size())) {
            all.add(LoggedSuccession.proven(entry, checkpoint));
        }
        return all;
    }

    @Override
    public List<JsonObject> successions() {
        return seen.successions();
    }
}
