package dev.natsuin.sgm;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A device as a test holds it: random keys instead of derived ones (the derivation has tests of its own, and costs half
 * a second).
 */
public final class TestDevice {
    private static final SecureRandom RANDOM = new SecureRandom();

    public final Bytes identityHash;
    public final String user;
    public final SigningSeed deviceKey;
    public final SigningSeed loginKey;
    public final SigningSeed activationKey;
    public final Bytes share;

    public TestDevice(Bytes identityHash, String user) {
        this(identityHash, user, SigningSeed.random(RANDOM), SigningSeed.random(RANDOM));
    }

    private TestDevice(Bytes identityHash, String user, SigningSeed deviceKey, SigningSeed loginKey) {
        this.identityHash = identityHash;
        this.user = user;
        this.deviceKey = deviceKey;
        this.loginKey = loginKey;
        this.activationKey = SigningSeed.random(RANDOM);
        this.share = random(32);
    }

    /** The same device under another PIN. */
    public TestDevice withAnotherPin() {
        return new TestDevice(identityHash, user, deviceKey, loginKey);
    }

    /** The order that gives this device the PIN of the other. */
    public Draft pinChange(TestDevice under, Instant now) {
        var blind = random(32);
        var draft = draft(new Statement.ChangePin(head(now), under.commitment(blind)));
        draft.secrets.put(
                Envelope.Field.ACTIVATION_KEY, under.activationKey.publicKey().encoded());
        draft.secrets.put(Envelope.Field.ACTIVATION_BLIND, blind);
        draft.secrets.put(
                Envelope.Field.NEW_ACTIVATION_SIGNATURE,
                under.activationKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, draft.statement)));
        draft.secrets.put(Envelope.Field.NEW_SEAL_SHARE, under.share);
        return draft;
    }

    private Bytes commitment(Bytes blind) {
        return commitment(blind, activationKey.publicKey().encoded());
    }

    /** The commitment to an activation key. */
    public static Bytes commitment(Bytes blind, Bytes key) {
        try (var b = Secret.taking(blind.toArray());
                var k = Secret.taking(key.toArray())) {
            return ActivationCommitment.of(b, k);
        }
    }

    public static Bytes random(int size) {
        var octets = new byte[size];
        RANDOM.nextBytes(octets);
        return Bytes.of(octets);
    }

    public String id() {
        return Ids.deviceId(deviceKey.publicKey());
    }

    public StatementHead head(Instant now) {
        return new StatementHead(identityHash, user, id(), Ids.newId(RANDOM), now, now.plus(Duration.ofMinutes(2)));
    }

    /** What goes into an envelope; a test changes one thing of it. */
    public static final class Draft {
        public Bytes statement;
        public Bytes deviceSignature;
        public final Map<Envelope.Field, Bytes> secrets = new EnumMap<>(Envelope.Field.class);

        Draft(Bytes statement, Bytes deviceSignature) {
            this.statement = statement;
            this.deviceSignature = deviceSignature;
        }
    }

    public Draft draft(Statement statement) {
        var text = StatementText.write(statement);
        var draft = new Draft(text, deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text)));
        if (statement.changes()) {
            draft.secrets.put(
                    Envelope.Field.ACTIVATION_SIGNATURE,
                    activationKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, text)));
        }
        if (statement.secrets().contains(Envelope.Field.SEAL_SHARE)) {
            draft.secrets.put(Envelope.Field.SEAL_SHARE, share);
        }
        return draft;
    }

    /** An enrolment with this code. */
    public Draft enrolment(EnrolmentCode code, Instant now) {
        var blind = random(32);
        var draft = draft(new Statement.Enrol(
                head(now),
                code.invitation(),
                deviceKey.publicKey().encoded(),
                loginKey.publicKey().encoded(),
                commitment(blind)));
        draft.secrets.put(Envelope.Field.ENROLMENT_SECRET, code.secret().use(Bytes::of));
        draft.secrets.put(
                Envelope.Field.ACTIVATION_KEY, activationKey.publicKey().encoded());
        draft.secrets.put(Envelope.Field.ACTIVATION_BLIND, blind);
        return draft;
    }

    public Bytes seal(Statement statement, TestSgm sgm) {
        return seal(statement, sgm, d -> d);
    }

    public Bytes seal(Statement statement, TestSgm sgm, UnaryOperator<Draft> change) {
        return seal(change.apply(draft(statement)), sgm);
    }

    /** The sealed octets of a draft. */
    public Bytes seal(Draft draft, TestSgm sgm) {
        var key = sgm.sealingKey();
        try (var envelope = Envelope.of(draft.statement, draft.deviceSignature)) {
            draft.secrets.forEach((field, value) -> envelope.with(field, Secret.taking(value.toArray())));
            try (var plain = envelope.toSecret()) {
                return SealedStatement.of(key.id(), Sealing.seal(key.publicKey(), identityHash, plain, RANDOM))
                        .toBytes();
            }
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }
}
