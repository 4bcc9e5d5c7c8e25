package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Makes this desk somebody's.
 *
 * <p>Each step is kept before the next begins, so a crash or a lost answer anywhere is mended by doing it again with
 * the same code. A code that the SGM refuses leaves nothing behind. A desk that is somebody's becomes another's only
 * when that enrolment ended by the SGM's own word or the person gives it up (decision 0065), and not before the next
 * one is admitted.
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
    public Answer<Enrolled> enrol(Secret code, Secret pin, Former former, Listener listener) {
        return Refusal.answer(() -> {
            try (var read = code(code)) {
                if (!strongEnough(pin)) {
                    throw new Refusal(ProblemCode.PIN_TOO_WEAK);
                }
                return seat.profile().exclusively(() -> enrol(read, pin, former, listener));
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

    private Enrolled enrol(EnrolmentCode code, Secret pin, Former former, Listener listener) throws Refusal {
        var before = seat.profile().owner().filter(owner -> owner.stage() != Owner.Stage.ORDERED);
        if (before.isPresent() && !Admission.isOf(before.get(), code)) {
            var replaced = replace(before.get(), code, pin, former, listener);
            return enrol(code, pin, listener).replacing(replaced);
        }
        return enrol(code, pin, listener);
    }

    private Enrolled enrol(EnrolmentCode code, Secret pin, Listener listener) throws Refusal {
        var done = seat.profile().owner().filter(owner -> owner.stage() == Owner.Stage.READY);
        if (done.isPresent() && code.keySecret().isEmpty()) {
            throw new Refusal(ProblemCode.ALREADY_ENROLLED);
        }
        return new Admission(seat).admit(code, pin, listener, (present, activation) -> {
            if (waits(present)) {
                return enrolled(present, Next.CONFIRMATION);
            }
            return enrolled(present, Next.NOTHING, finish(present, Optional.of(code), activation, listener));
        });
    }

    /** The next owner is admitted beside the one before, who stays until then and is set aside. */
    private Replaced replace(Owner before, EnrolmentCode code, Secret pin, Former former, Listener listener)
            throws Refusal {
        if (former == Former.ENDED) {
            requireEnded(before);
        }
        var profile = seat.profile();
        var next = seat.next();
        var admitted = new Admission(next, profile).admit(code, pin, listener, (present, activation) -> present);
        var unfinished = unfinished();
        var owner = admitted.owner();
        var samePerson = owner.sgm().equals(before.sgm()) && owner.user().equals(before.user());
        var day = LocalDate.ofInstant(admitted.conversation().now(), ZoneOffset.UTC);
        var aside = profile.becomeNext(day, samePerson);
        seat.forgetServer();
        return new Replaced(before.user(), Names.address(before.url()), aside.toString(), unfinished);
    }

    /** The SGM itself must have said it, to this device: a SAP's word would talk people out of their keys. */
    private void requireEnded(Owner before) throws Refusal {
        try (var keys = seat.keys(before)) {
            if (!seat.begin(before, keys).hasEnded()) {
                throw new Refusal(ProblemCode.ALREADY_ENROLLED);
            }
        } catch (Refusal e) {
            // Whoever can unlock the keyring does it; for all else the person has a choice, and is told of it.
            throw e.why().code() == ProblemCode.KEYRING_UNAVAILABLE || e.why().code() == ProblemCode.ALREADY_ENROLLED
                    ? e
                    : new Refusal(ProblemCode.ALREADY_ENROLLED, e);
        }
    }

    /** How many orders of the owner of now nobody can finish once they are not the owner. */
    private int unfinished() throws Refusal {
        var books = seat.journals().left();
        var alone = seat.profile().unanswered().filter(order -> order.book().isEmpty());
        return books + (alone.isPresent() ? 1 : 0);
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
                handed,
                Optional.empty());
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
            signingKeys.create(present, owner.algorithm(), Optional.empty(), activation);
        }
        return Optional.empty();
    }
}
