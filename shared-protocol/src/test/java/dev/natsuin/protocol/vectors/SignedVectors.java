package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tokens, and what the SGM says in them. */
final class SignedVectors {
    private static final Bytes SEALED = Bytes.utf8("the sealed octets");
    private static final Bytes STATEMENT = Bytes.utf8("the statement");
    private static final Bytes NONCE = new TestRandom("nonce").bytes(Hello.NONCE_SIZE_BYTES);
    private static final Bytes CERTIFICATE = Bytes.utf8("stands for a DER certificate");

    private SignedVectors() {}

    static void make(Consumer<Vector> out) {
        try (var identity = Samples.identity();
                var other = Samples.seed("other")) {
            tokens(out, identity, other);
            answers(out, identity, other);
            hellos(out, identity, other);
            sealingKeys(out, identity, other);
            descriptors(out, identity, other);
            logins(out);
        }
    }

    private static Vector token(Vector vector, Token.Purpose purpose, String token, SigningSeed key) {
        return vector.with("purpose", purpose.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .hex("key", key.publicKey().encoded())
                .with("token", token);
    }

    private static void tokens(Consumer<Vector> out, SigningSeed key, SigningSeed other) {
        var payload = Bytes.utf8("{\"any\":\"payload\"}");
        for (var purpose : Token.Purpose.values()) {
            var name = purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
            out.accept(token(
                            Vector.ok("token", name, "a token of this purpose"),
                            purpose,
                            Token.sign(purpose, payload, key),
                            key)
                    .base64Url("payload", payload));
        }
        var good = Token.sign(Token.Purpose.ANSWER, payload, key);
        refused(out, "other-purpose", "of another purpose", Token.sign(Token.Purpose.HELLO, payload, key), key);
        refused(out, "other-key", "signed by another key", Token.sign(Token.Purpose.ANSWER, payload, other), key);
        refused(out, "padded", "base64url with padding", good + "==", key);
        refused(out, "unused-bits", "the last character has unused bits set", lastCharacterMoved(good), key);
        refused(out, "four-parts", "a fourth part", good + ".", key);
        refused(out, "two-parts", "no signature", good.substring(0, good.lastIndexOf('.')), key);
        for (var header : Map.of(
                        "alg-none", "{\"alg\":\"none\",\"typ\":\"natsuin-answer\"}",
                        "crit", "{\"alg\":\"EdDSA\",\"typ\":\"natsuin-answer\",\"b64\":false,\"crit\":[\"b64\"]}",
                        "members-exchanged", "{\"typ\":\"natsuin-answer\",\"alg\":\"EdDSA\"}",
                        "blank", "{\"alg\":\"EdDSA\", \"typ\":\"natsuin-answer\"}")
                .entrySet()) {
            var input = Bytes.utf8(Bytes.utf8(header.getValue()).toBase64Url() + "." + payload.toBase64Url());
            var token = input.toUtf8() + "." + key.sign(input).toBase64Url();
            refused(out, "header-" + header.getKey(), "another header, well signed", token, key);
        }
        out.accept(Vector.refused("token", "answer-key-small-order", "a key of small order")
                .with("purpose", "answer")
                .hex("key", Bytes.of(new byte[32]))
                .with("token", good));
    }

    private static String lastCharacterMoved(String token) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
    }

    private static void refused(Consumer<Vector> out, String suffix, String why, String token, SigningSeed key) {
        out.accept(token(Vector.refused("token", "answer-" + suffix, why), Token.Purpose.ANSWER, token, key));
    }

    private static Answer answer(Answer.Body body, Optional<Receipt> receipt) {
        return new Answer(
                Samples.identityHash(),
                SEALED.sha256(),
                Optional.of(STATEMENT.sha256()),
                Samples.NOW,
                "a sealing key token",
                Optional.of(2),
                body,
                receipt);
    }

