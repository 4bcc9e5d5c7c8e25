package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Staff says which fingerprint a person read out; it must be that of the device that enrolled.
 *
 * <p>Whoever stole an enrolment code and used it first has another device key. That shows here, and stays in the log
 * under the orderer's name whether or not anybody acts on it.
 */
final class ConfirmDeviceAct implements Act {
    private final Statement.ConfirmDevice order;
    private final Bytes identityHash;

    ConfirmDeviceAct(Statement.ConfirmDevice order, Bytes identityHash) {
        this.order = order;
        this.identityHash = identityHash;
    }

    /**
     * Staff that admits → person known → of a role they admit, not themselves, and not somebody whom two admitted by
     * this one's order → device the person's. Whoever ordered has the code: with the confirmation they would be two
     * persons.
     */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        if (person.role() != Role.OFFICER && person.role() != Role.ADMINISTRATOR) {
            return Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
        }
        var confirmed = rows.person(order.confirmedUser());
        if (confirmed.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.DEVICE_UNKNOWN));
        }
        if (!person.role().mayInvite(confirmed.get().role())
                || confirmed.get().user().equals(person.user())) {
            return Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
        }
        if (hasOrdered(rows, person)) {
            return Optional.of(Problem.of(ProblemCode.OWN_REQUEST));
        }
        return device(rows).isPresent() ? Optional.empty() : Optional.of(Problem.of(ProblemCode.DEVICE_UNKNOWN));
    }

    private boolean hasOrdered(Rows rows, PersonRow person) {
        return rows.lastApprovedAbout(order.confirmedUser())
                .filter(request -> request.user().equals(person.user()))
                .isPresent();
    }

    private Optional<DeviceRow> device(Rows rows) {
        return rows.device(order.confirmedDevice())
                .filter(device -> device.user().equals(order.confirmedUser()) && !device.isRemoved());
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var device = device(rows).orElseThrow();
        var fingerprint = Fingerprint.of(identityHash, VerifyingKey.kept(device.deviceKey()));
        if (!fingerprint.equals(order.fingerprint())) {
            return Released.refused(
                    Problem.of(ProblemCode.FINGERPRINT_DIFFERS), entry(Leaf.Type.FINGERPRINT_DIFFERS, context));
        }
        if (rows.confirmation(device.device()).isEmpty()) {
            rows.put(new ConfirmationRow(
                    device.device(), device.user(), context.device().device(), context.now()));
        }
        return new Released(
                new Results.Confirmed(device.user(), device.device()), entry(Leaf.Type.CONFIRM_DEVICE, context));
    }

    private SignatureLog.Entry entry(Leaf.Type type, Context context) {
        var record = Evidence.of(type, context.device().user(), context.opened().envelope())
                .and("confirmedUser", order.confirmedUser())
                .and("confirmedDevice", order.confirmedDevice())
                .build();
        return Evidence.ofDevice(type, record, context).about(order.confirmedUser());
    }
}
