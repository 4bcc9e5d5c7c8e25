package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Settled;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.util.List;
import java.util.Optional;

/** The part of an enrolment after which the SGM knows the device, over one profile. */
final class Admission {
    private final Seat seat;
    private final Optional<Profile> former;

    /** Over the profile of this seat. */
    Admission(Seat seat) {
        this(seat, Optional.empty());
    }

    /**
     * Over the profile of this seat.
     *
     * @param former a profile of this computer, whose knowledge of the same SGM goes on here
     */
    Admission(Seat seat, Profile former) {
        this(seat, Optional.of(former));
    }

    private Admission(Seat seat, Optional<Profile> former) {
        this.seat = seat;
        this.former = former;
    }

    /** What comes after. */
    interface Then<T> {
        T go(Seat.Present admitted, DeviceKeys.Activation activation) throws Refusal;
    }

    static boolean isOf(Owner owner, EnrolmentCode code) {
        return owner.invitation().equals(code.invitation())
                && owner.user().equals(code.user())
                && owner.pinned().equals(code.identityHash()); // Its address may be another by now.
    }

    /** Admits this device with the code, unless that was done, and goes on. */
    <T> T admit(EnrolmentCode code, Secret pin, Enrolling.Listener listener, Then<T> then) throws Refusal {
        var before = seat.profile().owner();
        var sameCode = before.isPresent() && isOf(before.get(), code);
        var admitted = before.isPresent() && before.get().stage() != Owner.Stage.ORDERED;
        if (admitted && !sameCode) {
            throw new Refusal(ProblemCode.ALREADY_ENROLLED);
        }
        listener.begins(Enrolling.Step.SERVER);
        var sgm = sameCode ? before.get().sgm() : Server.nameOf(code.url(), code.identityHash(), seat.surroundings());
        var coded = new Owner(
                Owner.Stage.ORDERED,
                sameCode ? before.get().url() : code.url(),
                sgm,
                code.identityHash(),
                code.user(),
                "0".repeat(2 * Ids.SIZE_BYTES),
                code.invitation(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        if (!sameCode && former.isPresent()) {
            begin(coded);
        }
        var server = seat.server(coded);
        server.meetAnyWitness(!admitted); // The code came by hand: whoever cosigns from now on is known anew.
        try {
            server.greet();
            var fresh = coded.reachedAt(server.url());
            listener.begins(Enrolling.Step.DEVICE);
            if (!sameCode) {
                begin(fresh);
                makeDeviceSecret();
            }
            try (var keys = seat.keys(fresh);
                    var activation = Seat.activation(keys, pin)) {
                if (!admitted) {
                    seat.profile().keep(fresh.with(Ids.deviceId(keys.deviceKey().publicKey())));
                }
                listener.begins(Enrolling.Step.REGISTER);
                return then.go(present(code, keys, activation), activation);
            }
        } finally {
            server.meetAnyWitness(false);
        }
    }

    /** Nothing of an earlier attempt, and all that this desk knows of the SGM. */
    private void begin(Owner fresh) throws Refusal {
        seat.profile().forgetOwner();
        if (former.isPresent()) {
            former.get().teach(seat.profile(), fresh);
        }
    }

    private void makeDeviceSecret() throws Refusal {
        var octets = new byte[DeviceKeys.SECRET_SIZE_BYTES];
        seat.surroundings().random().nextBytes(octets);
        try (var made = Secret.taking(octets)) {
            seat.profile().keepDeviceSecret(made);
        }
    }

    private Seat.Present present(EnrolmentCode code, DeviceKeys keys, DeviceKeys.Activation activation) throws Refusal {
        var owner = seat.profile().owner().orElseThrow();
        var conversation = seat.begin(owner, keys);
        var settled = seat.settle(new Seat.Present(owner, keys, conversation), Waiting.PATIENTLY);
        if (owner.stage() == Owner.Stage.ORDERED) {
            owner = admitted(code, owner, keys, told(code, activation, conversation, settled));
            seat.server(owner).takeWitness(); // Not before the answer is believed: who was known stays known till then.
            seat.profile().keep(owner);
        }
        return new Seat.Present(owner, keys, conversation);
    }

    private Told told(
            EnrolmentCode code, DeviceKeys.Activation activation, Conversation conversation, Optional<Settled> settled)
            throws Refusal {
        if (settled.isPresent()
                && settled.get() instanceof Settled.Done done
                && done.statement() instanceof Statement.Enrol) {
            return done.told();
        }
        try {
            return conversation.enrol(code, activation);
        } catch (Refusal e) {
            if (seat.profile().unanswered().isEmpty()) {
                seat.profile().forgetOwner(); // The SGM said no: nothing of this attempt is worth keeping.
            }
            throw e;
        }
    }

    private static Owner admitted(EnrolmentCode code, Owner owner, DeviceKeys keys, Told told) throws Refusal {
        try {
            var enrolled = Results.Enrolled.read(told.content());
            var leaf = told.entry().leaf();
            var forSigner = enrolled.role() == Role.SIGNER;
            var agreed = enrolled.user().equals(code.user())
                    && enrolled.device().equals(owner.device())
                    && enrolled.loginKey().equals(keys.loginKey().publicKey().encoded())
                    && enrolled.subject().isPresent() == forSigner
                    && enrolled.algorithm().isPresent() == forSigner
                    && leaf.type() == Leaf.Type.ENROL
                    && leaf.chain().equals(owner.device());
            if (!agreed) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return owner.admitted(enrolled.role(), enrolled.subject(), enrolled.algorithm());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
