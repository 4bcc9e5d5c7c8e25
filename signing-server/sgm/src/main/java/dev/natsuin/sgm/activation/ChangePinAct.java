package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Another PIN for the device that orders it: signed under both, the seal opened with the old share and closed with the
 * new one, in one transaction. The old PIN is judged and counted as for every order.
 */
final class ChangePinAct implements Act {
    private final Statement.ChangePin order;
    private final Envelope envelope;
    private final RowGuard guard;
    private final SealedKeys sealedKeys;

    /** The envelope stays the caller's and must be open until the release. */
    ChangePinAct(Statement.ChangePin order, Envelope envelope, RowGuard guard, SealedKeys sealedKeys) {
        this.order = order;
        this.envelope = envelope;
        this.guard = guard;
        this.sealedKeys = sealedKeys;
    }

    /** The new key is the one that was committed to, sound, and signed the statement as well. */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return newKeyHolds() ? Optional.empty() : Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED));
    }

    private boolean newKeyHolds() {
        var key = secret(Envelope.Field.ACTIVATION_KEY);
        var signature = secret(Envelope.Field.NEW_ACTIVATION_SIGNATURE).use(Bytes::of);
        try {
            return ActivationCommitment.of(secret(Envelope.Field.ACTIVATION_BLIND), key)
                            .equals(order.activationCommitment())
                    && VerifyingKey.of(key.use(Bytes::of))
                            .verifies(Token.signingInput(Token.Purpose.ACTIVATION, envelope.statement()), signature);
        } catch (Malformed e) {
            return false;
        }
    }

    private Secret secret(Envelope.Field field) {
        return envelope.secret(field).orElseThrow();
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var device = context.device();
        try (var sealKey = sealedKeys.openSeal(
                device.user(), device.device(), device.sealWrap(), secret(Envelope.Field.SEAL_SHARE))) {
            rows.put(device.withPin(
                    guard.encrypt(
                            ActivationKey.about(device.user(), device.device()), secret(Envelope.Field.ACTIVATION_KEY)),
                    sealedKeys.wrap(sealKey, device.user(), device.device(), secret(Envelope.Field.NEW_SEAL_SHARE))));
        }
        var record = Evidence.of(Leaf.Type.CHANGE_PIN, device.user(), envelope).build();
        return new Released(
                new Results.PinChanged(device.user(), device.device()),
                Evidence.ofDevice(Leaf.Type.CHANGE_PIN, record, context));
    }
}