    /** A result for every type of statement. */
    static Map<String, Results.Result> results() {
        var device = Samples.head().device();
        var key = new Results.KeyInfo(
                Samples.USER,
                Samples.KEY_ID,
                KeyAlgorithm.RSA_3072,
                "enabled",
                List.of("device"),
                2,
                List.of(CERTIFICATE, Bytes.utf8("and one for its issuer")));
        var login = Bytes.of(new byte[32]);
        try (var seed = Samples.seed("login")) {
            login = seed.publicKey().encoded();
        }
        var all = new LinkedHashMap<String, Results.Result>();
        all.put(
                "enrol",
                new Results.Enrolled(
                        Samples.USER,
                        device,
                        login,
                        Role.SIGNER,
                        Optional.of("CN=花子 Tanaka,O=Example,C=JP"),
                        Optional.of(KeyAlgorithm.RSA_3072)));
        all.put("create-key", key);
        all.put("list-keys", new Results.Keys(List.of(key)));
        all.put("destroy-key", new Results.Destroyed(Samples.KEY_ID));
        all.put("sign", new Results.Signed(Samples.KEY_ID, List.of(Bytes.hex("3003020101"), Bytes.hex("3003020102"))));
        all.put(
                "activity",
                new Results.ActivityPage(
                        List.of(LogVectors.entry()),
                        List.of(new Results.ChainHead(Samples.KEY_ID, 2)),
                        false,
                        LogVectors.checkpoint()));
        all.put("audit-log", new Results.LogPage(List.of(LogVectors.entry()), false, LogVectors.checkpoint()));
        all.put("outcome", new Results.StoredAnswer("an answer token"));
        all.put(
                "invite",
                new Results.Invited("00112233445566ff", Samples.INVITATION, Samples.NOW.plus(Duration.ofDays(7))));
        all.put(
                "list-people",
                new Results.People(List.of(
                        new Results.Person(
                                "00112233445566ff", Role.SIGNER, "invited", Optional.of("CN=x"), 0, List.of()),
                        new Results.Person(Samples.USER, Role.OFFICER, "active", Optional.empty(), 0, List.of()))));
        all.put(
                "confirm-device",
                new Results.Confirmed(
                        "00112233445566ff", Samples.confirmDevice().confirmedDevice()));
        all.put("standing", new Results.Standing(Samples.USER, device, 2, true));
        lifeCycle(all, key, device);
        all.put("describe-person", described(key));
        return all;
    }

    private static void lifeCycle(Map<String, Results.Result> all, Results.KeyInfo key, String device) {
        var user = Samples.signer().user();
        var keys = List.of(Samples.KEY_ID);
        var devices = List.of(device);
        var end = Samples.NOW.plus(Duration.ofDays(7));
        all.put("suspend", new Results.PersonChanged(user, "suspended", List.of(), List.of()));
        all.put("resume", new Results.PersonChanged(user, "active", List.of(), List.of()));
        all.put("revoke", new Results.PersonChanged(user, "gone", keys, devices));
        all.put("re-enrol", new Results.EnrolledAnew(user, Samples.INVITATION, end, keys, devices));
        all.put("amend", new Results.PersonAmended(user, Samples.CERTIFICATE_HASH, keys));
        all.put("list-keys-of", new Results.Keys(List.of(key)));
        all.put("change-pin", new Results.PinChanged(Samples.USER, device));
        all.put("renew-key", key);
        try (var own = Samples.device()) {
            all.put(
                    "list-devices",
                    new Results.Devices(List.of(
                            new Results.DeviceInfo(device, own.publicKey().encoded(), Samples.NOW, "active"))));
        }
        all.put("invite-device", new Results.Invited(Samples.USER, Samples.INVITATION, end));
        var imported = new Results.KeyInfo(
                key.user(),
                key.keyId(),
                key.algorithm(),
                key.status(),
                key.methods(),
                key.level(),
                key.certificates(),
                Results.KeyInfo.Origin.IMPORTED);
        all.put("import-key", imported);
        all.put("handed-key", handed(device));
        all.put(
                "transport-key",
                new Results.Transport(
                        Samples.USER,
                        device,
                        Samples.TRANSPORT_KEY,
                        KeyTransport.Suite.HPKE_X25519,
                        new TestRandom("transport public key").bytes(32),
                        Samples.NOW.plus(Duration.ofMinutes(5))));
        secondPerson(all, user, keys, devices);
        all.put("remove-device", new Results.DeviceRemoved(Samples.USER, device, List.of()));
    }

    private static Results.Handed handed(String device) {
        return new Results.Handed(
                Samples.USER,
                device,
                Samples.HANDED_KEY,
                Samples.NOW.plus(Duration.ofDays(7)),
                LogVectors.entry(),
                LogVectors.checkpoint());
    }

