package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.device.TemporaryShare;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.SpentRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device enrols itself with the secret of an enrolment code: a person's first one, with a new seal, or a further one,
 * with a code of a device that they have and the seal that it left under it.
 *
 * <p>The device key stands in the statement, so its signature proves only that whoever sends it has that key. What
 * admits is the secret; ten wrong ones kill the code. An answer is stored, and the id spent, only where the invitation
 * exists: nobody can fill the database without one.
 */
final class Enrolment {
    private final RowGuard guard;
    private final SealedKeys sealedKeys;
    private final SignatureLog log;
    private final Answers answers;
    private final Freshness freshness;

    Enrolment(RowGuard guard, SealedKeys sealedKeys, SignatureLog log, Answers answers, Freshness freshness) {
        this.guard = guard;
        this.sealedKeys = sealedKeys;
        this.log = log;
        this.answers = answers;
        this.freshness = freshness;
    }

    /** The form of the enrolment, before anything is looked up: its keys are keys and the device's signature holds. */
    static boolean attested(OpenedStatement opened, Statement.Enrol order) {
        try {
            var deviceKey = VerifyingKey.of(order.deviceKey());
            VerifyingKey.of(order.loginKey());
            return Ids.deviceId(deviceKey).equals(order.head().device())
                    && AttestedStatement.signedBy(deviceKey, opened);
        } catch (Malformed e) {
            return false;
        }
    }

    /** Decides and answers, in the one transaction that the caller runs. */
    String decide(Rows rows, OpenedStatement opened, Statement.Enrol order, String sealingKey, Instant now) {
        var invitation = rows.invitation(order.invitation())
                .filter(i -> i.user().equals(order.head().user()));
        if (invitation.isEmpty()) {
            return refusal(opened, ProblemCode.INVITATION_NOT_ACCEPTED, sealingKey, now);
        }
        var spent = rows.spent(order.head().id()).isPresent();
        var stale = freshness.problem(order.head(), spent, now);
        if (stale.isPresent()) {
            return refusal(opened, stale.get().code(), sealingKey, now);
        }
        rows.spend(new SpentRow(order.head().id(), order.head().user(), opened.sealedSha256()));
        var problem = admission(rows, invitation.get(), opened, order, now);
        var answer = problem.isPresent()
                ? refusal(opened, problem.get(), sealingKey, now)
                : admit(rows, invitation.get(), opened, order, sealingKey, now);
        rows.putAnswer(opened.sealedSha256(), answer, now);
        return answer;
    }

    private String refusal(OpenedStatement opened, ProblemCode code, String sealingKey, Instant now) {
        return answers.to(
                opened, Optional.empty(), Answers.refused(Problem.of(code)), Optional.empty(), sealingKey, now);
    }

    private static Optional<ProblemCode> admission(
            Rows rows, InvitationRow invitation, OpenedStatement opened, Statement.Enrol order, Instant now) {
        var envelope = opened.envelope();
        if (!envelope.carriesExactly(
                Envelope.Field.ACTIVATION_SIGNATURE,
                Envelope.Field.SEAL_SHARE,
                Envelope.Field.ENROLMENT_SECRET,
                Envelope.Field.ACTIVATION_KEY,
                Envelope.Field.ACTIVATION_BLIND)) {
            return Optional.of(ProblemCode.STATEMENT_MALFORMED);
        }
        var open = invitation.state() == InvitationRow.State.OPEN && now.isBefore(invitation.expires());
        if (!open || !mayEnrol(rows, invitation)) {
            return Optional.of(ProblemCode.INVITATION_NOT_ACCEPTED);
        }
        var secret = envelope.secret(Envelope.Field.ENROLMENT_SECRET).orElseThrow();
        if (!EnrolmentSecretHash.of(secret).equals(invitation.secretHash())) {
            var after = invitation.afterWrongSecret();
            rows.put(after);
            if (after.state() == InvitationRow.State.DEAD) {
                Endings.handedKeyOf(rows, after.invitation());
            }
            return Optional.of(ProblemCode.INVITATION_NOT_ACCEPTED);
        }
        if (rows.device(order.head().device()).isPresent() || !activationKeyHolds(envelope, order)) {
            return Optional.of(ProblemCode.STATEMENT_MALFORMED);
        }
        return Optional.empty();
    }

