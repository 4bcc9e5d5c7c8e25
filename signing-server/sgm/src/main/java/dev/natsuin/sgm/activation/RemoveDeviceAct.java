package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person removes a device of theirs, this one or another. With the last one go their keys: nobody could open them any
 * more.
 */
final class RemoveDeviceAct implements Act {
    private final Statement.RemoveDevice order;
    private final boolean confirms;
    private final SecondPerson secondPerson;

    /** @param confirms whether fingerprints are confirmed here, so that a device without can do nothing */
    RemoveDeviceAct(Statement.RemoveDevice order, boolean confirms, SecondPerson secondPerson) {
        this.order = order;
        this.confirms = confirms;
        this.secondPerson = secondPerson;
    }

    /** Known and own → not removed → the device named → an administrator stays who can act. */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var device = rows.device(order.removedDevice()).filter(d -> d.user().equals(person.user()));
        if (device.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.DEVICE_UNKNOWN));
        }
        if (device.get().isRemoved()) {
            return Optional.of(Problem.of(ProblemCode.DEVICE_REMOVED));
        }
        if (!device.get().deviceKey().equals(order.deviceKey())) {
            return Optional.of(Problem.of(ProblemCode.CONTENT_DIFFERS));
        }
        return noneLeftToAct(rows, device.get()) && tooFewWouldStay(rows, person)
                ? Optional.of(Problem.of(ProblemCode.LAST_ADMINISTRATOR))
                : Optional.empty();
    }

    private boolean noneLeftToAct(Rows rows, DeviceRow device) {
        return rows.devicesOf(device.user()).stream()
                .filter(other -> !other.device().equals(device.device()))
                .noneMatch(other -> Endings.canAct(rows, other, confirms));
    }

    private static boolean isLast(Rows rows, DeviceRow device) {
        return Endings.livingDevices(rows, device.user()).size() == 1;
    }

    private boolean tooFewWouldStay(Rows rows, PersonRow person) {
        return person.role() == Role.ADMINISTRATOR
                && Endings.otherAdministrators(rows, person.user(), confirms) < secondPerson.administratorsToStay();
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public Released release(Rows rows, Context context) {
        var device = rows.device(order.removedDevice()).orElseThrow();
        var last = isLast(rows, device);
        Endings.device(rows, device, context.now());
        var keys = last
                ? Endings.keysOf(rows, device.user(), RevocationRow.Cause.CESSATION_OF_OPERATION, context.now())
                : List.<String>of();
        var record = Evidence.of(
                        Leaf.Type.REMOVE_DEVICE, device.user(), context.opened().envelope())
                .and("removedDevice", device.device())
                .andTexts("keys", keys)
                .build();
        return new Released(
                new Results.DeviceRemoved(device.user(), device.device(), keys),
                Evidence.ofDevice(Leaf.Type.REMOVE_DEVICE, record, context));
    }
}
