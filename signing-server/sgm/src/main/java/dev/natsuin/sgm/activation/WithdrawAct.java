package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What waits is never done: who asked takes it back, or whoever could approve it does not want it. */
final class WithdrawAct implements Act {
    private final Statement.Withdraw order;

    WithdrawAct(Statement.Withdraw order) {
        this.order = order;
    }

    /** {@link RequestChecks#refusal} → it waits. */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return RequestChecks.refusal(rows, person, order)
                .or(() -> RequestChecks.row(rows, order).waitsAt(now)
                        ? Optional.empty()
                        : Optional.of(ProblemCode.REQUEST_NOT_WAITING))
                .map(Problem::of);
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var request = RequestChecks.row(rows, order);
        rows.put(request.in(RequestRow.State.WITHDRAWN));
        Endings.handedKeyOf(rows, request.invitation());
        var record = Evidence.of(
                        Leaf.Type.WITHDRAW,
                        context.device().user(),
                        context.opened().envelope())
                .and("person", request.person())
                .and("requested", request.index())
                .build();
        return new Released(
                new Results.Withdrawn(request.request(), request.person()),
                SecondPerson.about(request, Evidence.ofDevice(Leaf.Type.WITHDRAW, record, context)));
    }
}
