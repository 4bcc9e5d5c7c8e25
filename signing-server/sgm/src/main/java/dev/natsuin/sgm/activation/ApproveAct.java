package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A second person of staff wants what a first one ordered, and it is done, in one transaction.
 *
 * <p>The order holds the first one's statement itself. Everything that made that one right must still do: whoever asked
 * could ask it now.
 */
final class ApproveAct implements Act {
    private final Statement.Approve order;
    private final DeviceLevels levels;
    private final SecureRandom random;
    private final int declaredLevel;
    private final SecondPerson secondPerson;
    private final HandingOver handingOver;
    private final IdentityRenewal renewal;
    private Optional<IdentityRenewal.Begun> begun = Optional.empty();

    ApproveAct(
            Statement.Approve order,
            DeviceLevels levels,
            SecureRandom random,
            int declaredLevel,
            SecondPerson secondPerson,
            HandingOver handingOver,
            IdentityRenewal renewal) {
        this.renewal = renewal;
        this.handingOver = handingOver;
        this.order = order;
        this.levels = levels;
        this.random = random;
        this.declaredLevel = declaredLevel;
        this.secondPerson = secondPerson;
    }

    /** {@link RequestChecks#refusal} → not the orderer's own → it waits → who asked still stands → the order itself. */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var problem = RequestChecks.refusal(rows, person, order);
        if (problem.isPresent()) {
            return problem.map(Problem::of);
        }
        var request = RequestChecks.row(rows, order);
        if (request.user().equals(person.user())) {
            return Optional.of(Problem.of(ProblemCode.OWN_REQUEST));
        }
        var first = standing(rows, request);
        if (!request.waitsAt(now) || first.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.REQUEST_NOT_WAITING));
        }
        return RequestChecks.requested(order) instanceof Statement.RenewIdentity renewed
                ? renewal.refusal(rows, first.get(), renewed).map(Problem::of)
                : requested().orderRefusal(rows, first.get(), now);
    }

    /** Who asked, if they could ask it now. */
    private Optional<PersonRow> standing(Rows rows, RequestRow request) {
        var able = rows.device(request.device())
                .filter(device -> !device.isRemoved() && !device.locked() && !levels.waits(rows, device.device()));
        return rows.person(request.user()).filter(first -> first.state() == PersonRow.State.ACTIVE && able.isPresent());
    }

    private Awaited requested() {
        return RequestChecks.requested(order) instanceof Statement.Invite invite
                ? new InviteAct(invite, random, secondPerson, handingOver, Bytes.EMPTY)
                : new PersonAct(
                        (Statement.ReEnrol) RequestChecks.requested(order), random, declaredLevel, secondPerson);
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var request = RequestChecks.row(rows, order);
        rows.put(request.in(RequestRow.State.APPROVED));
        if (RequestChecks.requested(order) instanceof Statement.RenewIdentity) {
            return identityRenewed(rows, request, context);
        }
        var ended = requested().effect(rows, request.person(), request.invitation(), request.device(), context.now());
        var record = Evidence.of(
                        Leaf.Type.APPROVE,
                        context.device().user(),
                        context.opened().envelope())
                .and("person", request.person())
                .and("invitation", request.invitation())
                .and("requested", request.index())
                .andTexts("keys", ended.keys())
                .andTexts("devices", ended.devices())
                .build();
        return new Released(
                new Results.Approved(request.request(), request.person(), ended.keys(), ended.devices()),
                Evidence.ofDevice(Leaf.Type.APPROVE, record, context).about(request.person()));
    }

    private Released identityRenewed(Rows rows, RequestRow request, Context context) {
        var approval = context.opened().statementSha256();
        var renewed = renewal.begin(rows, request.statementSha256(), approval, context.now());
        begun = Optional.of(renewed);
        var record = Evidence.of(
                        Leaf.Type.RENEW_IDENTITY,
                        context.device().user(),
                        context.opened().envelope())
                .and("person", request.person())
                .and("requested", request.index())
                .and("succession", renewed.signed())
                .build();
        return new Released(
                new Results.Approved(request.request(), request.person(), List.of(), List.of()),
                Evidence.ofDevice(Leaf.Type.RENEW_IDENTITY, record, context));
    }

    @Override
    public void settled(Records records) {
        begun.ifPresent(renewed -> renewed.settled(records));
    }

    /** An order that may wait: what of it is looked at and done when it no longer does. */
    interface Awaited {
        /** The first problem with the order itself, if this person gave it now. */
        Optional<Problem> orderRefusal(Rows rows, PersonRow orderer, Instant now);

        /** Does it; gives what ended. */
        Endings.Ended effect(Rows rows, String user, String invitation, String orderedBy, Instant now);
    }

    /** Nothing ends when somebody is admitted. */
    static final Endings.Ended NOTHING = new Endings.Ended(List.of(), List.of());
}
