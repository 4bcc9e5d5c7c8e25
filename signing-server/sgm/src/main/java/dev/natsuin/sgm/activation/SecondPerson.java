package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;

/**
 * Orders that one person alone cannot give here: staff is admitted, keys are handed over, and people begin anew, by two
 * (DESIGN §4). A new identity key of the SGM is nowhere one person's.
 *
 * <p>The first one's order changes nothing but that it waits, in a row and in the log; the second one's
 * {@link ApproveAct} does it.
 *
 * @param wanted whether this server wants two
 */
record SecondPerson(boolean wanted) {
    /** So many orders of one person can wait. */
    static final int MOST_WAITING = 100;

    /** The highest level of what two should have ordered and one did. */
    private static final int ALONE = 2;

    /** So many administrators who can act must stay: where two are wanted, one alone admits nobody. */
    int administratorsToStay() {
        return wanted ? 2 : 1;
    }

    /** True if this order waits. */
    boolean isNeeded(Rows rows, Statement order, PersonRow orderer) {
        return order instanceof Statement.RenewIdentity
                || (wanted && waits(order) && !isOnlyAdministrator(rows, order, orderer));
    }

    private static boolean waits(Statement order) {
        return order instanceof Statement.ReEnrol
                || order instanceof Statement.RenewIdentity
                || (order instanceof Statement.Invite invite
                        && (invite.role() != Role.SIGNER || invite.handing().isPresent()));
    }

    /**
     * True for whoever admits the second administrator there ever is: nobody could approve that. As soon as another one
     * enrolled it is over, whatever becomes of them; and only one at a time can be on the way.
     */
    private static boolean isOnlyAdministrator(Rows rows, Statement order, PersonRow orderer) {
        return order instanceof Statement.Invite invite
                && invite.role() == Role.ADMINISTRATOR
                && rows.staff().stream()
                        .filter(person -> person.role() == Role.ADMINISTRATOR
                                && !person.user().equals(orderer.user()))
                        .allMatch(other -> other.state() == PersonRow.State.GONE
                                && rows.devicesOf(other.user()).isEmpty());
    }

    /** Why no more of this person can wait. */
    Optional<ProblemCode> refusal(Rows rows, Statement order, PersonRow orderer, Instant now) {
        if (!isNeeded(rows, order, orderer)) {
            return Optional.empty();
        }
        var waiting = rows.requestsConcerning(orderer.user()).stream()
                .filter(request -> request.user().equals(orderer.user()) && request.waitsAt(now))
                .count();
        return waiting < MOST_WAITING ? Optional.empty() : Optional.of(ProblemCode.NOT_PERMITTED);
    }

    /** What this person orders alone counts no higher than it should, where two should have ordered it. */
    static SignatureLog.Entry alone(Statement order, SignatureLog.Entry entry) {
        return waits(order) ? entry.atMost(ALONE) : entry;
    }

    /** What waits now, and its entry. */
    record Asked(Results.Waits waits, SignatureLog.Entry entry) {}

    /** Has the order wait. */
    static Asked ask(Rows rows, Act.Context context, String person, String invitation, Instant codeExpires) {
        var head = context.opened().statement().head();
        var request = new RequestRow(
                head.id(),
                head.user(),
                head.device(),
                person,
                invitation,
                RequestRow.end(context.now(), codeExpires),
                rows.logSize(),
                context.opened().statementSha256(),
                RequestRow.State.WAITING);
        rows.put(request);
        var record = Evidence.of(
                        Leaf.Type.REQUEST, head.user(), context.opened().envelope())
                .and("person", person)
                .and("invitation", invitation)
                .build();
        return new Asked(
                new Results.Waits(request.request(), request.expires()),
                about(request, Evidence.ofDevice(Leaf.Type.REQUEST, record, context)));
    }

    /** The entry, about the same person as the request; about whoever orders if it is about nobody. */
    static SignatureLog.Entry about(RequestRow request, SignatureLog.Entry entry) {
        return request.isAboutPerson() ? entry.about(request.person()) : entry;
    }

    /** What waits, as the log has it: it is what the row names. */
    static Statement ordered(RequestRow request, LogRow row) {
        try {
            var text = JsonObject.strict(row.record()).reader().bytes("statement");
            if (text.sha256().equals(request.statementSha256())) {
                return StatementText.requested(text);
            }
            throw new RowTampered("log entry", Long.toString(row.index()));
        } catch (Malformed e) {
            throw new RowTampered("log entry", Long.toString(row.index()));
        }
    }
}