    private static void secondPerson(
            Map<String, Results.Result> all, String user, List<String> keys, List<String> devices) {
        var request = Samples.head().id();
        all.put("approve", new Results.Approved(request, user, keys, devices));
        all.put(
                "renew-identity",
                new Results.IdentityAwaited(new Results.Waits(request, Samples.NOW.plus(Duration.ofDays(7)))));
        all.put("withdraw", new Results.Withdrawn(request, user));
        all.put(
                "list-requests",
                new Results.Requests(
                        List.of(new Results.Requests.Request(
                                user, Samples.NOW.plus(Duration.ofDays(7)), LogVectors.entry())),
                        false,
                        LogVectors.checkpoint()));
    }

    private static Results.Described described(Results.KeyInfo key) {
        return new Results.Described(
                new Results.Person(
                        "00112233445566ff",
                        Role.SIGNER,
                        "active",
                        Optional.of("CN=x"),
                        1,
                        List.of(),
                        Optional.of(Samples.displayHash())),
                Optional.of(KeyAlgorithm.RSA_3072),
                Optional.of(LogVectors.entry()),
                Optional.of(
                        new Results.Described.Code(Samples.INVITATION, Samples.NOW.plus(Duration.ofDays(7)), "used")),
                List.of(new Results.Described.DeviceFacts(
                        Samples.confirmDevice().confirmedDevice(), Samples.NOW, Optional.of(Samples.NOW), false)),
                List.of(new Results.Described.KeyFacts(key, 1)),
                List.of(LogVectors.entry()),
                LogVectors.checkpoint());
    }

    private static Vector answer(Vector vector, String token) {
        try (var identity = Samples.identity()) {
            return vector.hex("identityKey", identity.publicKey().encoded())
                    .base64Url("sealed", SEALED)
                    .base64Url("statement", STATEMENT)
                    .with("token", token);
        }
    }

    private static void answers(Consumer<Vector> out, SigningSeed identity, SigningSeed other) {
        results().forEach((type, result) -> {
            var asks = type.startsWith("list")
                    || Set.of(
                                    "activity",
                                    "audit-log",
                                    "outcome",
                                    "standing",
                                    "describe-person",
                                    "transport-key",
                                    "handed-key")
                            .contains(type);
            var receipt = asks
                    ? Optional.<Receipt>empty()
                    : Optional.of(new Receipt(LogVectors.entry(), LogVectors.checkpoint()));
            out.accept(answer(
                            Vector.ok("answer", type, "done: " + type),
                            answer(new Answer.Body.Done(result.toJson()), receipt)
                                    .sign(identity))
                    .with("type", type));
        });
        waiting(out, identity);
        importing(out, identity);
        secondPerson(out, identity);
        var refused = answer(new Answer.Body.Refused(Problem.pinWrong(3)), Optional.empty());
        out.accept(answer(Vector.ok("answer", "pin-wrong", "refused, three tries left"), refused.sign(identity)));
        var blind = new Answer(
                Samples.identityHash(),
                SEALED.sha256(),
                Optional.empty(),
                Samples.NOW,
                "a sealing key token",
                Optional.empty(),
                new Answer.Body.Refused(Problem.of(ProblemCode.STATEMENT_NOT_ACCEPTED)),
                Optional.empty());
        out.accept(answer(
                Vector.ok("answer", "not-accepted", "refused before the device signature held"), blind.sign(identity)));
        out.accept(answer(Vector.refused("answer", "other-identity", "signed by another SGM"), refused.sign(other)));
        out.accept(answer(
                        Vector.refused("answer", "other-sealed", "to other octets than were sent"),
                        refused.sign(identity))
                .base64Url("sealed", STATEMENT));
        out.accept(answer(Vector.refused("answer", "other-statement", "to another statement"), refused.sign(identity))
                .base64Url("statement", SEALED));
        var members = JsonMembers.of(Token.open(Token.Purpose.ANSWER, refused.sign(identity), identity.publicKey())
                .orElseThrow());
        wrong(out, "sgm", "another SGM", members.with("sgm", "\"" + "00".repeat(32) + "\""));
        wrong(out, "sealed-missing", "no hash of the sealed octets", members.without(members.place("sealed")));
        wrong(out, "time", "a moment before 1970", members.with("time", "-1"));
        wrong(out, "pin-failures", "a count beyond 31 bits", members.with("pinFailures", "4294967296"));
        wrong(out, "problem-code", "a problem that is not on the list", members.with("problem", "{\"code\":\"x\"}"));
        wrong(
                out,
                "tries-left",
                "a count below zero",
                members.with("problem", "{\"code\":\"pin-wrong\",\"triesLeft\":-1}"));
        wrong(out, "both", "a result and a problem", members.and("result", "{}"));
        wrong(out, "neither", "no result and no problem", members.without(members.place("problem")));
        wrong(out, "member-unknown", "a member that is not known", members.and("note", "1"));
        wrong(out, "type", "another type", members.with("type", "\"hello\""));
        wrong(out, "v", "another version", members.with("v", "2"));
    }

