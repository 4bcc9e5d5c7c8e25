package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.Unanswered;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One signer's orders over single hashes, as the desk sends them, with the PIN's keys derived once so that many fit
 * into a second. Used by one thread.
 */
final class Orders implements AutoCloseable {
    /** What may be over in a moment. */
    static final Set<ProblemCode> PASSING = EnumSet.of(
            ProblemCode.SERVER_UNREACHABLE,
            ProblemCode.SERVER_BUSY,
            ProblemCode.SGM_UNAVAILABLE,
            ProblemCode.SERVER_FAULT,
            ProblemCode.TOO_MANY_REQUESTS,
            // A SAP that was started anew knows neither the challenges nor the tokens of the one before.
            ProblemCode.LOGIN_REQUIRED,
            ProblemCode.LOGIN_NOT_ACCEPTED);

    private static final int MOST_TRIES = 300;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Profile profile;
    private final Owner owner;
    private final DeviceKeys keys;
    private final DeviceKeys.Activation right;
    private final DeviceKeys.Activation wrong;
    private final SigningKeys.Key key;
    private final Surroundings surroundings;
    private @Nullable Conversation conversation;

    /** How an order ended. */
    sealed interface End {
        /** It was carried out, and its answer came at once. */
        record Acknowledged(Bytes hash, Told told) implements End {}

        /** No answer came; sent again, the same octets got this one. */
        record Resolved(Bytes hash, Told told) implements End {}

        /** It was refused, by a signed answer or before it was sent. */
        record Refused(Bytes hash, Optional<ProblemCode> why) implements End {}
    }

    /**
     * Orders from this desk.
     *
     * @param patience how long an order without answer is sent again before it counts as unanswered
     */
    Orders(DeskCore desk, Duration patience) throws Refusal, Malformed {
        this(desk, desk.signingKeys().list().living().get(0), patience);
    }

    /** As above, with this key of several. */
    Orders(DeskCore desk, SigningKeys.Key key, Duration patience) throws Refusal, Malformed {
        profile = desk.profile();
        owner = profile.owner().orElseThrow();
        try (var secret = profile.deviceSecret().orElseThrow()) {
            keys = DeviceKeys.derive(secret, owner.sgm(), owner.user());
        }
        try (var pin = Pin.of(People.PIN.toCharArray());
                var other = Pin.of("90817263".toCharArray())) {
            right = keys.activation(pin);
            wrong = keys.activation(other);
        }
        this.key = key;
        var real = Surroundings.real(new SecureRandom(), Ways.DIRECT);
        surroundings = new Surroundings(real.random(), real.nanoseconds(), real.pause(), patience);
    }

    /** What was told of an order that was carried out. */
    static Optional<Told> told(End end) {
        if (end instanceof End.Acknowledged a) {
            return Optional.of(a.told());
        }
        return end instanceof End.Resolved r ? Optional.of(r.told()) : Optional.empty();
    }

    /** What was to be signed. */
    static Bytes hash(End end) {
        if (end instanceof End.Acknowledged a) {
            return a.hash();
        }
        return end instanceof End.Resolved r ? r.hash() : ((End.Refused) end).hash();
    }

    String keyId() {
        return key.info().keyId();
    }

    String device() {
        return owner.device();
    }

    End sign(Bytes hash) throws Refusal {
        return sign(hash, right);
    }

    End signWithWrongPin(Bytes hash) throws Refusal {
        return sign(hash, wrong);
    }

    private End sign(Bytes hash, DeviceKeys.Activation activation) throws Refusal {
        try {
            return new End.Acknowledged(hash, order(hash, activation));
        } catch (Refusal e) {
            conversation = null;
            var left = profile.unanswered();
            if (left.isEmpty()) {
                return new End.Refused(hash, Optional.of(e.why().code()));
            }
            assertThat(PASSING).contains(cause(e));
            return resolved(hash, left.get());
        }
    }

    /** Why an order was refused or, if it was not confirmed, what came instead. */
    static ProblemCode cause(Refusal refusal) {
        return refusal.instead().orElse(refusal.why()).code();
    }

    private Told order(Bytes hash, DeviceKeys.Activation activation) throws Refusal {
        return begun().order(
                        head -> new Statement.Sign(
                                head,
                                key.info().keyId(),
                                key.info().certificateSha256(),
                                SignAlgorithm.ECDSA_WITH_SHA256,
                                HashAlgorithm.SHA_256,
                                List.of(hash)),
                        activation,
                        List.of(""),
                        Optional.empty());
    }

    private Conversation begun() throws Refusal {
        var have = conversation;
        if (have == null) {
            var server = new Server(owner.url(), owner.sgm(), profile, surroundings);
            have = Conversation.begin(server, profile, keys, owner.user(), surroundings);
            conversation = have;
        }
        return have;
    }

    /** Sends the same octets until an answer comes, and then once more: the answer must be the one that was kept. */
    private End resolved(Bytes hash, Unanswered left) throws Refusal {
        var told = settled();
        profile.keep(left);
        var again = settled();
        assertThat(again.map(Orders::said)).isEqualTo(told.map(Orders::said));
        return told.<End>map(t -> new End.Resolved(hash, t)).orElseGet(() -> new End.Refused(hash, Optional.empty()));
    }

    private static String said(Told told) {
        return told.entry().index() + " " + told.time() + " "
                + told.content().toBytes().toUtf8();
    }

    private Optional<Told> settled() throws Refusal {
        for (var i = 1; ; i++) {
            try {
                return begun().settle();
            } catch (Refusal e) {
                conversation = null;
                if (i == MOST_TRIES || !PASSING.contains(cause(e))) {
                    throw e;
                }
                pause();
            }
        }
    }

    void pause() {
        try {
            surroundings.pause().of(PAUSE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        right.close();
        wrong.close();
        keys.close();
    }
}
