package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.Unanswered;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One device speaking with its SGM: statements out, sealed; signed answers in.
 *
 * <p>An order that changes something is kept before it is sent, sent again octet for octet while no answer comes, and
 * left in the profile for later when patience ends. It is never made anew while it may still be live: {@link #settle()}
 * comes before the next. Not thread-safe; the keys stay the caller's.
 */
public final class Conversation {
    private final Server server;
    private final Profile profile;
    private final DeviceKeys keys;
    private final String user;
    private final String device;
    private final Surroundings surroundings;
    private final Login login;
    private Greeting greeting;
    private boolean sealedToOldKey;

    private Conversation(
            Server server,
            Profile profile,
            DeviceKeys keys,
            String user,
            Surroundings surroundings,
            Greeting greeting) {
        this.server = server;
        this.profile = profile;
        this.keys = keys;
        this.user = user;
        this.device = Ids.deviceId(keys.deviceKey().publicKey());
        this.surroundings = surroundings;
        this.greeting = greeting;
        this.login = new Login(server, keys.loginKey(), user, device);
    }

    /** Greets the server and begins. */
    public static Conversation begin(
            Server server, Profile profile, DeviceKeys keys, String user, Surroundings surroundings) throws Refusal {
        return new Conversation(server, profile, keys, user, surroundings, server.greet());
    }

    /** SGM time and sealing key as heard at the beginning. */
    public Greeting greeting() {
        return greeting;
    }

    /** Names and addresses of people, as the SAP has them; nothing in it is proven. */
    public List<Server.Contact> contacts() throws Refusal {
        return login.with(greeting, server::contacts);
    }

    /** Asks; changes nothing. */
    public Told ask(Function<StatementHead, Statement> question) throws Refusal {
        var statement = question.apply(head());
        if (statement.changes()) {
            throw new IllegalArgumentException("this is an order");
        }
        var text = StatementText.write(statement);
        try (var envelope = envelope(text)) {
            return deliver(new Draft(statement, text, envelope, List.of(), Optional.empty()));
        }
    }

    /**
     * Orders something under the PIN.
     *
     * @param documents names on this computer, one for each hash of a {@code sign} statement; they stay here
     * @param display name and address of a person for the SAP to show, for {@code invite} only
     * @throws IllegalStateException if an earlier order is not settled
     */
    public Told order(
            Function<StatementHead, Statement> order,
            DeviceKeys.Activation activation,
            List<String> documents,
            Optional<JsonObject> display)
            throws Refusal {
        var statement = order.apply(head());
        var text = StatementText.write(statement);
        try (var envelope = envelope(text)) {
            activate(envelope, text, activation);
            if (statement instanceof Statement.CreateKey || statement instanceof Statement.Sign) {
                envelope.with(Envelope.Field.SEAL_SHARE, activation.sealShare().copy());
            }
            return deliver(new Draft(statement, text, envelope, documents, display));
        }
    }

    /** Enrols this device with the code, which stays the caller's. */
    public Told enrol(EnrolmentCode code, DeviceKeys.Activation activation) throws Refusal {
        try (var blind = random(ActivationCommitment.BLIND_SIZE_BYTES);
                var activationKey =
                        Secret.taking(activation.key().publicKey().encoded().toArray())) {
            var statement = new Statement.Enrol(
                    head(),
                    code.invitation(),
                    keys.deviceKey().publicKey().encoded(),
                    keys.loginKey().publicKey().encoded(),
                    ActivationCommitment.of(blind, activationKey));
            var text = StatementText.write(statement);
            try (var envelope = envelope(text)) {
                activate(envelope, text, activation);
                envelope.with(Envelope.Field.SEAL_SHARE, activation.sealShare().copy())
                        .with(Envelope.Field.ENROLMENT_SECRET, code.secret().copy())
                        .with(Envelope.Field.ACTIVATION_KEY, activationKey.copy())
                        .with(Envelope.Field.ACTIVATION_BLIND, blind.copy());
                return deliver(new Draft(statement, text, envelope, List.of(), Optional.empty()));
            }
        }
    }

    private Secret random(int sizeBytes) {
        var octets = new byte[sizeBytes];
        surroundings.random().nextBytes(octets);
        return Secret.taking(octets);
    }

    private StatementHead head() {
        var now = server.now().truncatedTo(ChronoUnit.SECONDS);
        return new StatementHead(
                server.sgm(),
                user,
                device,
                Ids.newId(surroundings.random()),
                now,
                now.plus(StatementHead.LONGEST_LIFE));
    }

    private Envelope envelope(Bytes text) {
        return Envelope.of(text, keys.deviceKey().sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text)));
    }

    private static void activate(Envelope envelope, Bytes text, DeviceKeys.Activation activation) {
        var signature = activation.key().sign(Token.signingInput(Token.Purpose.ACTIVATION, text));
        envelope.with(Envelope.Field.ACTIVATION_SIGNATURE, Secret.taking(signature.toArray()));
    }

    /** A statement before it is sealed. */
    private record Draft(
            Statement statement, Bytes text, Envelope envelope, List<String> documents, Optional<JsonObject> display) {}

    private Told deliver(Draft draft) throws Refusal {
        sealedToOldKey = false;
        try {
            return deliverSealed(draft);
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.STATEMENT_NOT_ACCEPTED || !sealedToOldKey) {
                throw e;
            }
            // Sealed to a key that is gone meanwhile: nobody could open it, so the same statement may be sealed anew.
            greeting = server.greet();
            return deliverSealed(draft);
        }
    }

    private Told deliverSealed(Draft draft) throws Refusal {
        var sealed = seal(draft.envelope());
        if (!draft.statement().changes()) {
            return exchange(draft, sealed);
        }
        return profile.exclusively(() -> {
            if (profile.unanswered().isPresent()) {
                throw new IllegalStateException("an earlier order is not settled");
            }
            profile.keep(new Unanswered(sealed, draft.text(), draft.documents()));
            return exchange(draft, sealed);
        });
    }

    private Bytes seal(Envelope envelope) throws Refusal {
        var key = greeting.sealingKey();
        try (var plain = envelope.toSecret()) {
            var hpke = Sealing.seal(key.publicKey(), server.sgm(), plain, surroundings.random());
            return SealedStatement.of(key.id(), hpke).toBytes();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * Asks what became of an order that was left without answer, by sending the same octets again.
     *
     * @return what was done, if it was; nothing if there was no such order or it was refused
     */
    public Optional<Told> settle() throws Refusal {
        return profile.exclusively(() -> {
            var left = profile.unanswered();
            if (left.isEmpty()) {
                return Optional.<Told>empty();
            }
            try {
                var statement = StatementText.read(left.get().statement());
                return Optional.of(exchange(
                        statement,
                        left.get().statement(),
                        Dispatch.of(statement, left.get().sealed(), Optional.empty()),
                        left.get().sealed()));
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
            } catch (Refusal e) {
                if (profile.unanswered().isEmpty()) {
                    return Optional.<Told>empty();
                }
                throw e;
            }
        });
    }

    private Told exchange(Draft draft, Bytes sealed) throws Refusal {
        return exchange(
                draft.statement(), draft.text(), Dispatch.of(draft.statement(), sealed, draft.display()), sealed);
    }

    private Told exchange(Statement statement, Bytes text, Dispatch dispatch, Bytes sealed) throws Refusal {
        var answer = answer(dispatch, sealed);
        var reading = new AnswerReading(server, statement, text, signature(text));
        var told = reading.read(answer);
        if (statement.changes()) {
            profile.answered();
        }
        noticeSealingKey(answer, sealed);
        return Refusal.orThrow(told);
    }

    private Bytes signature(Bytes text) {
        return keys.deviceKey().sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text));
    }

    private void noticeSealingKey(Answer answer, Bytes sealed) {
        try {
            var newest = SealingKey.open(answer.sealingKey(), greeting.identityKey());
            var used = SealedStatement.read(sealed).sealingKeyId();
            sealedToOldKey = !newest.id().equals(used);
        } catch (Malformed e) {
            sealedToOldKey = false;
        }
    }

    private Answer answer(Dispatch dispatch, Bytes sealed) throws Refusal {
        var patience = new Patience(surroundings);
        while (true) {
            try {
                var reply = dispatch.needsLogin()
                        ? login.with(greeting, token -> dispatch.send(server, Optional.of(token)))
                        : dispatch.send(server, Optional.empty());
                return signedAnswer(reply, sealed);
            } catch (Refusal e) {
                if (!Patience.mayPass(e.why().code()) || !patience.another()) {
                    throw e;
                }
            }
        }
    }

    private Answer signedAnswer(Wire.Reply reply, Bytes sealed) throws Refusal {
        var token = Replies.answerToken(reply);
        if (token.isEmpty()) {
            throw new Refusal(Replies.saidByTheSap(reply));
        }
        try {
            return Answer.open(token.get(), greeting.identityKey(), sealed);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