    /** From level 2 on people have devices that wait, and a confirmation can be refused and logged. */
    private static void waiting(Consumer<Vector> out, SigningSeed identity) {
        var device = Samples.confirmDevice().confirmedDevice();
        var people = new Results.People(List.of(new Results.Person(
                "00112233445566ff", Role.SIGNER, "active", Optional.of("CN=x"), 0, List.of(device))));
        var text = people.toJson().toBytes().toUtf8();
        people(out, identity, Vector.ok("answer", "list-people-waiting", "a device that waits"), text);
        people(
                out,
                identity,
                Vector.refused("answer", "list-people-waiting-none", "a list of no devices that wait"),
                text.replace("\"" + device + "\"", ""));
        people(
                out,
                identity,
                Vector.refused("answer", "list-people-waiting-upper-case", "upper-case hexadecimal"),
                text.replace(device, device.toUpperCase(Locale.ROOT)));
        page(out, identity);
        var differs = answer(
                new Answer.Body.Refused(Problem.of(ProblemCode.FINGERPRINT_DIFFERS)),
                Optional.of(new Receipt(LogVectors.entry(), LogVectors.checkpoint())));
        out.accept(answer(
                Vector.ok("answer", "fingerprint-differs", "refused, and the refusal logged"), differs.sign(identity)));
    }

    /** Orders that wait for a second person. */
    private static void secondPerson(Consumer<Vector> out, SigningSeed identity) {
        var end = Samples.NOW.plus(Duration.ofDays(7));
        var waits = Optional.of(new Results.Waits(Samples.head().id(), end));
        var user = Samples.signer().user();
        var invited = new Results.Invited(user, Samples.INVITATION, end, waits).toJson();
        var anew = new Results.EnrolledAnew(user, Samples.INVITATION, end, List.of(), List.of(), waits).toJson();
        out.accept(result(
                Vector.ok("answer", "invite-waiting", "it waits for a second person"),
                identity,
                "invite",
                invited.toBytes()));
        out.accept(result(
                Vector.ok("answer", "re-enrol-waiting", "it waits for a second person"),
                identity,
                "re-enrol",
                anew.toBytes()));
        var members = JsonMembers.of(invited.toBytes());
        var request = "\"request\":\"" + Samples.head().id() + "\"";
        waits(out, identity, members, "request-missing", "no id of what waits", "{\"until\":1}");
        waits(out, identity, members, "until-missing", "no end of the wait", "{" + request + "}");
        waits(out, identity, members, "request", "an id of another length", "{\"request\":\"00\",\"until\":1}");
        waits(out, identity, members, "until", "a moment before 1970", "{" + request + ",\"until\":-1}");
        waits(
                out,
                identity,
                members,
                "more",
                "a member that is not known",
                "{" + request + ",\"until\":1,\"by\":\"\"}");
    }

    private static void waits(
            Consumer<Vector> out, SigningSeed identity, JsonMembers members, String suffix, String why, String wrong) {
        out.accept(result(
                Vector.refused("answer", "invite-waiting-" + suffix, why),
                identity,
                "invite",
                members.with("waits", wrong).toBytes()));
    }

