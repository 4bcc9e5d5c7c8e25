package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner's devices: listed, admitted, removed; and the PIN of this one. */
public final class OwnDevices implements Devices {
    /** A little less than the SGM allows: its clock may be a second ahead of what this desk knows of it. */
    private static final Duration CODE_LIFE = Duration.ofMinutes(10).minusSeconds(5);

    private final Seat seat;

    OwnDevices(Seat seat) {
        this.seat = seat;
    }

    @Override
    public Answer<List<Row>> devices() {
        return Refusal.answer(() -> seat.asking(OwnDevices::list));
    }

    private static List<Row> list(Seat.Present present) throws Refusal {
        var told = present.conversation().ask(Statement.ListDevices::new);
        try {
            var rows = new ArrayList<Row>();
            for (var device : Results.Devices.read(told.content()).devices()) {
                rows.add(row(device, present.owner()));
            }
            return List.copyOf(rows);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** The id is the hash of the key: a server that names another key is not believed. */
    private static Row row(Results.DeviceInfo device, Owner owner) throws Malformed {
        var key = VerifyingKey.of(device.deviceKey());
        if (!Ids.deviceId(key).equals(device.device())) {
            throw new Malformed("a device with the key of another");
        }
        return new Row(
                device.device(),
                device.deviceKey(),
                Names.fingerprint(owner.sgm(), key),
                device.enrolled(),
                state(device.state()),
                device.device().equals(owner.device()));
    }

    private static State state(String name) throws Malformed {
        return switch (name) {
            case "active" -> State.ACTIVE;
            case "waiting" -> State.WAITING;
            case "locked" -> State.LOCKED;
            case "removed" -> State.REMOVED;
            default -> throw new Malformed("a state that is not known");
        };
    }

    @Override
    public Answer<Code> invite(Secret pin) {
        return Refusal.answer(() -> invited(pin));
    }

    /** As {@link #invite(Secret)}, with the code in a new file that only its owner can read; gives when it dies. */
    public Instant invite(Path codeFile, Secret pin) throws Refusal {
        try (var file = CodeFile.reserve(codeFile);
                var code = invited(pin)) {
            file.write(code.text());
            return code.expires();
        }
    }

    private Code invited(Secret pin) throws Refusal {
        return seat.ordering(present -> {
            var octets = new byte[EnrolmentSecretHash.SECRET_SIZE_BYTES];
            seat.surroundings().random().nextBytes(octets);
            try (var secret = Secret.taking(octets);
                    var activation = Seat.activation(present.keys(), pin)) {
                var expires = present.conversation().now().plus(CODE_LIFE).truncatedTo(ChronoUnit.SECONDS);
                var told = present.conversation().inviteDevice(secret, expires, activation);
                var invited = Results.Invited.read(told.content());
                var owner = present.owner();
                var agreed = invited.user().equals(owner.user())
                        && invited.codeExpires().equals(expires)
                        && told.entry().leaf().type() == Leaf.Type.INVITE_DEVICE;
                if (!agreed) {
                    throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
                }
                try (var code = new EnrolmentCode(
                        seat.server(owner).identityHash(),
                        invited.invitation(),
                        owner.user(),
                        seat.server(owner).url(),
                        secret.copy())) {
                    return new Code(code.write(), expires);
                }
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        });
    }

    @Override
    public Answer<Removed> remove(Row device, Secret pin) {
        return Refusal.answer(() -> seat.ordering(present -> {
            try (var activation = Seat.activation(present.keys(), pin)) {
                var told = present.conversation()
                        .order(
                                head -> new Statement.RemoveDevice(head, device.id(), device.key()),
                                activation,
                                List.of(),
                                Optional.empty());
                return removed(told, device);
            }
        }));
    }

    private static Removed removed(Told told, Row device) throws Refusal {
        try {
            var gone = Results.DeviceRemoved.read(told.content());
            if (!gone.device().equals(device.id()) || told.entry().leaf().type() != Leaf.Type.REMOVE_DEVICE) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return new Removed(gone.device(), gone.keys(), told.entry().index());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    @Override
    public Answer<Long> changePin(Secret oldPin, Secret newPin) {
        return Refusal.answer(() -> {
            requireStrong(newPin);
            return seat.ordering(present -> {
                try (var before = Seat.activation(present.keys(), oldPin);
                        var after = Seat.activation(present.keys(), newPin)) {
                    var told = present.conversation().changePin(before, after);
                    var changed = Results.PinChanged.read(told.content());
                    if (!changed.device().equals(present.owner().device())
                            || told.entry().leaf().type() != Leaf.Type.CHANGE_PIN) {
                        throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
                    }
                    return told.entry().index();
                } catch (Malformed e) {
                    throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
                }
            });
        });
    }

    private static void requireStrong(Secret pin) throws Refusal {
        var read = Pins.read(pin);
        try {
            if (!read.map(Pin::mayBeChosen).orElse(false)) {
                throw new Refusal(ProblemCode.PIN_TOO_WEAK);
            }
        } finally {
            read.ifPresent(Pin::close);
        }
    }
}
