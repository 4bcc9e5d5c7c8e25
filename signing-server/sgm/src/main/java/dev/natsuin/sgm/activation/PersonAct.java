package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.TombstoneRow;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Staff suspends, resumes or revokes a person, or begins anew with them.
 *
 * <p>Nothing is ever unlocked: whoever forgot a PIN or lost the last device is enrolled anew, with other keys. Officers
 * do it to signers, administrators to staff, nobody to themselves; so the last administrator stays, because whoever
 * orders is one and is active.
 */
final class PersonAct implements Act, ApproveAct.Awaited {
    private final Statement.AboutPerson order;
    private final SecureRandom random;
    private final int declaredLevel;
    private final SecondPerson secondPerson;

    PersonAct(Statement.AboutPerson order, SecureRandom random, int declaredLevel, SecondPerson secondPerson) {
        this.order = order;
        this.random = random;
        this.declaredLevel = declaredLevel;
        this.secondPerson = secondPerson;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return code(rows, person, now)
                .or(() -> secondPerson.refusal(rows, order, person, now))
                .map(Problem::of);
    }

    /**
     * Staff that admits → person known → of a role they admit, not themselves → the person named → state → as told →
     * code.
     */
    @Override
    public Optional<Problem> orderRefusal(Rows rows, PersonRow person, Instant now) {
        return code(rows, person, now).map(Problem::of);
    }

    private Optional<ProblemCode> code(Rows rows, PersonRow person, Instant now) {
        if (person.role() != Role.OFFICER && person.role() != Role.ADMINISTRATOR) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        var known = rows.person(order.whom().user());
        if (known.isEmpty()) {
            return Optional.of(ProblemCode.PERSON_UNKNOWN);
        }
        var whom = known.get();
        if (!person.role().mayInvite(whom.role()) || whom.user().equals(person.user())) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        if (!order.whom().equals(new Statement.Whom(whom.user(), whom.role(), whom.subject()))) {
            return Optional.of(ProblemCode.CONTENT_DIFFERS);
        }
        if (!mayFollow(whom.state())) {
            return Optional.of(ProblemCode.PERSON_STATE_WRONG);
        }
        if (changedMeanwhile(rows, whom.user())) {
            return Optional.of(ProblemCode.CHANGED_MEANWHILE);
        }
        if (order instanceof Statement.ReEnrol anew && !InviteAct.mayExpire(anew.codeExpires(), now)) {
            return Optional.of(ProblemCode.STATEMENT_MALFORMED);
        }
        return endsSomebody() && tooFewWouldStay(rows, whom)
                ? Optional.of(ProblemCode.LAST_ADMINISTRATOR)
                : Optional.empty();
    }

    /** What takes something away is never held up by this: see decision 0081. */
    private boolean changedMeanwhile(Rows rows, String user) {
        if (order instanceof Statement.ReEnrol anew && anew.invitationBefore().isPresent()) {
            var newest = rows.newestInvitationOf(user).map(InvitationRow::invitation);
            return !newest.equals(anew.invitationBefore());
        }
        if (order instanceof Statement.Resume resume && resume.suspension().isPresent()) {
            var newest = rows.logRowsAbout(user, Results.Described.MOST_ACTS).stream()
                    .filter(row -> SignatureLog.leafOf(row).type() == Leaf.Type.SUSPEND)
                    .map(LogRow::index)
                    .findFirst();
            return !newest.equals(resume.suspension());
        }
        return false;
    }

    private boolean mayFollow(PersonRow.State state) {
        if (order instanceof Statement.Suspend) {
            return state == PersonRow.State.ACTIVE;
        }
        if (order instanceof Statement.Resume) {
            return state == PersonRow.State.SUSPENDED;
        }
        return state != PersonRow.State.GONE;
    }

    private boolean endsSomebody() {
        return order instanceof Statement.Revoke || order instanceof Statement.ReEnrol;
    }

    private boolean tooFewWouldStay(Rows rows, PersonRow whom) {
        if (!secondPerson.wanted() || whom.role() != Role.ADMINISTRATOR) {
            return false;
        }
        var confirms = declaredLevel >= Demand.FINGERPRINT_NEEDED_FROM;
        var staying = Endings.otherAdministrators(rows, whom.user(), confirms);
        return whom.state() != PersonRow.State.INVITED && staying < secondPerson.administratorsToStay();
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var whom = rows.person(order.whom().user()).orElseThrow();
        if (order instanceof Statement.Suspend) {
            Endings.requestsOf(rows, whom.user());
            return changed(rows, whom, PersonRow.State.SUSPENDED, Leaf.Type.SUSPEND, context);
        }
        if (order instanceof Statement.Resume) {
            return changed(rows, whom, PersonRow.State.ACTIVE, Leaf.Type.RESUME, context);
        }
        if (order instanceof Statement.Revoke) {
            rows.put(new TombstoneRow(TombstoneRow.Kind.PERSON, whom.user(), context.now()));
            return changed(rows, whom, PersonRow.State.GONE, Leaf.Type.REVOKE, context);
        }
        return enrolledAnew(rows, whom, (Statement.ReEnrol) order, context);
    }

    private Released changed(Rows rows, PersonRow whom, PersonRow.State state, Leaf.Type type, Context context) {
        rows.put(whom.in(state));
        var ended = state == PersonRow.State.GONE
                ? Endings.everythingOf(rows, whom.user(), RevocationRow.Cause.of(order.reason()), context.now())
                : new Endings.Ended(List.of(), List.of());
        var record = record(type, ended, context).build();
        return new Released(
                new Results.PersonChanged(whom.user(), state.wireName(), ended.keys(), ended.devices()),
                entry(type, record, context));
    }

    private Released enrolledAnew(Rows rows, PersonRow whom, Statement.ReEnrol anew, Context context) {
        var invitation = Ids.newPersonId(random);
        if (secondPerson.isNeeded(rows, order, context.person())) {
            var asked = SecondPerson.ask(rows, context, whom.user(), invitation, anew.codeExpires());
            return new Released(
                    new Results.EnrolledAnew(
                            whom.user(),
                            invitation,
                            anew.codeExpires(),
                            List.of(),
                            List.of(),
                            Optional.of(asked.waits())),
                    asked.entry());
        }
        var ended = effect(rows, whom.user(), invitation, context.device().device(), context.now());
        var record = record(Leaf.Type.RE_ENROL, ended, context)
                .and("invitation", invitation)
                .build();
        return new Released(
                new Results.EnrolledAnew(whom.user(), invitation, anew.codeExpires(), ended.keys(), ended.devices()),
                SecondPerson.alone(order, entry(Leaf.Type.RE_ENROL, record, context)));
    }

    @Override
    public Endings.Ended effect(Rows rows, String user, String invitation, String orderedBy, Instant now) {
        var anew = (Statement.ReEnrol) order;
        var ended = Endings.everythingOf(rows, user, RevocationRow.Cause.of(anew.reason()), now);
        rows.put(rows.person(user).orElseThrow().in(PersonRow.State.INVITED));
        rows.put(new InvitationRow(
                invitation, user, anew.secretHash(), anew.codeExpires(), 0, InvitationRow.State.OPEN));
        return ended;
    }

    private JsonObject.Builder record(Leaf.Type type, Endings.Ended ended, Context context) {
        return Evidence.of(type, context.device().user(), context.opened().envelope())
                .and("person", order.whom().user())
                .andTexts("keys", ended.keys())
                .andTexts("devices", ended.devices());
    }

    private SignatureLog.Entry entry(Leaf.Type type, JsonObject record, Context context) {
        return Evidence.ofDevice(type, record, context).about(order.whom().user());
    }
}
