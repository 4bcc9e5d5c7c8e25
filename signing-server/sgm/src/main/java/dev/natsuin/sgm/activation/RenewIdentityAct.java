package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** An administrator wants a new identity key: it waits for a second one, whatever else one alone may order here. */
final class RenewIdentityAct implements Act {
    private final Statement.RenewIdentity order;
    private final IdentityRenewal renewal;
    private final SecondPerson secondPerson;

    RenewIdentityAct(Statement.RenewIdentity order, IdentityRenewal renewal, SecondPerson secondPerson) {
        this.order = order;
        this.renewal = renewal;
        this.secondPerson = secondPerson;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return renewal.refusal(rows, person, order)
                .or(() -> secondPerson.refusal(rows, order, person, now))
                .map(Problem::of);
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var end = context.now().plus(RequestRow.LIFE);
        var asked = SecondPerson.ask(rows, context, RequestRow.NOBODY, RequestRow.NOBODY, end);
        return new Released(new Results.IdentityAwaited(asked.waits()), asked.entry());
    }
}
