package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Envelope.Field;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
import java.util.HashSet;

/**
 * The SGM's checks of a sealed statement as far as they need no database: the order of docs/protocol.md §9 without ids,
 * keys and locks.
 */
final class SmallSgm {
    private final Vector context;

    SmallSgm(Vector context) {
        this.context = context;
    }

    boolean accepts(Bytes octets) throws Malformed {
        var sealed = SealedStatement.read(octets);
        if (!sealed.sealingKeyId().equals(context.hex("sealingKeyId"))) {
            return false;
        }
        try (var key = Sealing.OpeningKey.taking(Samples.secret(context.hex("openingKey")))) {
            var opened = key.open(sealed.encapsulated(), sealed.ciphertext(), context.hex("identityHash"));
            if (opened.isEmpty()) {
                return false;
            }
            try (var text = opened.get();
                    var envelope = Envelope.read(text)) {
                return accepts(envelope);
            }
        }
    }

    private boolean accepts(Envelope envelope) throws Malformed {
        var statement = StatementText.read(envelope.statement());
        var head = statement.head();
        var deviceKey = statement instanceof Statement.Enrol enrol ? enrol.deviceKey() : context.hex("deviceKey");
        return attested(envelope, head, VerifyingKey.of(deviceKey))
                && head.audience().equals(context.hex("identityHash"))
                && inTime(head)
                && carriesWhatItMust(envelope, statement)
                && (!(statement instanceof Statement.Enrol enrolling) || admitted(envelope, enrolling))
                && (!(statement instanceof Statement.ChangePin change) || changed(envelope, change))
                && (!(statement instanceof Statement.ImportKey order) || named(envelope, order))
                && (!(statement instanceof Statement.Invite order) || handed(envelope, order))
                && (!statement.changes() || activated(envelope, statement));
    }

    private static boolean attested(Envelope envelope, StatementHead head, VerifyingKey deviceKey) {
        return head.device().equals(Ids.deviceId(deviceKey))
                && deviceKey.verifies(
                        Token.signingInput(Token.Purpose.DEVICE_STATEMENT, envelope.statement()),
                        envelope.deviceSignature());
    }

    private boolean inTime(StatementHead head) {
        var now = Instant.ofEpochSecond(context.number("now"));
        return now.isBefore(head.expires())
                && !head.expires().isAfter(head.issued().plus(StatementHead.LONGEST_LIFE))
                && !head.expires().isAfter(now.plus(StatementHead.LONGEST_LIFE));
    }

    private static boolean carriesWhatItMust(Envelope envelope, Statement statement) {
        var needed = new HashSet<>(statement.secrets());
        if (statement.changes()) {
            needed.add(Field.ACTIVATION_SIGNATURE);
        }
        return envelope.carriesExactly(needed.toArray(Field[]::new));
    }

    /** The new PIN's key is the one that the statement commits to, and signed it too. */
    private static boolean changed(Envelope envelope, Statement.ChangePin change) throws Malformed {
        var key = envelope.secret(Field.ACTIVATION_KEY).orElseThrow();
        var committed =
                ActivationCommitment.of(envelope.secret(Field.ACTIVATION_BLIND).orElseThrow(), key);
        var signature =
                envelope.secret(Field.NEW_ACTIVATION_SIGNATURE).orElseThrow().use(Bytes::of);
        return committed.equals(change.activationCommitment())
                && VerifyingKey.of(key.use(Bytes::of))
                        .verifies(Token.signingInput(Token.Purpose.ACTIVATION, envelope.statement()), signature);
    }

    /** The encrypted key is the one that the statement names. */
    private static boolean named(Envelope envelope, Statement.ImportKey order) {
        var encrypted = envelope.secret(Field.ENCRYPTED_KEY).orElseThrow().use(Bytes::of);
        return encrypted.sha256().equals(order.encryptedKeySha256());
    }

    /** The key that is handed over is the one that the statement names. */
    private static boolean handed(Envelope envelope, Statement.Invite order) {
        var key = envelope.secret(Field.HANDED_KEY).map(octets -> octets.use(Bytes::of));
        return key.map(Bytes::sha256).equals(order.handing().map(Statement.Handing::keySha256));
    }

    private boolean admitted(Envelope envelope, Statement.Enrol enrol) throws Malformed {
        VerifyingKey.of(enrol.loginKey());
        var secret = envelope.secret(Field.ENROLMENT_SECRET).orElseThrow();
        var committed = ActivationCommitment.of(
                envelope.secret(Field.ACTIVATION_BLIND).orElseThrow(),
                envelope.secret(Field.ACTIVATION_KEY).orElseThrow());
        return EnrolmentSecretHash.of(secret).equals(context.hex("secretHash"))
                && committed.equals(enrol.activationCommitment());
    }

    private boolean activated(Envelope envelope, Statement statement) throws Malformed {
        var key = statement instanceof Statement.Enrol
                ? envelope.secret(Field.ACTIVATION_KEY).orElseThrow().use(Bytes::of)
                : context.hex("activationKey");
        var signature =
                envelope.secret(Field.ACTIVATION_SIGNATURE).orElseThrow().use(Bytes::of);
        return VerifyingKey.of(key)
                .verifies(Token.signingInput(Token.Purpose.ACTIVATION, envelope.statement()), signature);
    }
}
