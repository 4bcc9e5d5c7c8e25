package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Destroys a key and revokes its certificates, in one transaction. */
final class DestroyKeyAct implements Act {
    private final Statement.DestroyKey order;

    DestroyKeyAct(Statement.DestroyKey order) {
        this.order = order;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var key = rows.key(order.keyId()).filter(k -> k.user().equals(person.user()));
        if (key.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.KEY_UNKNOWN));
        }
        if (key.get().state() != KeyRow.State.ENABLED) {
            return Optional.of(Problem.of(ProblemCode.KEY_NOT_ENABLED));
        }
        return key.get().certificate().sha256().equals(order.certificateSha256())
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.CERTIFICATE_NOT_BOUND));
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var key = rows.key(order.keyId()).orElseThrow();
        Endings.key(rows, key, RevocationRow.Cause.CESSATION_OF_OPERATION, context.now());
        var record = Evidence.of(
                        Leaf.Type.DESTROY_KEY, key.user(), context.opened().envelope())
                .and("keyId", key.keyId())
                .build();
        var level = Math.min(context.serverLevel(), Math.min(context.person().level(), key.level()));
        var entry = new SignatureLog.Entry(
                Leaf.Type.DESTROY_KEY,
                context.now(),
                key.keyId(),
                key.user(),
                context.device().device(),
                level,
                "device",
                key.kekEpoch(),
                record);
        return new Released(new Results.Destroyed(key.keyId()), entry);
    }
}
