package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.IdentityMemory;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.DisplayHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one SGM, known by the hash of its identity.
 *
 * <p>Every connection is believed only under TLS keys that the identity's descriptor names; time, sealing key and log
 * come from a hello for a fresh nonce. What does not fit is {@code answer-not-believable}; a TLS key of somebody else
 * is {@code connection-intercepted}; no answer is {@code server-unreachable}, or what the proxy has to do with it.
 * Thread-safe; blocks.
 */
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int GREETING_TRIES = 2;
    private static final Duration BEFORE_SECOND_TRY = Duration.ofMillis(300);

    /** So long a greeting serves the errands that follow it. */
    private static final Duration GREETING_HOLDS = Duration.ofSeconds(60);

    private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(10);

    private final String first;
    private final Bytes sgm;
    private final Bytes pinned;
    private final Profile profile;
    private final Surroundings surroundings;
    private final SgmClock clock;
    private final LogWatch log;
    private final IdentityWatch identity;
    private final Map<String, String> accessTokens = new ConcurrentHashMap<>();
    private volatile String url;
    private @Nullable Known known;
    private @Nullable Known greeted;
    private @Nullable Greeting last;
    private boolean challengeUsed;
    private boolean anyWitness;
    private Optional<LogMemory.Witness> met = Optional.empty();

    /** A wire to an address, whose TLS keys are pinned, and the descriptor they are pinned by. */
    private record Known(String at, Wire wire, Descriptor descriptor, IdentityWatch.Candidate candidate) {}

    /**
     * Asks nobody yet.
     *
     * @param url its address, {@code https://…}
     * @param sgm the SGM's name, which was the hash of its first identity key, 32 octets
     * @param profile where the log's last word is kept
     */
    public Server(String url, Bytes sgm, Profile profile, Surroundings surroundings) {
        this(url, sgm, sgm, profile, surroundings);
    }

    /**
     * Asks nobody yet.
     *
     * @param url its address, {@code https://…}
     * @param sgm the SGM's name, 32 octets
     * @param pinned hash of the identity key that a code named, 32 octets
     * @param profile where the log's last word, the newest identity key and the owner's newest address are kept
     */
    public Server(String url, Bytes sgm, Bytes pinned, Profile profile, Surroundings surroundings) {
        this.first = url;
        this.url = url;
        this.pinned = pinned;
        this.profile = profile;
        this.identity = new IdentityWatch(sgm, pinned, profile, this::successionEntries);
        this.sgm = sgm;
        this.surroundings = surroundings;
        this.clock = new SgmClock(surroundings.nanoseconds(), surroundings.date());
        this.log = new LogWatch(sgm, profile, new LogWatch.Proofs() {
            @Override
            public List<Bytes> between(long first, long second) throws Refusal {
                return growth(first, second);
            }

            @Override
            public List<LogEntry> epochs(long size) throws Refusal {
                return epochEntries(size);
            }
        });
    }

    /** Its address: the newest one at which it proved who it is. */
    public String url() {
        return url;
    }

    /** True if this is its address, or the one it was first known by. */
    public boolean isKnownBy(String address) {
        return address.equals(first) || address.equals(url);
    }

    /** The name of its SGM. */
    public Bytes sgm() {
        return sgm;
    }

    /** Hash of the identity key that a code named. */
    public Bytes pinned() {
        return pinned;
    }

    /** Hash of the identity key of now, as far as this desk knows. */
    public Bytes identityHash() throws Refusal {
        return identity.kept().map(IdentityMemory::keyHash).orElse(pinned);
    }

    /**
     * The name of the SGM at this address, if this hash is that of its identity key, or of one it had. Unproven but for
     * the signatures that lead there: whoever knows the name meets the server as every other.
     */
    public static Bytes nameOf(String url, Bytes pinned, Surroundings surroundings) throws Refusal {
        var reply = Replies.object(new Wire(url, surroundings.ways(), surroundings.random()).get("/api/v1/descriptor"));
        try {
            var successions = successions(reply.reader());
            var claimed = Descriptor.claimedKey(reply.reader().text("descriptor"));
            var first = successions.isEmpty() ? claimed : successions.get(0).previousKey();
            var name = Identity.hashOf(first);
            Identity.of(name, successions, claimed);
            var isPinned = Identity.hashOf(claimed).equals(pinned)
                    || successions.stream()
                            .anyMatch(s -> Identity.hashOf(s.previousKey()).equals(pinned));
            if (!isPinned) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return name;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private static List<Succession> successions(JsonObject.Reader reply) throws Malformed {
        return reply.has("successions") ? Succession.readAll(reply.objects("successions")) : List.of();
    }

    /** SGM time now, as far as this computer can know; after {@link #greet()}. */
    public Instant now() {
        return clock.now();
    }

    /** True if {@link #now} is of before this computer slept: the server is to be greeted anew. */
    boolean isBehind() {
        return clock.isBehind();
    }

    /** The last greeting, if it was a moment ago, its sealing key still holds and its log is kept; else a new one. */
    public Greeting greeting() throws Refusal {
        var have = recent();
        return have.isPresent() && log.kept().isPresent() ? have.get() : greet();
    }

    private synchronized Optional<Greeting> recent() {
        return Optional.ofNullable(last)
                .filter(greeting -> clock.age().compareTo(GREETING_HOLDS) <= 0
                        && !clock.isBehind()
                        && greeting.sealingKey().holdsAt(clock.now()));
    }

    /** A login challenge that was not used yet. */
    String challenge() throws Refusal {
        var have = unusedChallenge();
        if (have.isPresent()) {
            return have.get();
        }
        greet();
        return unusedChallenge().orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    private synchronized Optional<String> unusedChallenge() {
        var unused = recent().filter(greeting -> !challengeUsed).map(Greeting::challenge);
        challengeUsed = true;
        return unused;
    }

    /** Asks for time, sealing key and the log's newest word; tries twice. */
    public Greeting greet() throws Refusal {
        return meetAgain().greeting();
    }

    /** Asks for the log's newest checkpoint, which must continue all that was kept. */
    public News news() throws Refusal {
        return meetAgain().news();
    }

    /** How the SGM names this server's address and TLS keys, as it was believed when they were met. */
    public Descriptor descriptor() throws Refusal {
        return proven().descriptor();
    }

    /** Proves that the log has only grown from an older note of its own; gives what that note says. */
    public Checkpoint grownFrom(String olderNote, Checkpoint newest) throws Refusal {
        return log.grownFrom(olderNote, newest);
    }

    private record Met(Known known, Greeting greeting, News news) {}

    private Met meetAgain() throws Refusal {
        for (var i = 1; ; i++) {
            var pause = BEFORE_SECOND_TRY;
            try {
                var reply = helloReply();
                if (reply.reply().status() == 200) {
                    return metOnceMore(reply);
                }
                pause = reply.reply().retryAfter().orElse(pause);
                throw new Refusal(Replies.saidByTheSap(reply.reply()));
            } catch (Refusal e) {
                forget();
                // The server's TLS key may be another since it was met; now it is met anew.
                var mayPass = Patience.mayPass(e.why().code()) || e.why().code() == ProblemCode.CONNECTION_INTERCEPTED;
                var hopeless = i == GREETING_TRIES || !mayPass;
                if (hopeless || pause.compareTo(LONGEST_ASKED_PAUSE) > 0 || !paused(pause)) {
                    throw e;
                }
            }
        }
    }

    /** The identity key may be another since this server was met: then it is met once more. */
    private Met metOnceMore(HelloReply heard) throws Refusal {
        try {
            return met(heard);
        } catch (Refusal e) {
            var mayBeOther = e.why().code() == ProblemCode.ANSWER_NOT_BELIEVABLE
                    || e.why().code() == ProblemCode.IDENTITY_SUPERSEDED;
            if (!mayBeOther) {
                throw e;
            }
            forget();
            var again = helloReply();
            if (again.reply().status() != 200) {
                throw e;
            }
            return met(again);
        }
    }

    private boolean paused(Duration pause) {
        try {
            surroundings.pause().of(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record HelloReply(Bytes nonce, Known known, Optional<LogMemory> before, Wire.Reply reply) {}

    private HelloReply helloReply() throws Refusal {
        var before = log.kept();
        var met = known();
        var nonce = new byte[Hello.NONCE_SIZE_BYTES];
        surroundings.random().nextBytes(nonce);
        var body = JsonObject.empty().and("nonce", Bytes.of(nonce)).build();
        return new HelloReply(Bytes.of(nonce), met, before, askUnproven("/api/v1/hello", body));
    }

    private Met met(HelloReply heard) throws Refusal {
        var descriptor = heard.known().descriptor();
        var candidate = identity.again(heard.known().candidate());
        var reply = Replies.object(heard.reply());
        try {
            var hello = Hello.open(reply.reader().text("hello"), candidate.identity(), heard.nonce());
            var key = SealingKey.open(hello.sealingKey(), candidate.identity());
            var current =
                    !hello.time().isBefore(descriptor.from()) && hello.time().isBefore(descriptor.until());
            if (!current || !key.sgm().equals(sgm) || !key.holdsAt(hello.time())) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            var successions = identity.proven(candidate, opened(hello));
            var witness = witness(reply.reader());
            var metOnly = isMetOnly(witness);
            log.requireWitness(
                    witness, hello.logKey(), hello.checkpoint(), metOnly ? Optional.empty() : heard.before());
            var before = heard.before().flatMap(LogMemory::opened);
            var checkpoint = log.newest(hello.logKey(), hello.checkpoint(), hello.time(), heard.before());
            identity.keep(successions); // Not before the log is the one that was known.
            keepAddress(heard.known().at());
            if (witness.isPresent() && !metOnly) {
                log.keepWitness(witness.get());
            }
            var greeting = new Greeting(
                    candidate.identity(), hello.time(), key, reply.reader().text("challenge"));
            greeted(heard.known(), greeting);
            return new Met(
                    heard.known(),
                    greeting,
                    new News(
                            witness.map(LogMemory.Witness::note).orElse(hello.checkpoint()),
                            checkpoint,
                            hello.time(),
                            before));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private Checkpoint opened(Hello hello) throws Refusal {
        return Checkpoint.open(hello.checkpoint(), Checkpoint.originOf(sgm), hello.logKey())
                .orElseThrow(() -> new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    private static Optional<LogMemory.Witness> witness(JsonObject.Reader reply) throws Malformed {
        return reply.has("cosigner")
                ? Optional.of(new LogMemory.Witness(
                        VerifyingKey.of(reply.bytes("cosigner", VerifyingKey.SIZE_BYTES)), reply.text("cosigned")))
                : Optional.empty();
    }

    private synchronized void greeted(Known met, Greeting greeting) {
        clock.hear(greeting.time());
        greeted = met;
        last = greeting;
        challengeUsed = false;
    }

    /** It is met anew with the next question. */
    synchronized void forget() {
        known = null;
        greeted = null;
        last = null;
    }

    Optional<String> accessToken(String device) {
        return Optional.ofNullable(accessTokens.get(device));
    }

    void keepAccessToken(String device, String token) {
        accessTokens.put(device, token);
    }

    private synchronized Known known() throws Refusal {
        var have = known;
        if (have == null) {
            have = meet();
            known = have;
        }
        return have;
    }

    /**
     * At the address that is known, or at the one that the descriptor there names instead: whoever runs the server has
     * moved it. An address that nothing leads to yet, or that leads to somebody else, changes nothing: what was met is
     * the server.
     */
    private Known meet() throws Refusal {
        var here = meetAt(url);
        var named = here.descriptor().url();
        if (named.equals(here.at())) {
            return here;
        }
        if (!EnrolmentCode.isAddress(named)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        try {
            var there = meetAt(named);
            if (there.descriptor().url().equals(named)) {
                return there;
            }
            LOG.warn("the address that the server names leads to one that names another");
        } catch (Refusal e) {
            LOG.atWarn()
                    .addKeyValue("code", e.why().code().code())
                    .log("the server is not met at the address that it names, and is asked at the one it had");
        }
        return here;
    }

    private Known meetAt(String address) throws Refusal {
        var wire = new Wire(address, surroundings.ways(), surroundings.random());
        var reply = Replies.object(wire.get("/api/v1/descriptor"));
        try {
            var token = reply.reader().text("descriptor");
            var candidate = identity.candidate(Descriptor.claimedKey(token), successions(reply.reader()));
            var descriptor = Descriptor.open(token, sgm, candidate.successions());
            if (!wire.pin(descriptor.tlsKeys())) {
                throw new Refusal(ProblemCode.CONNECTION_INTERCEPTED);
            }
            return new Known(address, wire, descriptor, candidate);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** The server has proved there who it is. */
    private void keepAddress(String address) throws Refusal {
        if (!address.equals(url)) {
            profile.moved(sgm, url, address);
            url = address;
        }
    }

    /**
     * The server as it was met, once a hello was believed there: a descriptor alone does not show that it still holds,
     * nor that the identity key of it is the one of now.
     */
    private Known proven() throws Refusal {
        var met = known();
        return isGreeted(met) && !identity.again(met.candidate()).isNew()
                ? met
                : meetAgain().known();
    }

    private synchronized boolean isGreeted(Known met) {
        return met.equals(greeted);
    }

    Wire.Reply post(String path, JsonObject body, Optional<String> bearer) throws Refusal {
        return reached(() -> proven().wire().post(path, body.toBytes(), bearer));
    }

    Wire.Reply get(String path, String bearer) throws Refusal {
        return reached(() -> proven().wire().get(path, bearer));
    }

    /** The hello, and what its proofs need: all that is asked of a server whose identity key is not proven yet. */
    private Wire.Reply askUnproven(String path, JsonObject body) throws Refusal {
        return reached(() -> known().wire().post(path, body.toBytes(), Optional.empty()));
    }

    /** A server that cannot be reached is met anew next time: it may have other TLS keys then. */
    private Wire.Reply reached(Refusal.Work<Wire.Reply> call) throws Refusal {
        try {
            return call.run();
        } catch (Refusal e) {
            forget();
            throw e;
        }
    }

    private List<Bytes> growth(long first, long second) throws Refusal {
        var body = JsonObject.empty().and("first", first).and("second", second).build();
        var reply = Replies.object(askUnproven("/api/v1/log/consistency", body));
        try {
            return reply.reader().bytesList("proof");
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** The OIDs of the signature algorithms that the service names in its description, which nobody signed. */
    public List<String> signAlgorithms() throws Refusal {
        var reply = Replies.object(post("/csc/v2/info", JsonObject.empty().build(), Optional.empty()));
        try {
            return reply.reader().object("signAlgorithms").reader().texts("algos");
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private List<LogEntry> epochEntries(long size) throws Refusal {
        return entries("/api/v1/log/epochs", size);
    }

    private List<LogEntry> successionEntries(long size) throws Refusal {
        return entries("/api/v1/log/successions", size);
    }

    private List<LogEntry> entries(String path, long size) throws Refusal {
        var body = JsonObject.empty().and("size", size).build();
        var reply = Replies.object(askUnproven(path, body));
        try {
            var entries = new ArrayList<LogEntry>();
            for (var entry : reply.reader().objects("entries")) {
                entries.add(LogEntry.read(entry));
            }
            return List.copyOf(entries);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** Takes in a checkpoint that came with proofs, and opens it: it must agree with all that was kept. */
    public Checkpoint checkpoint(String note, Instant time) throws Refusal {
        return log.any(note, time);
    }

    /**
     * Whether whoever cosigns the log may be another than was known: a code handed over by hand begins anew. Whom this
     * desk knows stays until {@link #takeWitness}.
     */
    public synchronized void meetAnyWitness(boolean any) {
        anyWitness = any;
        met = Optional.empty();
    }

    /** From now on whoever cosigned the newest hello is the one who does; nobody if nobody did. */
    public void takeWitness() throws Refusal {
        log.takeWitness(metWitness());
    }

    private synchronized Optional<LogMemory.Witness> metWitness() {
        return met;
    }

    /** True if the one who cosigned is to be remembered by this object only. */
    private synchronized boolean isMetOnly(Optional<LogMemory.Witness> witness) {
        met = witness;
        return anyWitness;
    }

    /**
     * A person as the SAP shows them; nothing in it is proven.
     *
     * @param user id
     * @param name to show
     * @param kana how the name is read; may be empty
     * @param email to show
     * @param salt with which the rest can be compared with what was signed; nothing if nobody signed for it
     */
    public record Contact(String user, String name, String kana, String email, Optional<Bytes> salt) {
        private static Contact read(JsonObject person) throws Malformed {
            var p = person.reader();
            return new Contact(
                    p.text("user"),
                    p.optionalText("name").orElse(""),
                    p.optionalText("kana").orElse(""),
                    p.optionalText("email").orElse(""),
                    p.optionalBytes("salt").filter(salt -> salt.size() == DisplayHash.SALT_SIZE_BYTES));
        }
    }

    /**
     * Some people as the SAP shows them.
     *
     * @param people newest first, or in the order asked for
     * @param more true if there are more than these
     */
    public record Contacts(List<Contact> people, boolean more) {}

    /** Those whom the SAP finds by this. */
    Contacts search(JsonObject search, String bearer) throws Refusal {
        var reply = post("/api/v1/people/search", search, Optional.of(bearer));
        var people = contacts(reply);
        try {
            return new Contacts(
                    people, Replies.object(reply).reader().optionalTruth("more").orElse(false));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private static List<Contact> contacts(Wire.Reply told) throws Refusal {
        var reply = Replies.object(Dispatch.loggedIn(told));
        try {
            var all = new ArrayList<Contact>();
            for (var person : reply.reader().objects("people")) {
                all.add(Contact.read(person));
            }
            return List.copyOf(all);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
