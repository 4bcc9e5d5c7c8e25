package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.Subjects;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Admits a person and remembers the hash of the secret that their enrolment code will carry. */
final class InviteAct implements Act, ApproveAct.Awaited {
    private static final Duration LONGEST_CODE_LIFE = Duration.ofDays(31);
    private static final int HIGHEST_LEVEL = 3;

    private final Statement.Invite order;
    private final SecureRandom random;
    private final SecondPerson secondPerson;
    private final HandingOver handingOver;
    private final Bytes handedKey;

    /**
     * For one order.
     *
     * @param handedKey the key that is handed over, as it came in the envelope; empty if none is, or if it came before
     */
    InviteAct(
            Statement.Invite order,
            SecureRandom random,
            SecondPerson secondPerson,
            HandingOver handingOver,
            Bytes handedKey) {
        this.order = order;
        this.random = random;
        this.secondPerson = secondPerson;
        this.handingOver = handingOver;
        this.handedKey = handedKey;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return orderRefusal(rows, person, now)
                .or(() -> order.handing()
                                .map(handing -> handing.keySha256().equals(handedKey.sha256()))
                                .orElse(true)
                        ? Optional.empty()
                        : Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED)))
                .or(() -> secondPerson.refusal(rows, order, person, now).map(Problem::of));
    }

    /** A role that admits the other → the code's life → the name → the key that is handed over. */
    @Override
    public Optional<Problem> orderRefusal(Rows rows, PersonRow person, Instant now) {
        if (!person.role().mayInvite(order.role())) {
            return Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
        }
        if (!mayExpire(order.codeExpires(), now)) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED));
        }
        var nameAllowed = order.subject().map(Subjects::mayAdmit).orElse(true);
        return nameAllowed ? keyRefusal(rows, now) : Optional.of(Problem.of(ProblemCode.SUBJECT_NOT_ALLOWED));
    }

    private Optional<Problem> keyRefusal(Rows rows, Instant now) {
        return order.handing()
                .flatMap(handing ->
                        handingOver.refusal(rows, handing, order.algorithm().orElseThrow(), now))
                .map(Problem::of);
    }

    /** True if a code for a person may live until then. */
    static boolean mayExpire(Instant expires, Instant now) {
        return expires.isAfter(now) && !expires.isAfter(now.plus(LONGEST_CODE_LIFE));
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var user = Ids.newPersonId(random);
        var invitation = Ids.newPersonId(random);
        if (secondPerson.isNeeded(rows, order, context.person())) {
            var asked = SecondPerson.ask(rows, context, user, invitation, order.codeExpires());
            HandingOver.keep(
                    rows, order, handedKey, user, invitation, asked.waits().until());
            return new Released(
                    new Results.Invited(user, invitation, order.codeExpires(), Optional.of(asked.waits())),
                    asked.entry());
        }
        HandingOver.keep(rows, order, handedKey, user, invitation, order.codeExpires());
        effect(rows, user, invitation, context.device().device(), context.now());
        var record = Evidence.of(
                        Leaf.Type.INVITE,
                        context.device().user(),
                        context.opened().envelope())
                .and("invitedUser", user)
                .and("invitation", invitation)
                .build();
        var entry = Evidence.ofDevice(Leaf.Type.INVITE, record, context).about(user);
        return new Released(
                new Results.Invited(user, invitation, order.codeExpires()), SecondPerson.alone(order, entry));
    }

    @Override
    public Endings.Ended effect(Rows rows, String user, String invitation, String orderedBy, Instant now) {
        rows.put(new PersonRow(
                user,
                order.role(),
                PersonRow.State.INVITED,
                order.subject(),
                order.algorithm(),
                HIGHEST_LEVEL,
                orderedBy,
                now));
        rows.put(new InvitationRow(
                invitation, user, order.secretHash(), order.codeExpires(), 0, InvitationRow.State.OPEN));
        rows.handedKey(invitation)
                .map(handed -> handed.until(order.codeExpires()))
                .ifPresent(rows::put);
        return ApproveAct.NOTHING;
    }
}
