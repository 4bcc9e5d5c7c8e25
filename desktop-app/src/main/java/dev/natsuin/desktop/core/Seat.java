package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.SignedHere;
import dev.natsuin.desktop.device.Unanswered;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Settled;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An enrolled device in use: opens the device secret for one errand, speaks with the server, closes it again.
 *
 * <p>Thread-safe: keeps nothing between errands but the pinned connection, its login and its last greeting.
 */
final class Seat {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);

    private final Profile profile;
    private final Surroundings surroundings;
    private final Consumer<Earlier> hearing;
    private final OrderJournals journals;
    private @Nullable Server server;

    /**
     * Over this profile.
     *
     * @param hearing is told what became of an order from before, whenever that is found out
     */
    Seat(Profile profile, Surroundings surroundings, Consumer<Earlier> hearing) {
        this.profile = profile;
        this.surroundings = surroundings;
        this.hearing = hearing;
        this.journals = new OrderJournals(profile, surroundings.random());
    }

    /** For the next owner of the same desk, whose things are made beside those of this one. */
    Seat next() {
        return new Seat(profile.next(), surroundings, hearing);
    }

    /** Knows no server any more: the owner is another one. */
    synchronized void forgetServer() {
        server = null;
    }

    /** One errand with the server. */
    interface Errand<T> {
        T run(Present present) throws Refusal;
    }

    /**
     * Who speaks, and with whom.
     *
     * @param owner whose desk it is
     * @param keys the device's; closed after the errand
     * @param conversation with the SGM
     */
    record Present(Owner owner, DeviceKeys keys, Conversation conversation) {}

    Profile profile() {
        return profile;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    OrderJournals journals() {
        return journals;
    }

    /** The owner, whose device was admitted. */
    Owner owner() throws Refusal {
        return profile.owner()
                .filter(owner -> owner.stage() != Owner.Stage.ORDERED)
                .orElseThrow(() -> new Refusal(ProblemCode.NOT_ENROLLED));
    }

    synchronized Server server(Owner owner) {
        var have = server;
        if (have == null
                || !isAt(owner, have)
                || !have.sgm().equals(owner.sgm())
                || !have.pinned().equals(owner.pinned())) {
            have = new Server(owner.url(), owner.sgm(), owner.pinned(), profile, surroundings);
            server = have;
        }
        return have;
    }

    /**
     * True if the server is where the owner's record says, or if that is of before this desk followed the server from
     * there: errands go on with what they began with. Another process may have noted the first address anew since.
     */
    private boolean isAt(Owner owner, Server server) {
        return owner.url().equals(server.url())
                || (server.isKnownBy(owner.url())
                        && Refusal.answer(profile::owner)
                                .given()
                                .flatMap(now -> now)
                                .filter(now -> now.url().equals(owner.url()))
                                .isEmpty());
    }

    DeviceKeys keys(Owner owner) throws Refusal {
        try (var secret = profile.deviceSecret().orElseThrow(() -> new Refusal(ProblemCode.PROFILE_UNREADABLE))) {
            return DeviceKeys.derive(secret, owner.sgm(), owner.user(), surroundings.stretching());
        }
    }

    /** Runs an errand that only asks. */
    <T> T asking(Errand<T> errand) throws Refusal {
        var owner = owner();
        try (var keys = keys(owner)) {
            return errand.run(new Present(owner, keys, begin(owner, keys)));
        }
    }

    /** Runs an errand that orders something: alone on this profile, and after what was left without answer. */
    <T> T ordering(Errand<T> errand) throws Refusal {
        return settling(present -> {
            settle(present, Waiting.PATIENTLY);
            return errand.run(present);
        });
    }

    /**
     * Runs an errand that first settles what was left without answer: alone on this profile. While that stays open,
     * whatever keeps the errand from the server leaves it not confirmed, and must not sound as if nothing was ordered.
     */
    <T> T settling(Errand<T> errand) throws Refusal {
        return profile.exclusively(() -> {
            try {
                return asking(errand);
            } catch (Refusal e) {
                var open = e.why().code() != ProblemCode.NOT_CONFIRMED
                        && Refusal.answer(profile::unanswered)
                                .given()
                                .flatMap(order -> order)
                                .isPresent();
                throw open ? Refusal.notConfirmed(e) : e;
            }
        });
    }

    Conversation begin(Owner owner, DeviceKeys keys) throws Refusal {
        return Conversation.begin(server(owner), profile, keys, owner.user(), surroundings, journals::keep);
    }

    /**
     * Finds out what became of an order that was left without answer, notes it and tells whoever hears.
     *
     * @return what a signed answer says of it; nothing if there was none, or if its time is over and none came
     * @throws Refusal with {@code not-confirmed} if no answer came and it may still be obeyed
     */
    Optional<Settled> settle(Present present, Waiting waiting) throws Refusal {
        return find(present, waiting).settled();
    }

    /** As {@link #settle}, and gives what is told about it. */
    Optional<Earlier> earlier(Present present) throws Refusal {
        return find(present, Waiting.PATIENTLY).earlier();
    }

    private record Found(Optional<Settled> settled, Optional<Earlier> earlier) {}

    private Found find(Present present, Waiting waiting) throws Refusal {
        var left = profile.unanswered();
        if (left.isEmpty()) {
            return new Found(Optional.empty(), Optional.empty());
        }
        var settled = settled(present, left.get(), waiting);
        var earlier = settled.isPresent()
                ? found(settled.get(), left.get())
                : new Earlier(statement(left.get()).type(), left.get().documents(), new Earlier.Outcome.Over());
        hearing.accept(earlier);
        return new Found(settled, Optional.of(earlier));
    }

    private Optional<Settled> settled(Present present, Unanswered left, Waiting waiting) throws Refusal {
        try {
            return present.conversation().settled(waiting);
        } catch (Refusal e) {
            var mayBeSaidLater = e.instead()
                    .filter(p -> Away.isUnanswered(p) || p.code() == ProblemCode.CANCELLED)
                    .isPresent();
            if (e.why().code() != ProblemCode.NOT_CONFIRMED || mayBeSaidLater || mayStillBeLive(present, left)) {
                throw e;
            }
            profile.answered();
            return Optional.empty();
        }
    }

    private Earlier found(Settled settled, Unanswered left) throws Refusal {
        if (settled instanceof Settled.Done done) {
            if (done.statement() instanceof Statement.Sign) {
                note(done.told(), left.documents());
            }
            var index = done.told().entry().index();
            return new Earlier(done.statement().type(), left.documents(), new Earlier.Outcome.Done(index));
        }
        if (settled instanceof Settled.Refused refused) {
            return new Earlier(
                    refused.statement().type(), left.documents(), new Earlier.Outcome.Refused(refused.why()));
        }
        throw new IllegalStateException("settled is done or refused");
    }

    private static boolean mayStillBeLive(Present present, Unanswered left) throws Refusal {
        return present.conversation().now().isBefore(statement(left).head().expires());
    }

    private static Statement statement(Unanswered left) throws Refusal {
        try {
            return StatementText.read(left.statement());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /**
     * Notes what was signed here, with the names of the documents if they are known. That it cannot be noted takes
     * nothing from what was signed: the log has it, without the names.
     */
    void note(Told signed, List<String> documents) {
        var sign = (Statement.Sign) signed.statement();
        var items = new ArrayList<SignedHere.Item>();
        for (var i = 0; i < sign.hashes().size(); i++) {
            items.add(new SignedHere.Item(sign.hashes().get(i), i < documents.size() ? documents.get(i) : ""));
        }
        var leaf = signed.entry().leaf();
        note(new SignedHere(leaf.time(), signed.entry().index(), sign.keyId(), leaf.number(), items));
    }

    /** The same, of what is known otherwise. */
    void note(SignedHere signed) {
        try {
            profile.add(signed);
        } catch (Refusal e) {
            LOG.warn("what was signed here could not be noted", e);
        }
    }

    /** What the PIN adds; the caller closes it. Characters that cannot be a PIN are never sent. */
    static DeviceKeys.Activation activation(DeviceKeys keys, Secret typed) throws Refusal {
        try (var pin = Pins.read(typed).orElseThrow(() -> new Refusal(ProblemCode.PIN_NOT_DIGITS))) {
            return keys.activation(pin);
        }
    }
}