    /** Each member of an offered transport key wrong, and an origin that is none. */
    private static void importing(Consumer<Vector> out, SigningSeed identity) {
        var offered =
                Objects.requireNonNull(results().get("transport-key")).toJson().toBytes();
        var members = JsonMembers.of(offered);
        result(out, identity, "purpose", "for something else", members.with("purpose", "\"sign\""));
        result(out, identity, "user", "a user id of another length", members.with("user", "\"\""));
        result(out, identity, "device", "a device id of another length", members.with("device", "\"00\""));
        result(out, identity, "transport-key", "an id of another length", members.with("transportKey", "\"00\""));
        result(out, identity, "suite", "a suite that is not known", members.with("suite", "\"rsa-pkcs1\""));
        result(out, identity, "public-key", "a key of another length", members.with("publicKey", "\"AA\""));
        result(out, identity, "expires", "a moment before 1970", members.with("expires", "-1"));
        var key = JsonMembers.of(Objects.requireNonNull(results().get("import-key"))
                        .toJson()
                        .toBytes())
                .with("origin", "\"generated\"");
        out.accept(result(
                Vector.refused("answer", "import-key-origin", "an origin that is not told of"),
                identity,
                "import-key",
                key.toBytes()));
        handing(out, identity);
        uses(out, identity);
    }

    /** When keys were made and have last signed, as far as it was asked for. */
    private static void uses(Consumer<Vector> out, SigningSeed identity) {
        var key = Results.KeyInfo.class.cast(Objects.requireNonNull(results().get("create-key")));
        var never = key.used(new Results.KeyInfo.Use(Samples.NOW, Optional.empty()));
        var used = key.used(new Results.KeyInfo.Use(Samples.NOW.minus(Duration.ofDays(401)), Optional.of(Samples.NOW)));
        var both = new Results.Keys(List.of(never, used));
        for (var type : List.of("list-keys", "list-keys-of")) {
            out.accept(result(
                    Vector.ok("answer", type + "-with-use", "one key that never signed, and one that has"),
                    identity,
                    type,
                    both.toJson().toBytes()));
        }
        out.accept(result(
                Vector.ok("answer", "describe-person-with-use", "a key that has signed, and when last"),
                identity,
                "describe-person",
                described(used).toJson().toBytes()));
        var members = JsonMembers.of(used.toJson().toBytes());
        for (var bad : List.of(
                List.of("created-negative", "created", "-1", "a moment before 1970"),
                List.of("last-used-negative", "lastUsed", "-1", "a moment before 1970"),
                List.of(
                        "last-used-empty",
                        "lastUsed",
                        "[]",
                        "an empty list, where a key that never signed has no member"),
                List.of("last-used-text", "lastUsed", "\"never\"", "a text where a moment is due"))) {
            lists(out, identity, bad.get(0), bad.get(3), members.with(bad.get(1), bad.get(2)));
        }
        lists(
                out,
                identity,
                "created-missing",
                "when it has last signed, and not since when it could",
                members.without(members.place("created")));
    }

    private static void lists(Consumer<Vector> out, SigningSeed identity, String suffix, String why, JsonMembers key) {
        out.accept(result(
                Vector.refused("answer", "list-keys-with-use-" + suffix, why),
                identity,
                "list-keys",
                Bytes.utf8("{\"keys\":[" + key.toBytes().toUtf8() + "]}")));
    }

    /** Who handed a key over, and each member of a handed key wrong. */
    private static void handing(Consumer<Vector> out, SigningSeed identity) {
        var imported = JsonMembers.of(
                Objects.requireNonNull(results().get("import-key")).toJson().toBytes());
        var by = imported.and("handedBy", "\"" + Samples.USER + "\"");
        out.accept(result(
                Vector.ok("answer", "import-key-handed", "done: the import of a key that staff handed over"),
                identity,
                "import-key",
                by.toBytes()));
        out.accept(result(
                Vector.refused("answer", "import-key-handed-by-wrong", "a user id of another length"),
                identity,
                "import-key",
                imported.and("handedBy", "\"00\"").toBytes()));
        out.accept(result(
                Vector.refused("answer", "import-key-handed-made-here", "handed over, and not from elsewhere"),
                identity,
                "import-key",
                by.without(by.place("origin")).toBytes()));
        var handed = JsonMembers.of(
                Objects.requireNonNull(results().get("handed-key")).toJson().toBytes());
        var wrong = new TreeMap<>(Map.of(
                "user", "\"\"",
                "device", "\"00\"",
                "key", "\"AA==\"",
                "expires", "-1",
                "entry", "{}",
                "checkpoint", "1"));
        wrong.forEach((member, value) -> out.accept(result(
                Vector.refused("answer", "handed-key-" + member + "-wrong", "its " + member + " is not of its form"),
                identity,
                "handed-key",
                handed.with(member, value).toBytes())));
    }

