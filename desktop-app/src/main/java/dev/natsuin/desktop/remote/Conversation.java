package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.Unanswered;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.TemporaryShare;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
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
    private static final List<String> DEVICE_ONLY = List.of("device");

    private static final Papers NO_PAPERS = new Papers(List.of(), Optional.empty(), Optional.empty());

    private final Server server;
    private final Profile profile;
    private final DeviceKeys keys;
    private final String user;
    private final String device;
    private final Surroundings surroundings;
    private final Login login;
    private final Keeping keeping;
    private Greeting greeting;
    private boolean sealedToOldKey;

    private Conversation(
            Server server,
            Profile profile,
            DeviceKeys keys,
            String user,
            Surroundings surroundings,
            Keeping keeping,
            Greeting greeting) {
        this.keeping = keeping;
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
        return begin(server, profile, keys, user, surroundings, told -> {});
    }

    /**
     * Greets the server and begins.
     *
     * @param keeping takes what each order brought, before the order is forgotten
     */
    public static Conversation begin(
            Server server, Profile profile, DeviceKeys keys, String user, Surroundings surroundings, Keeping keeping)
            throws Refusal {
        return new Conversation(server, profile, keys, user, surroundings, keeping, server.greeting());
    }

    /** SGM time now, as far as this computer can know. */
    public Instant now() {
        return server.now();
    }

    /** Those whom the SAP finds by what somebody types; nothing in it is proven. */
    public Server.Contacts search(String query, int most) throws Refusal {
        var search = JsonObject.with("query", query).and("most", most).build();
        return login.with(bearer -> server.search(search, bearer));
    }

    /** How the SAP calls these people; nothing in it is proven. */
    public List<Server.Contact> named(List<String> users) throws Refusal {
        var search = JsonObject.empty().andTexts("users", users).build();
        return login.with(bearer -> server.search(search, bearer)).people();
    }

    /** Asks; changes nothing. */
    public Told ask(Function<StatementHead, Statement> question) throws Refusal {
        var statement = question.apply(head());
        if (statement.changes()) {
            throw new IllegalArgumentException("this is an order");
        }
        var text = StatementText.write(statement);
        try (var envelope = envelope(text)) {
            return deliver(new Draft(statement, text, envelope, NO_PAPERS, Waiting.PATIENTLY));
        }
    }

    /**
     * Whether the SGM itself says, in a signed answer to this device, that the device or its owner can do nothing any
     * more, for ever. Nobody else's word counts.
     *
     * @throws Refusal if no believed answer came
     */
    public boolean hasEnded() throws Refusal {
        greeting = server.greet();
        var statement = new Statement.Standing(head());
        var text = StatementText.write(statement);
        try (var envelope = envelope(text)) {
            var sealed = seal(envelope);
            var dispatch = Dispatch.of(statement, sealed, Optional.empty());
            return answered(statement, text, dispatch, sealed, Waiting.PATIENTLY)
                    .refusal()
                    .filter(why ->
                            why.code() == ProblemCode.DEVICE_REMOVED || why.code() == ProblemCode.PERSON_NOT_ACTIVE)
                    .isPresent();
        }
    }

    /**
     * Orders something under the PIN.
     *
     * @param documents names on this computer, one for each hash of a {@code sign} statement; they stay here
     * @param display name and address of a person for the SAP to show, for {@code invite} only
     * @throws Refusal with {@code not-confirmed} if the order went out and no believed answer came: it is kept then
     * @throws IllegalStateException if an earlier order is not settled
     */
    public Told order(
            Function<StatementHead, Statement> order,
            DeviceKeys.Activation activation,
            List<String> documents,
            Optional<JsonObject> display)
            throws Refusal {
        return order(order, activation, documents, display, Waiting.PATIENTLY);
    }

    /** As {@link #order(Function, DeviceKeys.Activation, List, Optional)}, for somebody who may end the waiting. */
    public Told order(
            Function<StatementHead, Statement> order,
            DeviceKeys.Activation activation,
            List<String> documents,
            Optional<JsonObject> display,
            Waiting waiting)
            throws Refusal {
        return order(order, activation, new Papers(documents, display, Optional.empty()), waiting);
    }

    /**
     * What stays on this computer with an order, or goes out beside it.
     *
     * @param documents names on this computer, one for each hash of a {@code sign} statement; they stay here
     * @param display name and address of a person for the SAP to show, for {@code invite} only
     * @param book for {@code sign}: the name of the book that has the documents
     */
    public record Papers(List<String> documents, Optional<JsonObject> display, Optional<String> book) {}

    /** As {@link #order(Function, DeviceKeys.Activation, List, Optional, Waiting)}, with all that may stay here. */
    public Told order(
            Function<StatementHead, Statement> order, DeviceKeys.Activation activation, Papers papers, Waiting waiting)
            throws Refusal {
        var statement = order.apply(head());
        var text = StatementText.write(statement);
        try (var envelope = activated(statement, text, activation)) {
            return deliver(new Draft(statement, text, envelope, papers, waiting));
        }
    }

    /**
     * Orders that a person is admitted, with a key that is handed over to them.
     *
     * @param display name and address of the person for the SAP to show
     * @param key the key, as it was encrypted under the secret of the person's code
     */
    public Told handOver(
            Function<StatementHead, Statement> invite, DeviceKeys.Activation activation, JsonObject display, Bytes key)
            throws Refusal {
        var statement = invite.apply(head());
        var text = StatementText.write(statement);
        var papers = new Papers(List.of(), Optional.of(display), Optional.empty());
        try (var envelope = activated(statement, text, activation)) {
            envelope.with(Envelope.Field.HANDED_KEY, Secret.taking(key.toArray()));
            return deliver(new Draft(statement, text, envelope, papers, Waiting.PATIENTLY));
        }
    }

    /** With the activation signature, and the seal share if the statement needs it. */
    private Envelope activated(Statement statement, Bytes text, DeviceKeys.Activation activation) {
        var envelope = envelope(text);
        activate(envelope, text, activation);
        return statement.secrets().contains(Envelope.Field.SEAL_SHARE)
                ? envelope.with(
                        Envelope.Field.SEAL_SHARE, activation.sealShare().copy())
                : envelope;
    }

    /** Orders another PIN for this device: under both. */
    public Told changePin(DeviceKeys.Activation before, DeviceKeys.Activation after) throws Refusal {
        try (var blind = random(ActivationCommitment.BLIND_SIZE_BYTES);
                var newKey = Secret.taking(after.key().publicKey().encoded().toArray())) {
            var statement = new Statement.ChangePin(head(), ActivationCommitment.of(blind, newKey));
            var text = StatementText.write(statement);
            var signature = after.key().sign(Token.signingInput(Token.Purpose.ACTIVATION, text));
            try (var envelope = activated(statement, text, before)) {
                envelope.with(Envelope.Field.ACTIVATION_KEY, newKey.copy())
                        .with(Envelope.Field.ACTIVATION_BLIND, blind.copy())
                        .with(Envelope.Field.NEW_ACTIVATION_SIGNATURE, Secret.taking(signature.toArray()))
                        .with(Envelope.Field.NEW_SEAL_SHARE, after.sealShare().copy());
                return deliver(new Draft(statement, text, envelope, NO_PAPERS, Waiting.PATIENTLY));
            }
        }
    }

    /**
     * Orders that a key which was made elsewhere is taken in.
     *
     * @param transport as the SGM offered it
     * @param pkcs8 the key, which stays the caller's
     * @param certificates DER: the key's own, then its issuers
     * @param handedKey SHA-256 of the key as staff handed it over, if it is that one
     * @throws Refusal also if the transport key is another's, or its time is over
     */
    public Told importKey(
            Results.Transport transport,
            KeyAlgorithm algorithm,
            Secret pkcs8,
            List<Bytes> certificates,
            Optional<Bytes> handedKey,
            DeviceKeys.Activation activation)
            throws Refusal {
        var ours = transport.user().equals(user)
                && transport.device().equals(device)
                && server.now().isBefore(transport.expires());
        if (!ours) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        var binding = new KeyTransport.Binding(server.sgm(), user, device, transport.transportKey());
        Bytes encrypted;
        try {
            encrypted = KeyTransport.encrypt(
                    transport.suite(), transport.publicKey(), binding, pkcs8, surroundings.random());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
        var statement = new Statement.ImportKey(
                head(), transport.transportKey(), encrypted.sha256(), algorithm, DEVICE_ONLY, certificates, handedKey);
        var text = StatementText.write(statement);
        try (var envelope = activated(statement, text, activation)) {
            envelope.with(Envelope.Field.ENCRYPTED_KEY, Secret.taking(encrypted.toArray()));
            return deliver(new Draft(statement, text, envelope, NO_PAPERS, Waiting.PATIENTLY));
        }
    }

    /** Orders that a further device of this person may enrol with this secret, which stays the caller's. */
    public Told inviteDevice(Secret secret, Instant expires, DeviceKeys.Activation activation) throws Refusal {
        var statement = new Statement.InviteDevice(head(), EnrolmentSecretHash.of(secret), expires);
        var text = StatementText.write(statement);
        try (var envelope = activated(statement, text, activation)) {
            envelope.with(Envelope.Field.NEW_SEAL_SHARE, TemporaryShare.of(secret, server.sgm(), user));
            return deliver(new Draft(statement, text, envelope, NO_PAPERS, Waiting.PATIENTLY));
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
                return deliver(new Draft(statement, text, envelope, NO_PAPERS, Waiting.PATIENTLY));
            }
        }
    }

    private Secret random(int sizeBytes) {
        var octets = new byte[sizeBytes];
        surroundings.random().nextBytes(octets);
        return Secret.taking(octets);
    }

    private StatementHead head() throws Refusal {
        if (server.isBehind()) {
            greeting = server.greet();
        }
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
    private record Draft(Statement statement, Bytes text, Envelope envelope, Papers papers, Waiting waiting) {}

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
        if (!(draft.statement() instanceof Statement.Enrol)) {
            login.ready(); // Whoever is not let in has sent nothing: then nothing is kept, and nothing is open.
        }
        return profile.exclusively(() -> {
            if (profile.unanswered().isPresent()) {
                throw new IllegalStateException("an earlier order is not settled");
            }
            profile.keep(new Unanswered(
                    sealed,
                    draft.text(),
                    draft.papers().documents(),
                    draft.papers().display(),
                    draft.papers().book()));
            return confirmed(() -> exchange(draft, sealed));
        });
    }

    /** What became of an order that went out: a signed word, or that there is none. */
    private Told confirmed(Refusal.Work<Told> exchange) throws Refusal {
        try {
            return exchange.run();
        } catch (Refusal e) {
            throw isOpen() ? Refusal.notConfirmed(e) : e;
        }
    }

    /** True unless the order that went out is forgotten: also if the profile cannot be read just now. */
    private boolean isOpen() {
        return Refusal.answer(profile::unanswered).fold(Optional::isPresent, why -> true);
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
     * @return what a signed answer says of it; nothing if there was no such order
     * @throws Refusal with {@code not-confirmed} if again no believed answer came: it stays kept
     */
    public Optional<Settled> settled(Waiting waiting) throws Refusal {
        return profile.exclusively(() -> {
            var left = profile.unanswered();
            return left.isEmpty() ? Optional.<Settled>empty() : Optional.of(settle(left.get(), waiting));
        });
    }

    /**
     * As {@link #settled}, patiently: what was done, if it was; nothing if there was no such order or it was refused.
     */
    public Optional<Told> settle() throws Refusal {
        return settled(Waiting.PATIENTLY)
                .flatMap(settled -> settled instanceof Settled.Done done ? Optional.of(done.told()) : Optional.empty());
    }

    private Settled settle(Unanswered left, Waiting waiting) throws Refusal {
        Statement statement;
        try {
            statement = StatementText.read(left.statement());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        try {
            var dispatch = Dispatch.of(statement, left.sealed(), left.display());
            return new Settled.Done(
                    confirmed(() -> exchange(statement, left.statement(), dispatch, left.sealed(), waiting)));
        } catch (Refusal e) {
            if (isOpen()) {
                throw e;
            }
            return new Settled.Refused(statement, e.why());
        }
    }

    private Told exchange(Draft draft, Bytes sealed) throws Refusal {
        return exchange(
                draft.statement(),
                draft.text(),
                Dispatch.of(draft.statement(), sealed, draft.papers().display()),
                sealed,
                draft.waiting());
    }

    private Told exchange(Statement statement, Bytes text, Dispatch dispatch, Bytes sealed, Waiting waiting)
            throws Refusal {
        return Refusal.orThrow(answered(statement, text, dispatch, sealed, waiting));
    }

    /** What the SGM said, signed: done or refused. */
    private dev.natsuin.desktop.desk.Answer<Told> answered(
            Statement statement, Bytes text, Dispatch dispatch, Bytes sealed, Waiting waiting) throws Refusal {
        var answer = new Delivery(server, login, greeting.identity(), surroundings, waiting).answer(dispatch, sealed);
        var reading = new AnswerReading(server, statement, text, signature(text));
        var told = reading.read(answer);
        if (statement.changes()) {
            var done = told.given();
            if (done.isPresent()) {
                keeping.keep(done.get());
            }
            profile.answered();
        }
        noticeSealingKey(answer, sealed);
        return told;
    }

    private Bytes signature(Bytes text) {
        return keys.deviceKey().sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text));
    }

    private void noticeSealingKey(Answer answer, Bytes sealed) {
        try {
            var newest = SealingKey.open(answer.sealingKey(), greeting.identity());
            var used = SealedStatement.read(sealed).sealingKeyId();
            sealedToOldKey = !newest.id().equals(used);
        } catch (Malformed e) {
            sealedToOldKey = false;
        }
    }
}
