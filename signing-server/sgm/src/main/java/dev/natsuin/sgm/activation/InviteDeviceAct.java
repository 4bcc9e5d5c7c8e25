package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person's device admits a further one: it opens the seal and leaves it closed under the temporary share of a code,
 * which the person carries across by hand. A code ends the one before.
 */
final class InviteDeviceAct implements Act {
    /** How long a code for a further device may live. */
    static final Duration LONGEST_CODE_LIFE = Duration.ofMinutes(10);

    /** The most devices of a person that are not removed. */
    static final int MOST_DEVICES = 10;

    private final Statement.InviteDevice order;
    private final SealedKeys sealedKeys;
    private final String invitation;
    private Bytes sealWrap = Bytes.EMPTY;

    InviteDeviceAct(Statement.InviteDevice order, SealedKeys sealedKeys, SecureRandom random) {
        this.order = order;
        this.sealedKeys = sealedKeys;
        this.invitation = Ids.newPersonId(random);
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var expires = order.codeExpires();
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST_CODE_LIFE))) {
            return Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED));
        }
        return Endings.livingDevices(rows, person.user()).size() < MOST_DEVICES
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public void perform(Work work) {
        var user = work.person().user();
        try (var sealKey =
                sealedKeys.openSeal(user, work.device().device(), work.device().sealWrap(), work.share())) {
            var temporary =
                    work.envelope().secret(Envelope.Field.NEW_SEAL_SHARE).orElseThrow();
            sealWrap = sealedKeys.wrap(sealKey, user, invitation, temporary);
        }
    }

    @Override
    public Released release(Rows rows, Context context) {
        var device = context.device();
        rows.invitationsOf(device.user()).forEach(earlier -> Endings.invitation(rows, earlier));
        rows.put(new InvitationRow(
                invitation, device.user(), order.secretHash(), order.codeExpires(), 0, InvitationRow.State.OPEN));
        rows.put(new DeviceInvitationRow(invitation, device.device(), sealWrap));
        var record = Evidence.of(
                        Leaf.Type.INVITE_DEVICE, device.user(), context.opened().envelope())
                .and("invitation", invitation)
                .build();
        return new Released(
                new Results.Invited(device.user(), invitation, order.codeExpires()),
                Evidence.ofDevice(Leaf.Type.INVITE_DEVICE, record, context));
    }
}
