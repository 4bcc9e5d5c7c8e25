package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an answer's result holds, by the type of the statement. */
public final class Results {
    private Results() {}

    /** Something an answer's result can hold. */
    public sealed interface Result {
        /** As JSON. */
        JsonObject toJson();
    }

    /**
     * To {@code enrol}.
     *
     * @param user who was enrolled
     * @param device id of the device
     * @param loginKey the login key the device named, for the SAP
     * @param role what the person may do
     * @param subject name for certificates; signers only
     * @param algorithm the key to make first; signers only
     */
    public record Enrolled(
            String user,
            String device,
            Bytes loginKey,
            Role role,
            Optional<String> subject,
            Optional<KeyAlgorithm> algorithm)
            implements Result {
        @Override
        public JsonObject toJson() {
            var json = JsonObject.with("user", user)
                    .and("device", device)
                    .and("loginKey", loginKey)
                    .and("role", role.wireName());
            subject.ifPresent(s -> json.and("subject", s));
            algorithm.ifPresent(a -> json.and("algorithm", a.wireName()));
            return json.build();
        }

        /** Reads one. */
        public static Enrolled read(JsonObject object) throws Malformed {
            var json = object.reader();
            var algorithm = json.optionalText("algorithm");
            var enrolled = new Enrolled(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("device", Ids.SIZE_BYTES),
                    json.bytes("loginKey", 32),
                    Results.role(json.text("role")),
                    json.optionalText("subject"),
                    algorithm.isEmpty() ? Optional.empty() : Optional.of(Results.algorithm(algorithm.get())));
            json.end();
            return enrolled;
        }
    }

    /**
     * A signing key and its certificate (CSC: credential).
     *
     * @param user whose it is
     * @param keyId its id
     * @param algorithm what kind of key
     * @param status {@code enabled}, {@code suspended}, {@code expired}, {@code revoked} or {@code destroyed}
     * @param methods what may activate it
     * @param level the highest level of an act with it
     * @param certificates DER, the key's own first, then its issuers up to the CA; of an imported key those that came
     *     with it
     * @param origin where the key was made
     * @param handedBy of an imported key that staff handed over: who did
     * @param use how it was used; only if it was asked for
     */
    public record KeyInfo(
            String user,
            String keyId,
            KeyAlgorithm algorithm,
            String status,
            List<String> methods,
            int level,
            List<Bytes> certificates,
            Origin origin,
            Optional<String> handedBy,
            Optional<Use> use)
            implements Result {
        /**
         * How a key was used.
         *
         * @param created when it was made, or taken in
         * @param last when it has last signed; nothing if it never has
         */
        public record Use(Instant created, Optional<Instant> last) {
            /** Since when it has signed nothing. */
            public Instant idleSince() {
                return last.orElse(created);
            }
        }

        /** Where a key was made; on the wire {@code imported}, or nothing for what was made here. */
        public enum Origin {
            GENERATED("generated"),
            IMPORTED("imported");

            private final String wireName;

            Origin(String wireName) {
                this.wireName = wireName;
            }

            /** Its name. */
            public String wireName() {
                return wireName;
            }
        }

        /** A key made here. */
        public KeyInfo(
                String user,
                String keyId,
                KeyAlgorithm algorithm,
                String status,
                List<String> methods,
                int level,
                List<Bytes> certificates) {
            this(user, keyId, algorithm, status, methods, level, certificates, Origin.GENERATED);
        }

        /** A key that nobody handed over. */
        public KeyInfo(
                String user,
                String keyId,
                KeyAlgorithm algorithm,
                String status,
                List<String> methods,
                int level,
                List<Bytes> certificates,
                Origin origin) {
            this(
                    user,
                    keyId,
                    algorithm,
                    status,
                    methods,
                    level,
                    certificates,
                    origin,
                    Optional.empty(),
                    Optional.empty());
        }

        /** Copies the lists. */
        public KeyInfo {
            methods = List.copyOf(methods);
            certificates = List.copyOf(certificates);
        }

        @Override
        public JsonObject toJson() {
            var json = JsonObject.with("user", user)
                    .and("keyId", keyId)
                    .and("algorithm", algorithm.wireName())
                    .and("status", status)
                    .andTexts("methods", methods)
                    .and("level", level)
                    .andBytes("certificates", certificates);
            if (origin == Origin.IMPORTED) {
                json.and("origin", origin.wireName());
            }
            handedBy.ifPresent(by -> json.and("handedBy", by));
            use.ifPresent(told -> {
                json.and("created", told.created());
                told.last().ifPresent(time -> json.and("lastUsed", time));
            });
            return json.build();
        }

        /** Reads one. */
        public static KeyInfo read(JsonObject object) throws Malformed {
            var json = object.reader();
            var key = new KeyInfo(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("keyId", Ids.SIZE_BYTES),
                    Results.algorithm(json.text("algorithm")),
                    json.text("status"),
                    json.texts("methods"),
                    json.count("level"),
                    json.bytesList("certificates"),
                    origin(json.optionalText("origin")),
                    json.has("handedBy")
                            ? Optional.of(json.hexText("handedBy", Ids.PERSON_SIZE_BYTES))
                            : Optional.empty(),
                    use(json));
            json.end();
            if (key.certificates.isEmpty()) {
                throw new Malformed("a key without certificate");
            }
            if (key.handedBy.isPresent() && key.origin != Origin.IMPORTED) {
                throw new Malformed("what was made here nobody handed over");
            }
            return key;
        }

        /** Without {@code created} a {@code lastUsed} is a member that is not known. */
        private static Optional<Use> use(JsonObject.Reader json) throws Malformed {
            if (!json.has("created")) {
                return Optional.empty();
            }
            var last = json.has("lastUsed") ? Optional.of(json.moment("lastUsed")) : Optional.<Instant>empty();
            return Optional.of(new Use(json.moment("created"), last));
        }

        /** The same key, and how it was used. */
        public KeyInfo used(Use told) {
            return new KeyInfo(
                    user, keyId, algorithm, status, methods, level, certificates, origin, handedBy, Optional.of(told));
        }

        private static Origin origin(Optional<String> told) throws Malformed {
            if (told.isPresent() && !told.get().equals(Origin.IMPORTED.wireName())) {
                throw new Malformed("an origin that is not known");
            }
            return told.isPresent() ? Origin.IMPORTED : Origin.GENERATED;
        }

        /** SHA-256 of the key's own certificate. */
        public Bytes certificateSha256() {
            return certificates.get(0).sha256();
        }
    }

