package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.SignedHere;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An enrolled device in use: opens the device secret for one errand, speaks with the server, closes it again.
 *
 * <p>Thread-safe: keeps nothing between errands but the pinned connection.
 */
final class Seat {
    private final Profile profile;
    private final Surroundings surroundings;
    private @Nullable Server server;

    Seat(Profile profile, Surroundings surroundings) {
        this.profile = profile;
        this.surroundings = surroundings;
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

    /** The owner, whose device was admitted. */
    Owner owner() throws Refusal {
        return profile.owner()
                .filter(owner -> owner.stage() != Owner.Stage.ORDERED)
                .orElseThrow(() -> new Refusal(ProblemCode.NOT_ENROLLED));
    }

    synchronized Server server(Owner owner) {
        var have = server;
        if (have == null || !have.url().equals(owner.url()) || !have.sgm().equals(owner.sgm())) {
            have = new Server(owner.url(), owner.sgm(), profile, surroundings);
            server = have;
        }
        return have;
    }

    DeviceKeys keys(Owner owner) throws Refusal {
        try (var secret = profile.deviceSecret().orElseThrow(() -> new Refusal(ProblemCode.PROFILE_UNREADABLE))) {
            return DeviceKeys.derive(secret, owner.sgm(), owner.user());
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
        return profile.exclusively(() -> asking(present -> {
            settle(present);
            return errand.run(present);
        }));
    }

    Conversation begin(Owner owner, DeviceKeys keys) throws Refusal {
        return Conversation.begin(server(owner), profile, keys, owner.user(), surroundings);
    }

    /** Finds out what became of an order that was left without answer, and notes it. */
    Optional<Told> settle(Present present) throws Refusal {
        try {
            var settled = present.conversation().settle();
            if (settled.isPresent() && settled.get().statement() instanceof Statement.Sign) {
                note(settled.get(), List.of());
            }
            return settled;
        } catch (Refusal e) {
            if (e.why().code() == ProblemCode.SERVER_UNREACHABLE || mayStillBeLive(present)) {
                throw e;
            }
            // By the SGM's clock it can no longer be obeyed; whether it was, the log tells.
            profile.answered();
            return Optional.empty();
        }
    }

    private boolean mayStillBeLive(Present present) throws Refusal {
        var left = profile.unanswered();
        if (left.isEmpty()) {
            return false;
        }
        try {
            var expires = StatementText.read(left.get().statement()).head().expires();
            return present.conversation().greeting().time().isBefore(expires);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    /** Notes what was signed here, with the names of the documents if they are known. */
    void note(Told signed, List<String> documents) throws Refusal {
        var sign = (Statement.Sign) signed.statement();
        var items = new ArrayList<SignedHere.Item>();
        for (var i = 0; i < sign.hashes().size(); i++) {
            items.add(new SignedHere.Item(sign.hashes().get(i), i < documents.size() ? documents.get(i) : ""));
        }
        var leaf = signed.entry().leaf();
        profile.add(new SignedHere(leaf.time(), signed.entry().index(), sign.keyId(), leaf.number(), items));
    }

    /** What the PIN adds; the caller closes it. Characters that cannot be a PIN are a wrong one that was never sent. */
    static DeviceKeys.Activation activation(DeviceKeys keys, Secret typed) throws Refusal {
        try (var pin = Pins.read(typed)
                .orElseThrow(() -> new Refusal(new Problem(ProblemCode.PIN_WRONG, OptionalInt.empty())))) {
            return keys.activation(pin);
        }
    }
}
