package dev.natsuin.sap.witness;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Identity and log that the SGM shows now, of one greeting: the log proves the successions, they lead from the name to
 * the key, and the key signed the greeting.
 *
 * <p>That it holds by itself says nothing of whether it goes on behind what was seen before.
 *
 * @param identity that signed the hello
 * @param logged the successions that lead to it, oldest first
 * @param hello with the log's newest checkpoint
 * @param log that checkpoint
 */
public record Shown(Identity identity, List<LoggedSuccession> logged, Hello hello, Checkpoint log) {
    /** Copies the list. */
    public Shown {
        logged = List.copyOf(logged);
    }

    /**
     * Asks the SGM of this name.
     *
     * @param sgm as pinned when the server was made, 32 octets
     * @throws SgmNotBelieved if what it shows does not hold by itself, or is another SGM's
     * @throws dev.natsuin.sap.courier.SgmAway if it does not answer
     */
    public static Shown asked(SgmGateway gateway, Bytes sgm, DescriptorCall call, SecureRandom random) {
        try {
            return asked(gateway, sgm, Descriptor.claimedKey(gateway.descriptor(call)), random);
        } catch (Malformed e) {
            throw new SgmNotBelieved("an identity or a log that does not hold by itself: " + e.getMessage(), e);
        }
    }

    static Shown asked(SgmGateway gateway, Bytes sgm, VerifyingKey claimed, SecureRandom random) throws Malformed {
        var octets = new byte[Hello.NONCE_SIZE_BYTES];
        random.nextBytes(octets);
        var nonce = Bytes.of(octets);
        var token = gateway.hello(nonce);
        var checkpoint = unverifiedCheckpoint(token, sgm);
        var logged = new ArrayList<LoggedSuccession>();
        for (var entry : new LogQueries(gateway).successions(checkpoint.size())) {
            logged.add(LoggedSuccession.proven(entry, checkpoint));
        }
        var identity = Identity.of(
                sgm, logged.stream().map(LoggedSuccession::succession).toList(), claimed);
        return new Shown(identity, logged, Hello.open(token, identity, nonce), checkpoint);
    }

    /** As the hello has it, which is opened under what the log of that checkpoint leads to. */
    private static Checkpoint unverifiedCheckpoint(String token, Bytes sgm) throws Malformed {
        var hello = JsonObject.strict(Token.unverifiedPayload(Token.Purpose.HELLO, token))
                .reader();
        var logKey = VerifyingKey.of(hello.bytes("logKey", VerifyingKey.SIZE_BYTES));
        return Checkpoint.open(hello.text("checkpoint"), Checkpoint.originOf(sgm), logKey)
                .orElseThrow(() -> new Malformed("a checkpoint that its log's key did not sign"));
    }

    /** The successions as both keys signed each, oldest first. */
    public List<JsonObject> successions() {
        return logged.stream().map(LoggedSuccession::signed).toList();
    }

    /** Whether the successions are these, or these and more. */
    boolean leadsOnFrom(List<JsonObject> known) {
        var all = successions();
        return all.size() >= known.size() && all.subList(0, known.size()).equals(known);
    }

    /** The fingerprint of the identity key, as a person reads it out. */
    public String identityFingerprint() {
        return Fingerprint.ofIdentity(identity.keyHash());
    }

    /** The fingerprint of the log's key, as a person reads it out. */
    public String logFingerprint() {
        return Fingerprint.ofLog(identity.sgm(), hello.logKey());
    }
}
