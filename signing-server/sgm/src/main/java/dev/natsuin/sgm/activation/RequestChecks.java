package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.Rows;
import java.util.Optional;

/** What is looked at of every order about something that waits for a second person. */
final class RequestChecks {
    private RequestChecks() {}

    /** The statement that the order holds; its form was checked when it was read. */
    static Statement requested(Statement.AboutRequest order) {
        try {
            return StatementText.requested(order.request());
        } catch (Malformed e) {
            throw new IllegalArgumentException("an order about what never waits", e);
        }
    }

    /**
     * Staff that admits → something of this id waited → it is what the order holds → of a role they admit, and not
     * about themselves.
     */
    static Optional<ProblemCode> refusal(Rows rows, PersonRow person, Statement.AboutRequest order) {
        if (person.role() != Role.OFFICER && person.role() != Role.ADMINISTRATOR) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        var requested = requested(order);
        var row = rows.request(requested.head().id());
        if (row.isEmpty()) {
            return Optional.of(ProblemCode.REQUEST_UNKNOWN);
        }
        if (!row.get().statementSha256().equals(order.request().sha256())) {
            return Optional.of(ProblemCode.CONTENT_DIFFERS);
        }
        return person.role().mayInvite(role(requested)) && !row.get().person().equals(person.user())
                ? Optional.empty()
                : Optional.of(ProblemCode.NOT_PERMITTED);
    }

    /** The role of whoever it is about; of what is about nobody, of those who may order it. */
    static Role role(Statement requested) {
        if (requested instanceof Statement.RenewIdentity) {
            return Role.ADMINISTRATOR;
        }
        return requested instanceof Statement.Invite invite
                ? invite.role()
                : ((Statement.ReEnrol) requested).whom().role();
    }

    /** The row of what the order is about, once {@link #refusal} let it through. */
    static RequestRow row(Rows rows, Statement.AboutRequest order) {
        return rows.request(requested(order).head().id()).orElseThrow();
    }
}