    /** Whoever is suspended or gone enrols nothing; a further device needs the person to be active. */
    private static boolean mayEnrol(Rows rows, InvitationRow invitation) {
        var state = rows.person(invitation.user()).map(PersonRow::state);
        var further = rows.deviceInvitation(invitation.invitation()).isPresent();
        return state.equals(Optional.of(further ? PersonRow.State.ACTIVE : PersonRow.State.INVITED));
    }

    private static boolean activationKeyHolds(Envelope envelope, Statement.Enrol order) {
        var key = envelope.secret(Envelope.Field.ACTIVATION_KEY).orElseThrow();
        var blind = envelope.secret(Envelope.Field.ACTIVATION_BLIND).orElseThrow();
        var signature = envelope.secret(Envelope.Field.ACTIVATION_SIGNATURE)
                .orElseThrow()
                .use(Bytes::of);
        try {
            return ActivationCommitment.of(blind, key).equals(order.activationCommitment())
                    && VerifyingKey.of(key.use(Bytes::of))
                            .verifies(Token.signingInput(Token.Purpose.ACTIVATION, envelope.statement()), signature);
        } catch (Malformed e) {
            return false;
        }
    }

    private String admit(
            Rows rows,
            InvitationRow invitation,
            OpenedStatement opened,
            Statement.Enrol order,
            String sealingKey,
            Instant now) {
        var person = rows.person(invitation.user())
                .orElseThrow(() -> new IllegalStateException("an invitation of nobody"))
                .activated();
        var device = newDevice(rows, person, opened.envelope(), order, now);
        rows.deviceInvitation(order.invitation())
                .map(DeviceInvitationRow::erased)
                .ifPresent(rows::put);
        rows.handedKey(order.invitation())
                .map(handed -> handed.given(order.head().device(), now))
                .ifPresent(rows::put);
        rows.put(invitation.used());
        rows.put(person);
        rows.put(device);
        var record = Evidence.of(Leaf.Type.ENROL, person.user(), opened.envelope())
                .and("device", device.device())
                .build();
        var receipt = log.append(
                rows,
                new SignatureLog.Entry(
                        Leaf.Type.ENROL,
                        now,
                        device.device(),
                        person.user(),
                        device.device(),
                        DeviceLevels.UNCONFIRMED,
                        "device",
                        0,
                        record));
        var result = new Results.Enrolled(
                person.user(), device.device(), order.loginKey(), person.role(), person.subject(), person.algorithm());
        return answers.to(opened, Optional.of(0), Answers.done(result), Optional.of(receipt), sealingKey, now);
    }

    /** A new seal for a first device; for a further one the seal that waits under the code. */
    private Bytes seal(Rows rows, String user, Envelope envelope, Statement.Enrol order) {
        var device = order.head().device();
        var share = envelope.secret(Envelope.Field.SEAL_SHARE).orElseThrow();
        var left = rows.deviceInvitation(order.invitation());
        if (left.isEmpty()) {
            return sealedKeys.newSeal(user, device, share);
        }
        var secret = envelope.secret(Envelope.Field.ENROLMENT_SECRET).orElseThrow();
        try (var temporary = TemporaryShare.of(secret, freshness.identityHash(), user);
                var sealKey =
                        sealedKeys.openSeal(user, order.invitation(), left.get().sealWrap(), temporary)) {
            return sealedKeys.wrap(sealKey, user, device, share);
        }
    }

    private DeviceRow newDevice(Rows rows, PersonRow person, Envelope envelope, Statement.Enrol order, Instant now) {
        var device = order.head().device();
        Secret key = envelope.secret(Envelope.Field.ACTIVATION_KEY).orElseThrow();
        return new DeviceRow(
                device,
                person.user(),
                order.deviceKey(),
                guard.encrypt(ActivationKey.about(person.user(), device), key),
                seal(rows, person.user(), envelope, order),
                0,
                List.of(),
                false,
                now);
    }
}