    private static void result(
            Consumer<Vector> out, SigningSeed identity, String suffix, String why, JsonMembers result) {
        var vector = Vector.refused("answer", "transport-key-" + suffix + "-wrong", why);
        out.accept(result(vector, identity, "transport-key", result.toBytes()));
    }

    private static Vector result(Vector vector, SigningSeed identity, String type, Bytes result) {
        try {
            var body = new Answer.Body.Done(JsonObject.strict(result));
            return answer(vector, answer(body, Optional.empty()).sign(identity)).with("type", type);
        } catch (Malformed e) {
            throw new IllegalStateException("JSON of ours", e);
        }
    }

    /** One page of everybody. */
    private static void page(Consumer<Vector> out, SigningSeed identity) {
        var page = new Results.PeoplePage(
                List.of(new Results.Person(
                        "00112233445566ff",
                        Role.SIGNER,
                        "invited",
                        Optional.of("CN=x"),
                        0,
                        List.of(),
                        Samples.inviteKnown().displayHash())),
                true);
        var text = page.toJson().toBytes().toUtf8();
        people(out, identity, Vector.ok("answer", "list-people-page", "a page, and more behind it"), text);
        people(
                out,
                identity,
                Vector.ok("answer", "list-people-page-last", "the last page"),
                text.replace("\"more\":true", "\"more\":false"));
        people(
                out,
                identity,
                Vector.refused("answer", "list-people-page-more-text", "a text where a boolean is due"),
                text.replace("\"more\":true", "\"more\":\"true\""));
        people(
                out,
                identity,
                Vector.refused("answer", "list-people-page-unknown-member", "a member that is not known"),
                text.replace("\"more\":true", "\"more\":true,\"total\":2"));
    }

    private static void people(Consumer<Vector> out, SigningSeed identity, Vector vector, String result) {
        var members = JsonMembers.of(Token.open(
                        Token.Purpose.ANSWER,
                        answer(new Answer.Body.Done(JsonObject.empty().build()), Optional.empty())
                                .sign(identity),
                        identity.publicKey())
                .orElseThrow());
        var token =
                Token.sign(Token.Purpose.ANSWER, members.with("result", result).toBytes(), identity);
        out.accept(answer(vector, token).with("type", "list-people"));
    }

    private static void wrong(Consumer<Vector> out, String suffix, String why, JsonMembers members) {
        try (var identity = Samples.identity()) {
            var token = Token.sign(Token.Purpose.ANSWER, members.toBytes(), identity);
            out.accept(answer(Vector.refused("answer", "wrong-" + suffix, why), token));
        }
    }

    private static void hellos(Consumer<Vector> out, SigningSeed identity, SigningSeed other) {
        try (var log = Samples.seed("log")) {
            var hello = new Hello(
                    Samples.identityHash(),
                    NONCE,
                    Samples.NOW,
                    "a sealing key token",
                    log.publicKey(),
                    LogVectors.checkpoint());
            var ok = Vector.ok("hello", "hello", "the SGM's word to a fresh nonce")
                    .hex("identityKey", identity.publicKey().encoded())
                    .hex("nonce", NONCE)
                    .with("token", hello.sign(identity));
            out.accept(ok);
            out.accept(ok.sibling("other-nonce", "to another nonce").hex("nonce", DeviceVectors.flipped(NONCE)));
            out.accept(ok.sibling("other-identity", "signed by another SGM").with("token", hello.sign(other)));
            members(out, ok, Token.Purpose.HELLO, "logKey", "\"" + "A".repeat(43) + "\"", "a log key of small order");
            members(out, ok, Token.Purpose.HELLO, "sgm", "\"" + "00".repeat(32) + "\"", "another SGM");
            members(out, ok, Token.Purpose.HELLO, "v", "2", "another version");
        }
    }