    /**
     * To {@code list-keys}.
     *
     * @param keys all of the person's
     */
    public record Keys(List<KeyInfo> keys) implements Result {
        /** Copies the list. */
        public Keys {
            keys = List.copyOf(keys);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects("keys", keys.stream().map(KeyInfo::toJson).toList())
                    .build();
        }

        /** Reads them. */
        public static Keys read(JsonObject object) throws Malformed {
            var json = object.reader();
            var keys = new ArrayList<KeyInfo>();
            for (var key : json.objects("keys")) {
                keys.add(KeyInfo.read(key));
            }
            json.end();
            return new Keys(List.copyOf(keys));
        }
    }

    /**
     * To {@code sign}.
     *
     * @param keyId the key that signed
     * @param signatures in the order of the hashes; RSA octets or DER ECDSA-Sig-Value
     */
    public record Signed(String keyId, List<Bytes> signatures) implements Result {
        /** Copies the list. */
        public Signed {
            signatures = List.copyOf(signatures);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.with("keyId", keyId)
                    .andBytes("signatures", signatures)
                    .build();
        }

        /** Reads them. */
        public static Signed read(JsonObject object) throws Malformed {
            var json = object.reader();
            var signed = new Signed(json.hexText("keyId", Ids.SIZE_BYTES), json.bytesList("signatures"));
            json.end();
            return signed;
        }
    }

