package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.Subjects;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An officer gives a signer another name (decision 0079): for certificates, as desks show it, or both.
 *
 * <p>Devices, PIN and history stay. Keys stay as well, with the certificates that they have, unless the order ends
 * them.
 */
final class AmendAct implements Act {
    private final Statement.Amend order;
    private final SignedNames names;

    AmendAct(Statement.Amend order, SignedNames names) {
        this.order = order;
        this.names = names;
    }

    /** An officer → person known → a signer → called as told → the person named → not gone → the name. */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return code(rows, person).map(Problem::of);
    }

    private Optional<ProblemCode> code(Rows rows, PersonRow person) {
        if (person.role() != Role.OFFICER) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        var known = rows.person(order.whom().user());
        if (known.isEmpty()) {
            return Optional.of(ProblemCode.PERSON_UNKNOWN);
        }
        var whom = known.get();
        if (whom.role() != Role.SIGNER) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        // Before the person is compared: whoever gave another subject gave another name as well, and this tells more.
        if (order.displayHashBefore().isPresent()
                && !order.displayHashBefore()
                        .get()
                        .equals(names.displayHash(rows, whom).orElse(Statement.Amend.NOT_CALLED))) {
            return Optional.of(ProblemCode.CHANGED_MEANWHILE);
        }
        if (!order.whom().equals(new Statement.Whom(whom.user(), whom.role(), whom.subject()))) {
            return Optional.of(ProblemCode.CONTENT_DIFFERS);
        }
        if (whom.state() == PersonRow.State.GONE) {
            return Optional.of(ProblemCode.PERSON_STATE_WRONG);
        }
        // Who was admitted before a rule of names keeps the name they have.
        var stays = whom.subject().equals(Optional.of(order.newSubject()));
        return stays || Subjects.mayAdmit(order.newSubject())
                ? Optional.empty()
                : Optional.of(ProblemCode.SUBJECT_NOT_ALLOWED);
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var whom = rows.person(order.whom().user()).orElseThrow();
        rows.put(whom.named(order.newSubject(), rows.logSize()));
        List<String> ended = order.endKeys()
                ? Endings.keysOf(rows, whom.user(), RevocationRow.Cause.of(order.reason()), context.now())
                : List.of();
        var record = Evidence.of(
                        Leaf.Type.AMEND,
                        context.device().user(),
                        context.opened().envelope())
                .and("person", whom.user())
                .andTexts("keys", ended)
                .build();
        return new Released(
                new Results.PersonAmended(whom.user(), order.displayHash(), ended),
                Evidence.ofDevice(Leaf.Type.AMEND, record, context).about(whom.user()));
    }
}