    /** A sibling with one member wrong, well signed. */
    private static void members(
            Consumer<Vector> out, Vector ok, Token.Purpose purpose, String member, String value, String why) {
        try (var identity = Samples.identity()) {
            var text =
                    Token.open(purpose, ok.text("token"), identity.publicKey()).orElseThrow();
            var changed = JsonMembers.of(text).with(member, value).toBytes();
            out.accept(ok.sibling(member.toLowerCase(Locale.ROOT) + "-wrong", why)
                    .with("token", Token.sign(purpose, changed, identity)));
        }
    }

    private static void sealingKeys(Consumer<Vector> out, SigningSeed identity, SigningSeed other) {
        try (var opening = Sealing.OpeningKey.random(new TestRandom("sealing key"))) {
            var key = new SealingKey(
                    Samples.identityHash(),
                    Bytes.hex("0102030405060708"),
                    opening.publicKey(),
                    Samples.NOW,
                    Samples.NOW.plus(Duration.ofDays(1)));
            var ok = Vector.ok("sealing-key", "sealing-key", "a key to seal statements to, for a day")
                    .hex("identityKey", identity.publicKey().encoded())
                    .with("now", Long.toString(key.from().getEpochSecond()))
                    .hex("publicKey", key.publicKey())
                    .with("token", key.sign(identity));
            out.accept(ok);
            out.accept(ok.sibling("last-second", "in its last second")
                    .accepted()
                    .with("now", Long.toString(key.until().getEpochSecond() - 1)));
            out.accept(ok.sibling("too-early", "a second before it begins")
                    .with("now", Long.toString(key.from().getEpochSecond() - 1)));
            out.accept(ok.sibling("ended", "the second at which it ends")
                    .with("now", Long.toString(key.until().getEpochSecond())));
            out.accept(ok.sibling("other-identity", "signed by another SGM").with("token", key.sign(other)));
            members(out, ok, Token.Purpose.SEALING_KEY, "sgm", "\"" + "00".repeat(32) + "\"", "another SGM");
            members(out, ok, Token.Purpose.SEALING_KEY, "id", "\"01\"", "an id of another length");
            members(out, ok, Token.Purpose.SEALING_KEY, "publicKey", "\"AA\"", "a key of another length");
        }
    }

    private static void descriptors(Consumer<Vector> out, SigningSeed identity, SigningSeed other) {
        var tls = List.of(Bytes.utf8("now").sha256(), Bytes.utf8("next").sha256());
        var url = "https://sign.example:8443";
        var until = Samples.NOW.plus(Duration.ofDays(7));
        var descriptor = new Descriptor(identity.publicKey(), url, tls, Samples.NOW, until);
        var ok = Vector.ok("descriptor", "descriptor", "two TLS keys, now and next")
                .hex("identityHash", Samples.identityHash())
                .with("url", url)
                .hexList("tlsKeys", tls)
                .with("token", descriptor.sign(identity));
        out.accept(ok);
        out.accept(ok.sibling("other-identity", "another SGM than was pinned")
                .hex("identityHash", DeviceVectors.flipped(Samples.identityHash())));
        out.accept(ok.sibling("other-signature", "names the pinned SGM, signed by another")
                .with("token", descriptor.sign(other)));
        members(out, ok, Token.Purpose.DESCRIPTOR, "tlsKeys", "[]", "no TLS key");
        members(out, ok, Token.Purpose.DESCRIPTOR, "url", "\"http://sign.example\"", "an address that is not https");
        members(out, ok, Token.Purpose.DESCRIPTOR, "identityKey", "\"" + "A".repeat(43) + "\"", "a key of small order");
        members(out, ok, Token.Purpose.DESCRIPTOR, "v", "0", "another version");
    }

    private static void logins(Consumer<Vector> out) {
        try (var login = Samples.seed("login")) {
            var text = Bytes.utf8("{\"type\":\"login\",\"v\":1,\"aud\":\"https://sign.example:8443\",\"user\":\""
                    + Samples.USER + "\",\"device\":\"" + Samples.head().device() + "\",\"challenge\":\""
                    + new TestRandom("challenge").bytes(32).toBase64Url() + "\"}");
            out.accept(token(
                            Vector.ok("token", "login-assertion", "a login as the SAP takes it"),
                            Token.Purpose.LOGIN,
                            Token.sign(Token.Purpose.LOGIN, text, login),
                            login)
                    .base64Url("payload", text));
        }
    }
}
