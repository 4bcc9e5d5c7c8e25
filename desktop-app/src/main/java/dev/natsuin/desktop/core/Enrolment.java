package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
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
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Makes this desk somebody's.
 *
 * <p>Each step is kept before the next begins, so a crash or a lost answer anywhere is mended by doing it again with
 * the same code. A code that the SGM refuses leaves nothing behind.
 */
final class Enrolment implements Enrolling {
    private final Seat seat;
    private final SigningKeys signingKeys;
    private final HandedKeys handedKeys;

    Enrolment(Seat seat, SigningKeys signingKeys) {
        this.seat = seat;
        this.signingKeys = signingKeys;
        this.handedKeys = new HandedKeys(seat, signingKeys);
    }

    @Override
    public Answer<CodeFacts> read(Secret code) {
        return Refusal.answer(() -> {
            try (var read = code(code)) {
                return new CodeFacts(
                        Names.address(read.url()),
                        Names.fingerprint(read.identityHash()),
                        read.keySecret().isPresent());
            }
        });
    }

    @Override
    public boolean strongEnough(Secret pin) {
        var read = Pins.read(pin);
        try {
            return read.isPresent() && read.get().mayBeChosen();
        } finally {
            read.ifPresent(Pin::close);
        }
    }

    @Override
    public Answer<Enrolled> enrol(Secret code, Secret pin, Listener listener) {
        return Refusal.answer(() -> {
            try (var read = code(code)) {
                if (!strongEnough(pin)) {
                    throw new Refusal(ProblemCode.PIN_TOO_WEAK);
                }
                return seat.profile().exclusively(() -> enrol(read, pin, listener));
            }
        });
    }