    /**
     * To {@code destroy-key}.
     *
     * @param keyId the key that is no more
     */
    public record Destroyed(String keyId) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("keyId", keyId).build();
        }

        /** Reads it. */
        public static Destroyed read(JsonObject object) throws Malformed {
            var json = object.reader();
            var destroyed = new Destroyed(json.hexText("keyId", Ids.SIZE_BYTES));
            json.end();
            return destroyed;
        }
    }

    /**
     * The newest entry of a chain, so that a missing tail shows.
     *
     * @param chain id of key or device
     * @param number its newest running number
     */
    public record ChainHead(String chain, long number) {}

    /**
     * To {@code activity}.
     *
     * @param entries in the log's order, from the asked index on
     * @param heads every chain of the person, as it stands now
     * @param more true if there are entries beyond these
     * @param checkpoint the signed note all proofs are under
     */
    public record ActivityPage(List<LogEntry> entries, List<ChainHead> heads, boolean more, String checkpoint)
            implements Result {
        /** Copies the lists. */
        public ActivityPage {
            entries = List.copyOf(entries);
            heads = List.copyOf(heads);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects(
                            "entries", entries.stream().map(LogEntry::toJson).toList())
                    .andObjects(
                            "heads",
                            heads.stream()
                                    .map(h -> JsonObject.with("chain", h.chain())
                                            .and("number", h.number())
                                            .build())
                                    .toList())
                    .and("more", more)
                    .and("checkpoint", checkpoint)
                    .build();
        }

        /** Reads it. */
        public static ActivityPage read(JsonObject object) throws Malformed {
            var json = object.reader();
            var entries = LogPage.entries(json);
            var heads = new ArrayList<ChainHead>();
            for (var head : json.objects("heads")) {
                var h = head.reader();
                heads.add(new ChainHead(h.hexText("chain", Ids.SIZE_BYTES), h.index("number")));
                h.end();
            }
            var page = new ActivityPage(entries, List.copyOf(heads), json.truth("more"), json.text("checkpoint"));
            json.end();
            return page;
        }
    }

    /**
     * To {@code audit-log}.
     *
     * @param entries in the log's order, from the asked index on; without a gap if everybody's were asked for
     * @param more true if there are entries beyond these
     * @param checkpoint the signed note all proofs are under
     */
    public record LogPage(List<LogEntry> entries, boolean more, String checkpoint) implements Result {
        /** Copies the list. */
        public LogPage {
            entries = List.copyOf(entries);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects(
                            "entries", entries.stream().map(LogEntry::toJson).toList())
                    .and("more", more)
                    .and("checkpoint", checkpoint)
                    .build();
        }

        /** Reads it. */
        public static LogPage read(JsonObject object) throws Malformed {
            var json = object.reader();
            var page = new LogPage(entries(json), json.truth("more"), json.text("checkpoint"));
            json.end();
            return page;
        }

        private static List<LogEntry> entries(JsonObject.Reader json) throws Malformed {
            var entries = new ArrayList<LogEntry>();
            for (var entry : json.objects("entries")) {
                entries.add(LogEntry.read(entry));
            }
            return List.copyOf(entries);
        }
    }

    /**
     * To {@code outcome}.
     *
     * @param answer the stored answer token
     */
    public record StoredAnswer(String answer) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("answer", answer).build();
        }

        /** Reads it. */
        public static StoredAnswer read(JsonObject object) throws Malformed {
            var json = object.reader();
            var stored = new StoredAnswer(json.text("answer"));
            json.end();
            return stored;
        }
    }

    /**
     * To {@code invite}.
     *
     * @param user id of the person who was admitted
     * @param invitation id that goes into the enrolment code
     * @param codeExpires when the code dies
     * @param waits if a second person is needed: until when it waits for one; nobody is admitted before
     */
    public record Invited(String user, String invitation, Instant codeExpires, Optional<Waits> waits)
            implements Result {
        /** At once. */
        public Invited(String user, String invitation, Instant codeExpires) {
            this(user, invitation, codeExpires, Optional.empty());
        }

        @Override
        public JsonObject toJson() {
            var json =
                    JsonObject.with("user", user).and("invitation", invitation).and("codeExpires", codeExpires);
            waits.ifPresent(w -> json.and("waits", w.toJson()));
            return json.build();
        }

        /** Reads it. */
        public static Invited read(JsonObject object) throws Malformed {
            var json = object.reader();
            var invited = new Invited(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("invitation", Ids.PERSON_SIZE_BYTES),
                    json.moment("codeExpires"),
                    Waits.readIn(json));
            json.end();
            return invited;
        }
    }

    /**
     * That an order has had no effect yet: it waits for a second person.
     *
     * @param request id of the statement that waits
     * @param until the first second at which it waits no more
     */
    public record Waits(String request, Instant until) {
        private JsonObject toJson() {
            return JsonObject.with("request", request).and("until", until).build();
        }

        private static Optional<Waits> readIn(JsonObject.Reader json) throws Malformed {
            var object = json.optionalObject("waits");
            if (object.isEmpty()) {
                return Optional.empty();
            }
            var inner = object.get().reader();
            var waits = new Waits(inner.hexText("request", Ids.SIZE_BYTES), inner.moment("until"));
            inner.end();
            return Optional.of(waits);
        }
    }

    /**
     * To {@code renew-identity}: it waits for a second administrator.
     *
     * @param waits for how long
     */
    public record IdentityAwaited(Waits waits) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.empty().and("waits", waits.toJson()).build();
        }

        /** Reads it. */
        public static IdentityAwaited read(JsonObject object) throws Malformed {
            var json = object.reader();
            var waits = Waits.readIn(json);
            json.end();
            return new IdentityAwaited(waits.orElseThrow(() -> new Malformed("a new identity that waits for nobody")));
        }
    }

    /**
     * One person, as the SGM knows them.
     *
     * @param user id
     * @param role what the person may do
     * @param state {@code invited}, {@code active}, {@code suspended} or {@code gone}
     * @param subject name for certificates; signers only
     * @param keys how many keys that are not destroyed
     * @param waiting ids of their devices that wait to be confirmed; none where the server's level asks for no
     *     confirmation
     * @param displayHash what staff called them when they were admitted, see
     *     {@link dev.natsuin.protocol.statement.DisplayHash}; only if they signed for it, and only in an answer about
     *     some people
     */
    public record Person(
            String user,
            Role role,
            String state,
            Optional<String> subject,
            int keys,
            List<String> waiting,
            Optional<Bytes> displayHash) {
        /** Copies the list. */
        public Person {
            waiting = List.copyOf(waiting);
        }

        /** Of whose name nobody tells. */
        public Person(String user, Role role, String state, Optional<String> subject, int keys, List<String> waiting) {
            this(user, role, state, subject, keys, waiting, Optional.empty());
        }
    }

    /**
     * To {@code list-people}, but for one page of everybody.
     *
     * @param people those who were asked for
     */
    public record People(List<Person> people) implements Result {
        /** Copies the list. */
        public People {
            people = List.copyOf(people);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects("people", people.stream().map(People::toJson).toList())
                    .build();
        }

        private static JsonObject toJson(Person person) {
            var json = JsonObject.with("user", person.user())
                    .and("role", person.role().wireName())
                    .and("state", person.state());
            person.subject().ifPresent(s -> json.and("subject", s));
            json.and("keys", person.keys());
            if (!person.waiting().isEmpty()) {
                json.andTexts("waiting", person.waiting());
            }
            person.displayHash().ifPresent(hash -> json.and("displayHash", hash.toHex()));
            return json.build();
        }

        private static Person person(JsonObject item) throws Malformed {
            var p = item.reader();
            var person = new Person(
                    p.hexText("user", Ids.PERSON_SIZE_BYTES),
                    role(p.text("role")),
                    p.text("state"),
                    p.optionalText("subject"),
                    p.count("keys"),
                    waiting(p),
                    p.has("displayHash") ? Optional.of(p.hex("displayHash", 32)) : Optional.empty());
            p.end();
            return person;
        }

        /** Reads them. */
        public static People read(JsonObject object) throws Malformed {
            var json = object.reader();
            var people = people(json);
            json.end();
            return new People(people);
        }

        private static List<Person> people(JsonObject.Reader json) throws Malformed {
            var people = new ArrayList<Person>();
            for (var item : json.objects("people")) {
                people.add(person(item));
            }
            return List.copyOf(people);
        }
    }

    /**
     * To {@code list-people} for one page of everybody.
     *
     * @param people in the order they were admitted, behind the one whom the statement names
     * @param more true if there are people beyond these
     */
    public record PeoplePage(List<Person> people, boolean more) implements Result {
        /** Copies the list. */
        public PeoplePage {
            people = List.copyOf(people);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects("people", people.stream().map(People::toJson).toList())
                    .and("more", more)
                    .build();
        }

        /** Reads it. */
        public static PeoplePage read(JsonObject object) throws Malformed {
            var json = object.reader();
            var page = new PeoplePage(People.people(json), json.truth("more"));
            json.end();
            return page;
        }
    }

    /**
     * To {@code describe-person}.
     *
     * @param person as in {@code list-people}
     * @param algorithm the key to make first; signers only
     * @param admitted the log's entry of the newest statement that admitted them, with its proof; nothing for the first
     *     administrator, whom the console admitted
     * @param invitation their newest enrolment code; nothing if there was none
     * @param devices first enrolled first
     * @param keys oldest first, destroyed ones too
     * @param acts what was done about the person, newest first, at most {@value #MOST_ACTS}
     * @param checkpoint the signed note all proofs are under
     */
    public record Described(
            Person person,
            Optional<KeyAlgorithm> algorithm,
            Optional<LogEntry> admitted,
            Optional<Code> invitation,
            List<DeviceFacts> devices,
            List<KeyFacts> keys,
            List<LogEntry> acts,
            String checkpoint)
            implements Result {
        /** So many acts are told. */
        public static final int MOST_ACTS = 50;

        /** Copies the lists. */
        public Described {
            devices = List.copyOf(devices);
            keys = List.copyOf(keys);
            acts = List.copyOf(acts);
        }

        /**
         * An enrolment code that was given out.
         *
         * @param invitation its id
         * @param expires the first second at which it is dead
         * @param state {@code open}, {@code used} or {@code dead}
         */
        public record Code(String invitation, Instant expires, String state) {}

        /**
         * A device.
         *
         * @param device its id
         * @param enrolled when
         * @param confirmed when staff confirmed its fingerprint, if anybody did
         * @param locked true if too many wrong PINs locked it
         */
        public record DeviceFacts(String device, Instant enrolled, Optional<Instant> confirmed, boolean locked) {}

        /**
         * A signing key.
         *
         * @param key as its owner is told
         * @param uses how often it has signed
         */
        public record KeyFacts(KeyInfo key, long uses) {}

        @Override
        public JsonObject toJson() {
            var json = JsonObject.empty().and("person", People.toJson(person));
            algorithm.ifPresent(a -> json.and("algorithm", a.wireName()));
            admitted.ifPresent(entry -> json.and("admitted", entry.toJson()));
            invitation.ifPresent(code -> json.and(
                    "invitation",
                    JsonObject.with("invitation", code.invitation())
                            .and("expires", code.expires())
                            .and("state", code.state())
                            .build()));
            return json.andObjects(
                            "devices", devices.stream().map(Described::toJson).toList())
                    .andObjects(
                            "keys",
                            keys.stream()
                                    .map(k -> JsonObject.empty()
                                            .and("uses", k.uses())
                                            .and("key", k.key().toJson())
                                            .build())
                                    .toList())
                    .andObjects("acts", acts.stream().map(LogEntry::toJson).toList())
                    .and("checkpoint", checkpoint)
                    .build();
        }

        private static JsonObject toJson(DeviceFacts device) {
            var json = JsonObject.with("device", device.device()).and("enrolled", device.enrolled());
            device.confirmed().ifPresent(time -> json.and("confirmed", time));
            return json.and("locked", device.locked()).build();
        }

        /** Reads it. */
        public static Described read(JsonObject object) throws Malformed {
            var json = object.reader();
            var algorithm = json.optionalText("algorithm");
            var admitted = json.optionalObject("admitted");
            var invitation = json.optionalObject("invitation");
            var devices = new ArrayList<DeviceFacts>();
            for (var device : json.objects("devices")) {
                devices.add(device(device.reader()));
            }
            var keys = new ArrayList<KeyFacts>();
            for (var key : json.objects("keys")) {
                var k = key.reader();
                keys.add(new KeyFacts(KeyInfo.read(k.object("key")), k.index("uses")));
                k.end();
            }
            var acts = new ArrayList<LogEntry>();
            for (var entry : json.objects("acts")) {
                acts.add(LogEntry.read(entry));
            }
            var described = new Described(
                    People.person(json.object("person")),
                    algorithm.isEmpty() ? Optional.empty() : Optional.of(Results.algorithm(algorithm.get())),
                    admitted.isEmpty() ? Optional.empty() : Optional.of(LogEntry.read(admitted.get())),
                    invitation.isEmpty() ? Optional.empty() : Optional.of(code(invitation.get())),
                    devices,
                    keys,
                    acts,
                    json.text("checkpoint"));
            json.end();
            return described;
        }

        private static DeviceFacts device(JsonObject.Reader json) throws Malformed {
            var device = new DeviceFacts(
                    json.hexText("device", Ids.SIZE_BYTES),
                    json.moment("enrolled"),
                    json.has("confirmed") ? Optional.of(json.moment("confirmed")) : Optional.empty(),
                    json.truth("locked"));
            json.end();
            return device;
        }

        private static Code code(JsonObject object) throws Malformed {
            var json = object.reader();
            var code = new Code(
                    json.hexText("invitation", Ids.PERSON_SIZE_BYTES), json.moment("expires"), json.text("state"));
            json.end();
            return code;
        }
    }

    private static List<String> waiting(JsonObject.Reader person) throws Malformed {
        if (!person.has("waiting")) {
            return List.of();
        }
        var devices = ids(person.texts("waiting"));
        if (devices.isEmpty()) {
            throw new Malformed("not a list of devices");
        }
        return devices;
    }

    /**
     * To {@code confirm-device}.
     *
     * @param user whose device was confirmed
     * @param device id of the device
     */
    public record Confirmed(String user, String device) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user).and("device", device).build();
        }

        /** Reads it. */
        public static Confirmed read(JsonObject object) throws Malformed {
            var json = object.reader();
            var confirmed =
                    new Confirmed(json.hexText("user", Ids.PERSON_SIZE_BYTES), json.hexText("device", Ids.SIZE_BYTES));
            json.end();
            return confirmed;
        }
    }

    /**
     * To {@code standing}.
     *
     * @param user whose device it is
     * @param device id of the device that asked
     * @param level the level the server declares, 1 to 3
     * @param waiting true while the device can change nothing, because nobody has confirmed its fingerprint yet
     */
    public record Standing(String user, String device, int level, boolean waiting) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user)
                    .and("device", device)
                    .and("level", level)
                    .and("waiting", waiting)
                    .build();
        }

        /** Reads it. */
        public static Standing read(JsonObject object) throws Malformed {
            var json = object.reader();
            var standing = new Standing(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("device", Ids.SIZE_BYTES),
                    json.count("level"),
                    json.truth("waiting"));
            json.end();
            return standing;
        }
    }

    /**
     * To {@code suspend}, {@code resume} and {@code revoke}.
     *
     * @param user whom it was about
     * @param state what they are now: {@code suspended}, {@code active} or {@code gone}
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     */
    public record PersonChanged(String user, String state, List<String> keys, List<String> devices) implements Result {
        /** Copies the lists. */
        public PersonChanged {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user)
                    .and("state", state)
                    .andTexts("keys", keys)
                    .andTexts("devices", devices)
                    .build();
        }

        /** Reads it. */
        public static PersonChanged read(JsonObject object) throws Malformed {
            var json = object.reader();
            var changed = new PersonChanged(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.text("state"),
                    ids(json.texts("keys")),
                    ids(json.texts("devices")));
            json.end();
            return changed;
        }
    }

    /**
     * To {@code amend}.
     *
     * @param user who has another name
     * @param displayHash as ordered: the SAP keeps only what it is the hash of
     * @param keys ids of the keys that ended with it
     */
    public record PersonAmended(String user, Bytes displayHash, List<String> keys) implements Result {
        /** Copies the list. */
        public PersonAmended {
            keys = List.copyOf(keys);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user)
                    .and("displayHash", displayHash.toHex())
                    .andTexts("keys", keys)
                    .build();
        }

        /** Reads it. */
        public static PersonAmended read(JsonObject object) throws Malformed {
            var json = object.reader();
            var amended = new PersonAmended(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES), json.hex("displayHash", 32), ids(json.texts("keys")));
            json.end();
            return amended;
        }
    }

    /**
     * To {@code re-enrol}.
     *
     * @param user who begins anew
     * @param invitation id that goes into the enrolment code
     * @param codeExpires when the code dies
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     * @param waits if a second person is needed: until when it waits for one; nothing has ended before
     */
    public record EnrolledAnew(
            String user,
            String invitation,
            Instant codeExpires,
            List<String> keys,
            List<String> devices,
            Optional<Waits> waits)
            implements Result {
        /** At once. */
        public EnrolledAnew(
                String user, String invitation, Instant codeExpires, List<String> keys, List<String> devices) {
            this(user, invitation, codeExpires, keys, devices, Optional.empty());
        }

        /** Copies the lists. */
        public EnrolledAnew {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }

        @Override
        public JsonObject toJson() {
            var json = JsonObject.with("user", user)
                    .and("invitation", invitation)
                    .and("codeExpires", codeExpires)
                    .andTexts("keys", keys)
                    .andTexts("devices", devices);
            waits.ifPresent(w -> json.and("waits", w.toJson()));
            return json.build();
        }

        /** Reads it. */
        public static EnrolledAnew read(JsonObject object) throws Malformed {
            var json = object.reader();
            var anew = new EnrolledAnew(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("invitation", Ids.PERSON_SIZE_BYTES),
                    json.moment("codeExpires"),
                    ids(json.texts("keys")),
                    ids(json.texts("devices")),
                    Waits.readIn(json));
            json.end();
            return anew;
        }
    }

    /**
     * To {@code change-pin}.
     *
     * @param user whose device it is
     * @param device id of the device that has another PIN now
     */
    public record PinChanged(String user, String device) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user).and("device", device).build();
        }

        /** Reads it. */
        public static PinChanged read(JsonObject object) throws Malformed {
            var json = object.reader();
            var changed =
                    new PinChanged(json.hexText("user", Ids.PERSON_SIZE_BYTES), json.hexText("device", Ids.SIZE_BYTES));
            json.end();
            return changed;
        }
    }

    /**
     * One device of the person.
     *
     * @param device id
     * @param deviceKey its public key, whose hash the id is
     * @param enrolled when
     * @param state {@code active}, {@code waiting}, {@code locked} or {@code removed}
     */
    public record DeviceInfo(String device, Bytes deviceKey, Instant enrolled, String state) {}

    /**
     * To {@code list-devices}.
     *
     * @param devices all of the person's, first enrolled first, removed ones too
     */
    public record Devices(List<DeviceInfo> devices) implements Result {
        /** Copies the list. */
        public Devices {
            devices = List.copyOf(devices);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects(
                            "devices",
                            devices.stream()
                                    .map(d -> JsonObject.with("device", d.device())
                                            .and("deviceKey", d.deviceKey())
                                            .and("enrolled", d.enrolled())
                                            .and("state", d.state())
                                            .build())
                                    .toList())
                    .build();
        }

        /** Reads them. */
        public static Devices read(JsonObject object) throws Malformed {
            var json = object.reader();
            var devices = new ArrayList<DeviceInfo>();
            for (var item : json.objects("devices")) {
                var d = item.reader();
                devices.add(new DeviceInfo(
                        d.hexText("device", Ids.SIZE_BYTES),
                        d.bytes("deviceKey", 32),
                        d.moment("enrolled"),
                        d.text("state")));
                d.end();
            }
            json.end();
            return new Devices(List.copyOf(devices));
        }
    }

    /**
     * To {@code remove-device}.
     *
     * @param user whose device it was
     * @param device id of the device that is no more
     * @param keys ids of the keys that ended with it: all, if it was the last device, else none
     */
    public record DeviceRemoved(String user, String device, List<String> keys) implements Result {
        /** Copies the list. */
        public DeviceRemoved {
            keys = List.copyOf(keys);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user)
                    .and("device", device)
                    .andTexts("keys", keys)
                    .build();
        }

        /** Reads it. */
        public static DeviceRemoved read(JsonObject object) throws Malformed {
            var json = object.reader();
            var removed = new DeviceRemoved(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("device", Ids.SIZE_BYTES),
                    ids(json.texts("keys")));
            json.end();
            return removed;
        }
    }

    /**
     * To {@code transport-key}: a key for one import.
     *
     * @param user whose import
     * @param device by which device
     * @param transportKey id of the transport key
     * @param suite how to encrypt to it
     * @param publicKey as the suite has it
     * @param expires the first second at which it is no more
     */
    public record Transport(
            String user, String device, String transportKey, KeyTransport.Suite suite, Bytes publicKey, Instant expires)
            implements Result {
        private static final String PURPOSE = "import-key";

        @Override
        public JsonObject toJson() {
            return JsonObject.with("purpose", PURPOSE)
                    .and("user", user)
                    .and("device", device)
                    .and("transportKey", transportKey)
                    .and("suite", suite.wireName())
                    .and("publicKey", publicKey)
                    .and("expires", expires)
                    .build();
        }

        /** Reads it. */
        public static Transport read(JsonObject object) throws Malformed {
            var json = object.reader();
            json.exactly("purpose", PURPOSE);
            var suite = KeyTransport.Suite.byName(json.text("suite"))
                    .orElseThrow(() -> new Malformed("a way to encrypt that is not known"));
            var transport = new Transport(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("device", Ids.SIZE_BYTES),
                    json.hexText("transportKey", Ids.SIZE_BYTES),
                    suite,
                    json.bytes("publicKey", suite.publicKeyBytes()),
                    json.moment("expires"));
            json.end();
            return transport;
        }
    }

    /**
     * To {@code handed-key}: a key that staff handed over to this device, as it was encrypted.
     *
     * @param user for whom
     * @param device for which device of theirs
     * @param key as {@link dev.natsuin.protocol.crypto.KeyHandover} encrypted it
     * @param expires the first second at which it is there no more
     * @param entry the log's entry of the order that handed it over, with its proof
     * @param checkpoint the signed note the proof is under
     */
    public record Handed(String user, String device, Bytes key, Instant expires, LogEntry entry, String checkpoint)
            implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("user", user)
                    .and("device", device)
                    .and("key", key)
                    .and("expires", expires)
                    .and("entry", entry.toJson())
                    .and("checkpoint", checkpoint)
                    .build();
        }

        /** Reads it. */
        public static Handed read(JsonObject object) throws Malformed {
            var json = object.reader();
            var handed = new Handed(
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    json.hexText("device", Ids.SIZE_BYTES),
                    json.bytes("key"),
                    json.moment("expires"),
                    LogEntry.read(json.object("entry")),
                    json.text("checkpoint"));
            json.end();
            return handed;
        }
    }

    /**
     * To {@code approve}: what waited was done.
     *
     * @param request id of the statement that waited
     * @param user who was admitted, or begins anew
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     */
    public record Approved(String request, String user, List<String> keys, List<String> devices) implements Result {
        /** Copies the lists. */
        public Approved {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.with("request", request)
                    .and("user", user)
                    .andTexts("keys", keys)
                    .andTexts("devices", devices)
                    .build();
        }

        /** Reads it. */
        public static Approved read(JsonObject object) throws Malformed {
            var json = object.reader();
            var approved = new Approved(
                    json.hexText("request", Ids.SIZE_BYTES),
                    json.hexText("user", Ids.PERSON_SIZE_BYTES),
                    ids(json.texts("keys")),
                    ids(json.texts("devices")));
            json.end();
            return approved;
        }
    }

    /**
     * To {@code withdraw}: what waited is never done.
     *
     * @param request id of the statement that waited
     * @param user who was to be admitted, or to begin anew
     */
    public record Withdrawn(String request, String user) implements Result {
        @Override
        public JsonObject toJson() {
            return JsonObject.with("request", request).and("user", user).build();
        }

        /** Reads it. */
        public static Withdrawn read(JsonObject object) throws Malformed {
            var json = object.reader();
            var withdrawn =
                    new Withdrawn(json.hexText("request", Ids.SIZE_BYTES), json.hexText("user", Ids.PERSON_SIZE_BYTES));
            json.end();
            return withdrawn;
        }
    }

    /**
     * To {@code list-requests}.
     *
     * @param requests what waits, newest first, at most {@value #MOST}
     * @param more true if there are older ones beyond these
     * @param checkpoint the signed note all proofs are under
     */
    public record Requests(List<Request> requests, boolean more, String checkpoint) implements Result {
        /** So many are told. */
        public static final int MOST = 200;

        /** Copies the list. */
        public Requests {
            requests = List.copyOf(requests);
        }

        /**
         * Something that waits for a second person.
         *
         * @param user whom it is about: who is to be admitted, or to begin anew
         * @param expires the first second at which it waits no more
         * @param entry the log's entry of it, with its proof: the statement itself and the signature of whoever asked
         */
        public record Request(String user, Instant expires, LogEntry entry) {}

        @Override
        public JsonObject toJson() {
            return JsonObject.empty()
                    .andObjects(
                            "requests",
                            requests.stream()
                                    .map(r -> JsonObject.with("user", r.user())
                                            .and("expires", r.expires())
                                            .and("entry", r.entry().toJson())
                                            .build())
                                    .toList())
                    .and("more", more)
                    .and("checkpoint", checkpoint)
                    .build();
        }

        /** Reads it. */
        public static Requests read(JsonObject object) throws Malformed {
            var json = object.reader();
            var requests = new ArrayList<Request>();
            for (var item : json.objects("requests")) {
                var r = item.reader();
                requests.add(new Request(
                        r.hexText("user", Ids.PERSON_SIZE_BYTES),
                        r.moment("expires"),
                        LogEntry.read(r.object("entry"))));
                r.end();
            }
            var read = new Requests(requests, json.truth("more"), json.text("checkpoint"));
            json.end();
            return read;
        }
    }

    /** Ids of keys or devices. */
    private static List<String> ids(List<String> texts) throws Malformed {
        if (!texts.stream().allMatch(id -> id.matches("[0-9a-f]{" + 2 * Ids.SIZE_BYTES + "}"))) {
            throw new Malformed("not a list of ids");
        }
        return texts;
    }

    private static Role role(String name) throws Malformed {
        return Role.byName(name).orElseThrow(() -> new Malformed("a role that is not known"));
    }

    private static KeyAlgorithm algorithm(String name) throws Malformed {
        return KeyAlgorithm.byName(name).orElseThrow(() -> new Malformed("a key algorithm that is not known"));
    }
}