    private static EnrolmentCode code(Secret text) throws Refusal {
        try {
            return EnrolmentCode.read(text);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.CODE_MALFORMED, e);
        }
    }

    private Enrolled enrol(EnrolmentCode code, Secret pin, Listener listener) throws Refusal {
        var profile = seat.profile();
        var before = profile.owner();
        var sameCode = before.isPresent() && isOf(before.get(), code);
        var alreadyElse = before.isPresent() && before.get().stage() != Owner.Stage.ORDERED && !sameCode;
        if (alreadyElse) {
            throw new Refusal(ProblemCode.ALREADY_ENROLLED);
        }
        var admitted = before.isPresent() && before.get().stage() != Owner.Stage.ORDERED;
        var done = admitted && before.get().stage() == Owner.Stage.READY;
        if (done && code.keySecret().isEmpty()) {
            throw new Refusal(ProblemCode.ALREADY_ENROLLED);
        }
        listener.begins(Step.SERVER);
        var sgm = sameCode ? before.get().sgm() : Server.nameOf(code.url(), code.identityHash(), seat.surroundings());
        var fresh = new Owner(
                Owner.Stage.ORDERED,
                code.url(),
                sgm,
                code.identityHash(),
                code.user(),
                "0".repeat(2 * Ids.SIZE_BYTES),
                code.invitation(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        var server = seat.server(fresh);
        server.meetAnyWitness(!admitted); // The code came by hand: whoever cosigns from now on is known anew.
        try {
            return enrol(code, pin, fresh, admitted, sameCode, listener);
        } finally {
            server.meetAnyWitness(false);
        }
    }

    private Enrolled enrol(
            EnrolmentCode code, Secret pin, Owner fresh, boolean admitted, boolean sameCode, Listener listener)
            throws Refusal {
        var profile = seat.profile();
        seat.server(fresh).greet();
        listener.begins(Step.DEVICE);
        if (!sameCode) {
            profile.forgetOwner();
            makeDeviceSecret(profile);
        }
        try (var keys = seat.keys(fresh);
                var activation = Seat.activation(keys, pin)) {
            var ordered = fresh.with(Ids.deviceId(keys.deviceKey().publicKey()));
            if (!admitted) {
                profile.keep(ordered);
            }
            return enrol(code, keys, activation, listener);
        }
    }

    private static boolean isOf(Owner owner, EnrolmentCode code) {
        return owner.invitation().equals(code.invitation())
                && owner.user().equals(code.user())
                && owner.pinned().equals(code.identityHash())
                && owner.url().equals(code.url());
    }

    private void makeDeviceSecret(Profile profile) throws Refusal {
        var octets = new byte[DeviceKeys.SECRET_SIZE_BYTES];
        seat.surroundings().random().nextBytes(octets);
        try (var made = Secret.taking(octets)) {
            profile.keepDeviceSecret(made);
        }
    }

    private Enrolled enrol(EnrolmentCode code, DeviceKeys keys, DeviceKeys.Activation activation, Listener listener)
            throws Refusal {
        var owner = seat.profile().owner().orElseThrow();
        listener.begins(Step.REGISTER);
        var conversation = seat.begin(owner, keys);
        var settled = seat.settle(new Seat.Present(owner, keys, conversation), Waiting.PATIENTLY);
        if (owner.stage() == Owner.Stage.ORDERED) {
            owner = admitted(code, owner, keys, told(code, activation, conversation, settled));
            seat.server(owner).takeWitness(); // Not before the answer is believed: who was known stays known till then.
            seat.profile().keep(owner);
        }
        var present = new Seat.Present(owner, keys, conversation);
        if (waits(present)) {
            return enrolled(present, Next.CONFIRMATION);
        }
        return enrolled(present, Next.NOTHING, finish(present, Optional.of(code), activation, listener));
    }

    private static Enrolled enrolled(Seat.Present present, Next next) {
        return enrolled(present, next, Optional.empty());
    }

    private static Enrolled enrolled(Seat.Present present, Next next, Optional<HandedOver> handed) {
        var owner = present.owner();
        return new Enrolled(
                Names.known(owner),
                Names.address(owner.url()),
                Names.fingerprint(owner.sgm(), present.keys().deviceKey().publicKey()),
                next,
                handed);
    }

    /** Whether the SGM lets this device change nothing yet. */
    private static boolean waits(Seat.Present present) throws Refusal {
        var owner = present.owner();
        try {
            var told = present.conversation().ask(Statement.Standing::new);
            var standing = Results.Standing.read(told.content());
            if (!standing.user().equals(owner.user()) || !standing.device().equals(owner.device())) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return standing.waiting();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    @Override
    public Answer<Enrolled> look() {
        return Refusal.answer(() -> seat.asking(present -> {
            if (waits(present)) {
                return enrolled(present, Next.CONFIRMATION);
            }
            if (present.owner().stage() == Owner.Stage.ADMITTED && isSigner(present.owner())) {
                return enrolled(present, Next.KEY);
            }
            return enrolled(present, Next.NOTHING);
        }));
    }

    @Override
    public Answer<Enrolled> finish(Secret pin, Listener listener) {
        return Refusal.answer(() -> seat.ordering(present -> {
            if (present.owner().stage() == Owner.Stage.ADMITTED) {
                try (var activation = Seat.activation(present.keys(), pin)) {
                    finish(present, Optional.empty(), activation, listener);
                }
            }
            return enrolled(present, Next.NOTHING);
        }));
    }

    private static boolean isSigner(Owner owner) {
        return owner.role().equals(Optional.of(Role.SIGNER));
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

    private Optional<HandedOver> finish(
            Seat.Present present, Optional<EnrolmentCode> code, DeviceKeys.Activation activation, Listener listener)
            throws Refusal {
        listener.begins(Step.KEY);
        var owner = present.owner();
        if (!isSigner(owner)) {
            seat.profile().keep(owner.at(Owner.Stage.READY));
            return Optional.empty();
        }
        var withKey = code.filter(read -> read.keySecret().isPresent());
        // Without a code at hand nobody can know whether one came with a key.
        var handed = withKey.isPresent() || code.isEmpty()
                ? handedKeys.offered(present)
                : Optional.<HandedKeys.Offered>empty();
        if (withKey.isPresent() && handed.isPresent()) {
            return Optional.of(handedKeys.take(present, handed.get(), withKey.get(), activation));
        }
        var made = SigningKeys.list(present).living();
        if (!made.isEmpty()) {
            seat.profile().keep(SigningKeys.trusting(owner, made.get(0)).at(Owner.Stage.READY));
        } else if (handed.isPresent()) {
            throw new Refusal(ProblemCode.HANDED_KEY_NEEDS_CODE);
        } else if (withKey.isPresent()) {
            throw new Refusal(ProblemCode.HANDED_KEY_UNKNOWN);
        } else {
            signingKeys.create(present, owner.algorithm(), activation);
        }
        return Optional.empty();
    }
}
