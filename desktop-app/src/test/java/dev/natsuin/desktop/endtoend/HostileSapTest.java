package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a signature application that was taken over can make of a signer's orders: the real desk, the real SAP and SGM,
 * and between them somebody with the server's TLS key.
 *
 * <p>After every attack the same must hold: the log has exactly the signatures that the signer ordered and that arrived
 * as ordered, each explained by a device of theirs, and the desk believed nothing but what the SGM signed.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileSapTest {
    private static final String SIGN = "/csc/v2/signatures/signHash";
    private static final String STATEMENTS = "/api/v1/statements";
    private static final Problem NOT_BELIEVED = Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE);

    /** An order went out, and no answer came that can be believed: it is kept, and settled later. */
    private static final Problem NOT_CONFIRMED = Problem.of(ProblemCode.NOT_CONFIRMED);

    /** So many RSA-4096 signatures are long work: more than half a second of one core. */
    private static final int LONG_ORDER = 64;

    private static final Bytes ONE = Bytes.utf8("one").sha256();
    private static final Bytes TWO = Bytes.utf8("two").sha256();
    private static final Bytes FORGED = Bytes.utf8("forged").sha256();

    @TempDir
    static Path folder;

    private LiveServer server;
    private HostileSap sap;
    private People people;
    private Victim victim;
    private String secretOfACode = "";

    /** Signatures of the victim that the log must have. */
    private int ordered;

    @BeforeAll
    void a_signer_with_a_key() throws Refusal, Malformed, IOException {
        var port = LiveServer.freePort();
        var serverPort = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        secretOfACode = Files.readString(code, StandardCharsets.US_ASCII).strip();
        server = new LiveServer(data, serverPort);
        sap = new HostileSap(port, data.resolve("sap"), serverPort);
        people = new People(folder.resolve("desks"), code);
        victim = new Victim(people.signer("victim"));
    }

    @BeforeEach
    void begin() throws Refusal {
        sap.behave();
        ordered = uses().size();
    }

    @AfterEach
    void nothing_was_signed_or_believed_that_nobody_ordered() throws Refusal {
        sap.behave();
        victim.settled();
        assertThat(victim.profile.unanswered()).isEmpty();
        var audit = victim.desk.uses().audit();
        assertThat(audit.findings()).allMatch(Uses.Finding::explained);
        assertThat(uses()).hasSize(ordered);
    }

    @AfterAll
    void the_log_is_whole() {
        victim.close();
        sap.close();
        server.close();
        assertThat(LiveServer.verifyLog(folder.resolve("server"))).isZero();
    }

    private List<Uses.Finding> uses() throws Refusal {
        return victim.desk.uses().audit().findings().stream()
                .filter(f -> f.type().equals(Optional.of(Leaf.Type.SIGN)))
                .toList();
    }

    private static Problem why(Answer<?> answer) {
        return answer.fold(done -> Problem.of(ProblemCode.OUTCOME_UNKNOWN), problem -> problem);
    }

    private void signs(Bytes... hashes) throws Malformed, GeneralSecurityException {
        var told = victim.sign(hashes).given().orElseThrow();
        ordered++;
        holds(told, hashes);
    }

    private void holds(Told told, Bytes... hashes) throws Malformed, GeneralSecurityException {
        var values = Results.Signed.read(told.content()).signatures();
        var key = victim.key.certificate().getPublicKey();
        for (var i = 0; i < hashes.length; i++) {
            var signature = Signature.getInstance("NONEwithECDSA");
            signature.initVerify(key);
            signature.update(hashes[i].toArray());
            assertThat(signature.verify(values.get(i).toArray())).isTrue();
        }
    }

    private static JsonObject with(JsonObject object, String member, Object value) {
        try {
            var json = object.reader();
            var changed = JsonObject.empty();
            for (var name : List.of("credentialID", "SAD", "hashAlgorithmOID", "signAlgo")) {
                changed.and(name, name.equals(member) ? (String) value : json.text(name));
            }
            @SuppressWarnings("unchecked")
            var hashes = member.equals("hashes") ? (List<String>) value : json.texts("hashes");
            return changed.andTexts("hashes", hashes).build();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    // Row 8: what is asked for is changed.

    @Test
    void a_request_that_was_changed_is_refused_by_the_sgm_whatever_was_changed() {
        Map<String, UnaryOperator<JsonObject>> changes = new LinkedHashMap<>();
        changes.put("a hash swapped", r -> with(r, "hashes", List.of(ONE.toBase64(), FORGED.toBase64())));
        changes.put("hashes reordered", r -> with(r, "hashes", List.of(TWO.toBase64(), ONE.toBase64())));
        changes.put("a hash dropped", r -> with(r, "hashes", List.of(ONE.toBase64())));
        changes.put("a hash added", r -> with(r, "hashes", List.of(ONE.toBase64(), TWO.toBase64(), FORGED.toBase64())));
        changes.put("another hash algorithm", r -> with(r, "hashAlgorithmOID", "2.16.840.1.101.3.4.2.3"));
        changes.put("another signature algorithm", r -> with(r, "signAlgo", "1.2.840.10045.4.3.4"));
        changes.put("another credential", r -> with(r, "credentialID", "11".repeat(16)));
        changes.forEach((what, change) -> {
            sap.rewrite(SIGN, change);
            var why = why(victim.sign(ONE, TWO)).code();
            assertThat(why)
                    .as(what)
                    .isIn(
                            ProblemCode.HASHES_DIFFER,
                            ProblemCode.NOT_CONFIRMED /* refused by the real SAP before it came to the SGM */);
            abandon();
        });
    }

    /** What an SAP refused in its own name may still be live: the same octets get their answer once it behaves. */
    private void abandon() {
        sap.behave();
        if (Refusal.answer(victim.profile::unanswered).given().flatMap(u -> u).isPresent()) {
            ordered += victim.settled().given().flatMap(told -> told).isPresent() ? 1 : 0;
        }
    }

    @Test
    void an_sad_is_worth_nothing_beside_another_request() throws Malformed {
        var taken = new AtomicReference<HostileSap.Request>();
        sap.attack(SIGN, (request, onward) -> {
            taken.set(request);
            return onward.send(request.with(r -> with(r, "hashes", List.of(FORGED.toBase64()))));
        });

        assertThat(why(victim.sign(ONE)).code()).isEqualTo(ProblemCode.HASHES_DIFFER);

        // Its id is spent: the same SAD beside the right hashes gets the same refusal, and no signature.
        sap.behave();
        var again = sap.send(Objects.requireNonNull(taken.get()));
        assertThat(again.json().reader().has("signatures")).isFalse();
    }

    // Rows 1 and 17: what is answered is invented, altered, old or another's.

    private static String altered(String token, int place) {
        var changed = token.toCharArray();
        changed[place] = changed[place] == 'A' ? 'B' : 'A';
        return new String(changed);
    }

    private static String resigned(String token) {
        try (var stranger = SigningSeed.random(new SecureRandom())) {
            return Token.sign(Token.Purpose.ANSWER, Token.unverifiedPayload(Token.Purpose.ANSWER, token), stranger);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static String algorithmNone(String token) {
        var header = Bytes.utf8("{\"alg\":\"none\",\"typ\":\"natsuin-answer\"}").toBase64Url();
        return header + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    }

    private static HostileSap.Reply answering(HostileSap.Reply reply, String token, String signature) {
        return reply.with(r -> JsonObject.empty()
                .andTexts("signatures", List.of(signature))
                .and("natsuinAnswer", token)
                .build());
    }

    @Test
    void no_answer_but_the_sgms_own_to_these_octets_is_believed() throws Exception {
        var old = new AtomicReference<HostileSap.Reply>();
        sap.lie(SIGN, reply -> {
            old.set(reply);
            return reply;
        });
        signs(ONE);
        Map<String, UnaryOperator<HostileSap.Reply>> lies = new LinkedHashMap<>();
        lies.put("an earlier answer", reply -> old.get());
        lies.put("an answer without its signature", r -> answering(r, algorithmNone(token(r)), "AAAA"));
        lies.put("an answer signed by another key", r -> answering(r, resigned(token(r)), "AAAA"));
        lies.put(
                "an answer with one letter changed",
                r -> answering(r, altered(token(r), token(r).length() / 2), "AAAA"));
        lies.put("half an answer", r -> answering(r, token(r).substring(0, token(r).length() / 2), "AAAA"));
        lies.put("an answer of padded base64", r -> answering(r, token(r) + "=", "AAAA"));
        lies.put("signatures without an answer", r -> HostileSap.Reply.of(200, "{\"signatures\":[\"AAAA\"]}"));
        lies.put(
                "a wrong PIN that only the SAP tells",
                r -> HostileSap.Reply.of(403, "{\"problem\":{\"code\":\"pin-wrong\",\"triesLeft\":1}}"));
        lies.put(
                "a lock that only the SAP tells",
                r -> HostileSap.Reply.of(403, "{\"problem\":{\"code\":\"device-locked\"}}"));
        lies.put("not even JSON", r -> HostileSap.Reply.of(200, "<html>"));
        lies.put(
                "a member twice",
                r -> HostileSap.Reply.of(200, "{\"natsuinAnswer\":\"x\",\"natsuinAnswer\":\"" + token(r) + "\"}"));
        for (var lie : lies.entrySet()) {
            sap.lie(SIGN, lie.getValue());
            assertThat(why(victim.sign(TWO))).as(lie.getKey()).isEqualTo(NOT_CONFIRMED);
            // It was done, and the same octets tell so once the SAP behaves.
            sap.behave();
            holds(victim.settled().given().orElseThrow().orElseThrow(), TWO);
            ordered++;
        }
    }

    private static String token(HostileSap.Reply reply) {
        return reply.token().orElseThrow();
    }

    @Test
    void signatures_beside_the_signed_answer_are_not_looked_at() throws Exception {
        sap.lie(SIGN, r -> answering(r, token(r), "AAAA"));

        signs(ONE);
    }

    @Test
    void a_document_is_never_written_from_a_lie() throws Exception {
        var document = HandMadePdf.onePage("An agreement.").write(folder.resolve("lied.pdf"));
        var output = folder.resolve("lied-signed.pdf");
        sap.lie(SIGN, r -> answering(r, resigned(token(r)), "AAAA"));

        assertThat(why(signed(document))).isEqualTo(NOT_CONFIRMED);

        assertThat(output).doesNotExist();
        ordered++; // It was done; the log says so, and the desk too once the SAP behaves.
        sap.behave();
        assertThat(signed(document).given()).isPresent();
        ordered++;
        assertThat(output).exists();
    }

    private Answer<?> signed(Path document) {
        return Refusal.answer(() -> {
            var options = new SignOptions(SignatureLevel.B, null, "-signed");
            try (var order = victim.desk
                            .signing()
                            .prepare(
                                    List.of(document),
                                    Optional.empty(),
                                    options,
                                    (s, n, all) -> {},
                                    new Cancellation());
                    var pin = People.secret(People.PIN)) {
                return Refusal.orThrow(victim.desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            }
        });
    }

    @Test
    void answers_that_changed_places_between_two_orders_are_not_believed() throws Exception {
        var firstReply = new AtomicReference<HostileSap.Reply>();
        sap.lie(SIGN, reply -> {
            var earlier = firstReply.getAndSet(reply);
            return earlier == null ? reply : earlier;
        });
        signs(ONE);

        assertThat(why(victim.sign(ONE))).isEqualTo(NOT_CONFIRMED);
        ordered++;
    }

    @Test
    void a_key_of_the_saps_own_is_not_believed() throws Exception {
        try (var stranger = SigningSeed.random(new SecureRandom())) {
            sap.lie(
                    STATEMENTS,
                    reply -> reply.with(r -> JsonObject.with("answer", withOwnKey(token(reply), stranger))
                            .build()));

            assertThat(why(Refusal.answer(() -> victim.desk.signingKeys().list())))
                    .isEqualTo(NOT_BELIEVED);
        }
        // What the CSC API says of credentials is not asked at all.
        assertThat(sap.heard()).noneMatch(request -> request.path().startsWith("/csc/v2/credentials"));
    }

    private static String withOwnKey(String token, SigningSeed stranger) {
        try {
            var payload = Token.unverifiedPayload(Token.Purpose.ANSWER, token).toUtf8();
            var other = payload.replaceFirst("\"certificates\":\\[\"[^\"]*\"", "\"certificates\":[\"AAAA\"");
            assertThat(other).isNotEqualTo(payload);
            return Token.sign(Token.Purpose.ANSWER, Bytes.utf8(other), stranger);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_key_that_the_sap_says_was_destroyed_is_still_there() throws Exception {
        sap.attack(STATEMENTS, (request, onward) -> HostileSap.Reply.of(200, "{\"answer\":\"a.b.c\"}"));
        var destroyed = victim.ordered(
                head -> new Statement.DestroyKey(
                        head, victim.key.info().keyId(), victim.key.info().certificateSha256()),
                victim.right,
                0);

        assertThat(why(destroyed)).isEqualTo(NOT_CONFIRMED);
        sap.behave();
        assertThat(victim.desk.signingKeys().list().living()).hasSize(1);

        // What was withheld may be live still: the desk keeps it, makes no other, and it must not be sent now.
        assertThat(victim.profile.unanswered()).isPresent();
        victim.profile.answered();
    }

    @Test
    void an_earlier_true_wrong_pin_is_not_believed_again() throws Exception {
        var wrong = new AtomicReference<HostileSap.Reply>();
        sap.lie(SIGN, reply -> {
            wrong.set(reply);
            return reply;
        });
        assertThat(why(victim.ordered(head -> victim.order(head, ONE), victim.wrong, 1)))
                .isEqualTo(Problem.pinWrong(4));
        sap.lie(SIGN, reply -> wrong.get());

        assertThat(why(victim.sign(ONE))).isEqualTo(NOT_CONFIRMED);
        ordered++;
    }

    // Row 9: activity.

    @Test
    void an_old_activity_answer_is_not_a_fresh_one() throws Exception {
        var old = new AtomicReference<HostileSap.Reply>();
        sap.lie(STATEMENTS, reply -> {
            old.set(reply);
            return reply;
        });
        victim.desk.uses().audit();
        sap.behave();
        signs(ONE);
        sap.lie(STATEMENTS, reply -> old.get());

        assertThat(why(Refusal.answer(() -> victim.desk.uses().audit()))).isEqualTo(NOT_BELIEVED);
    }

    @Test
    void uses_left_out_of_an_activity_answer_break_its_signature() {
        sap.lie(
                STATEMENTS,
                reply -> reply.with(r ->
                        JsonObject.with("answer", withoutAnEntry(token(reply))).build()));

        assertThat(why(Refusal.answer(() -> victim.desk.uses().audit()))).isEqualTo(NOT_BELIEVED);
    }

    private static String withoutAnEntry(String token) {
        try {
            var payload = Token.unverifiedPayload(Token.Purpose.ANSWER, token).toUtf8();
            var other = payload.replaceFirst("\\{\"index\":[^}]*\\},", "");
            assertThat(other).isNotEqualTo(payload);
            var parts = token.split("\\.", -1);
            return parts[0] + "." + Bytes.utf8(other).toBase64Url() + "." + parts[2];
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    // Rows 13, 14: lost answers, repeated requests.

    @Test
    void an_answer_lost_after_the_sgm_acted_is_fetched_with_the_same_octets() throws Exception {
        var bodies = new ArrayList<Bytes>();
        sap.attack(SIGN, (request, onward) -> {
            bodies.add(request.body());
            var reply = onward.send(request);
            return bodies.size() == 1 ? null : reply;
        });

        signs(ONE);

        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
    }

    @Test
    void row_29_an_order_that_takes_long_is_asked_for_and_its_answer_is_the_same_however_often() throws Exception {
        var desk = people.signer("diligent");
        SigningKeys.Key large;
        try (var pin = People.secret(People.PIN)) {
            large = desk.signingKeys().create(Optional.of(KeyAlgorithm.RSA_4096), Optional.empty(), pin);
        }
        var documents = new ArrayList<Path>();
        for (var i = 0; i < LONG_ORDER; i++) {
            documents.add(HandMadePdf.onePage("page " + i).write(folder.resolve("long-" + i + ".pdf")));
        }
        var asked = new CopyOnWriteArrayList<HostileSap.Request>();
        var first = new CopyOnWriteArrayList<HostileSap.Reply>();
        sap.attack(SIGN, (request, onward) -> {
            var reply = onward.send(request.preferring("respond-async, wait=0"));
            asked.add(request);
            first.add(reply);
            return reply;
        });

        try (var order = desk.signing()
                        .prepare(
                                documents,
                                Optional.of(large.info().keyId()),
                                new SignOptions(SignatureLevel.B, null, "-signed"),
                                (s, n, all) -> {},
                                new Cancellation());
                var pin = People.secret(People.PIN)) {
            var results = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            assertThat(results)
                    .hasSize(LONG_ORDER)
                    .allMatch(result -> result.outcome().given().isPresent());
        }

        assertThat(first.get(0).status()).isEqualTo(202);
        var operation = sap.heard().stream()
                .filter(request -> request.path().startsWith("/api/v1/operations/"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        var told = sap.send(operation).token();
        assertThat(told).isPresent();
        assertThat(sap.send(asked.get(0)).token()).isEqualTo(told);
        assertThat(desk.uses().audit().findings())
                .filteredOn(use -> use.type().equals(Optional.of(Leaf.Type.SIGN)))
                .hasSize(1);
    }

    @Test
    void a_request_delivered_many_times_at_once_is_carried_out_once() throws Exception {
        var replies = new ArrayList<HostileSap.Reply>();
        sap.attack(SIGN, (request, onward) -> {
            var pool = Executors.newFixedThreadPool(8);
            try {
                Callable<HostileSap.Reply> call = () -> onward.send(request);
                for (var reply : pool.invokeAll(Collections.nCopies(8, call))) {
                    replies.add(reply.get());
                }
                return replies.get(0);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                pool.shutdown();
            }
        });

        signs(ONE);

        assertThat(replies.stream().map(HostileSap.Reply::token).distinct()).hasSize(1);
    }

    @Test
    void an_order_that_the_sap_drops_is_kept_and_nothing_else_is_ordered_meanwhile() throws Exception {
        sap.attack(SIGN, (request, onward) -> null);
        assertThat(why(victim.sign(ONE)).code()).isEqualTo(ProblemCode.NOT_CONFIRMED);
        var kept = victim.profile.unanswered().orElseThrow();

        assertThat(why(signed(HandMadePdf.onePage("Another.").write(folder.resolve("later.pdf"))))
                        .code())
                .isEqualTo(ProblemCode.NOT_CONFIRMED);

        var after = victim.profile.unanswered().orElseThrow();
        assertThat(after.sealed()).isEqualTo(kept.sealed());
        sap.behave();
        holds(victim.settled().given().orElseThrow().orElseThrow(), ONE);
        ordered++;
    }

    // Row 18: at another door.

    @Test
    void a_statement_is_what_it_says_at_whatever_door_it_is_handed_in() throws Exception {
        sap.attack(SIGN, (request, onward) -> {
            try {
                var sealed = request.json().reader().text("SAD");
                return onward.send(request.at(
                        STATEMENTS,
                        JsonObject.with("sealed", sealed)
                                .and("kind", "list-keys")
                                .build()));
            } catch (Malformed e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(why(victim.sign(ONE)).code()).isIn(ProblemCode.HASHES_DIFFER, ProblemCode.NOT_CONFIRMED);
        abandon();
    }

    // Row 20: the login challenge.

    @Test
    void a_login_challenge_that_is_a_statement_gives_no_signature_over_one() throws Exception {
        var statement = Bytes.utf8("{\"type\":\"sign\",\"v\":1,\"user\":\"" + victim.owner.user() + "\"}");
        var assertion = "";
        sap.lie(
                "/api/v1/hello",
                reply -> reply.with(r -> {
                    try {
                        return JsonObject.with("hello", r.reader().text("hello"))
                                .and(
                                        "challenge",
                                        Token.signingInput(Token.Purpose.DEVICE_STATEMENT, statement)
                                                .toUtf8())
                                .build();
                    } catch (Malformed e) {
                        throw new IllegalStateException(e);
                    }
                }));
        Refusal.answer(() -> victim.begin().ask(Statement.ListKeys::new));
        for (var request : sap.heard()) {
            if (request.path().equals("/api/v1/login")) {
                assertion = request.json().reader().text("assertion");
            }
        }

        var parts = assertion.split("\\.", -1);
        var signature = Bytes.base64Url(parts[2]);
        assertThat(parts[0])
                .isEqualTo(Bytes.utf8("{\"alg\":\"EdDSA\",\"typ\":\"natsuin-login\"}")
                        .toBase64Url());
        assertThat(Bytes.base64Url(parts[1]).toUtf8()).contains("\"type\":\"login\"");
        for (var key : List.of(
                victim.keys.deviceKey().publicKey(),
                victim.right.key().publicKey(),
                victim.keys.loginKey().publicKey())) {
            for (var purpose : List.of(Token.Purpose.DEVICE_STATEMENT, Token.Purpose.ACTIVATION)) {
                assertThat(key.verifies(Token.signingInput(purpose, statement), signature))
                        .isFalse();
            }
        }
        assertThat(victim.keys.deviceKey().publicKey().verifies(Bytes.utf8(parts[0] + "." + parts[1]), signature))
                .isFalse();
    }

    // Hello, descriptor, sealing key, checkpoints, people.

    @Test
    void nothing_the_sap_says_of_server_time_or_keys_is_believed_unsigned_or_twice() throws Exception {
        var oldHello = new AtomicReference<HostileSap.Reply>();
        sap.lie("/api/v1/hello", reply -> {
            oldHello.set(reply);
            return reply;
        });
        victim.begin();
        sap.lie("/api/v1/hello", reply -> oldHello.get());
        assertThat(why(Refusal.answer(victim::begin))).as("an old hello").isEqualTo(NOT_BELIEVED);
        for (var member : List.of("hello", "descriptor")) {
            var path = "/api/v1/" + member;
            var purpose = member.equals("hello") ? Token.Purpose.HELLO : Token.Purpose.DESCRIPTOR;
            sap.lie(path, reply -> reply.with(r -> resignedMember(r, member, purpose)));
            assertThat(why(Refusal.answer(victim::begin)))
                    .as("its own " + member)
                    .isEqualTo(NOT_BELIEVED);
            sap.lie(path, reply -> HostileSap.Reply.of(200, "{\"" + member + "\":\"\",\"challenge\":\"\"}"));
            assertThat(why(Refusal.answer(victim::begin))).as("no " + member).isEqualTo(NOT_BELIEVED);
        }
    }

    private static JsonObject resignedMember(JsonObject object, String member, Token.Purpose purpose) {
        try (var stranger = SigningSeed.random(new SecureRandom())) {
            var payload = Token.unverifiedPayload(purpose, object.reader().text(member));
            var own = JsonObject.with(member, Token.sign(purpose, payload, stranger));
            return own.and("challenge", "AAAA").build();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_log_that_cannot_be_shown_to_have_grown_is_not_believed() throws Exception {
        signs(ONE);
        people.signer("grower"); // Somebody else makes the log grow, so the next word needs a proof.
        sap.attack("/api/v1/log/consistency", (request, onward) -> HostileSap.Reply.of(200, "{\"proof\":[]}"));

        assertThat(why(Refusal.answer(victim::begin))).isEqualTo(NOT_BELIEVED);
    }

    @Test
    void what_the_sap_says_of_people_changes_neither_who_is_there_nor_what_they_may_do() throws Exception {
        var officer = people.officer();
        sap.lie(
                "/api/v1/people/search",
                reply -> reply.with(r -> {
                    var lied = new ArrayList<JsonObject>();
                    lied.add(JsonObject.with("user", "0".repeat(16))
                            .and("name", "Invented")
                            .and("email", "x@example.com")
                            .build());
                    lied.add(JsonObject.with("user", victim.owner.user())
                            .and("name", "Somebody else")
                            .and("email", "y@example.com")
                            .build());
                    return JsonObject.empty()
                            .andObjects("people", lied)
                            .and("more", false)
                            .build();
                }));

        var told = new ArrayList<Helpdesk.Acquaintance>();
        assertThat(officer.helpdesk().people(told::add)).isTrue();

        assertThat(told).noneMatch(a -> a.name().equals("Invented"));
        assertThat(told)
                .filteredOn(a -> a.person().user().equals(victim.owner.user()))
                .allMatch(a -> a.person().role() == Role.SIGNER
                        && a.person().subject().orElseThrow().contains("CN=victim"));
    }

    // Row 2 and 23: codes.

    @Test
    void the_secret_of_a_code_passes_neither_the_sap_nor_the_servers_log_or_files() throws Exception {
        var octets = dev.natsuin.protocol.code.EnrolmentCode.read(
                dev.natsuin.protocol.bytes.Secret.taking(secretOfACode.getBytes(StandardCharsets.US_ASCII)));
        byte[] secret;
        try (octets) {
            secret = octets.secret().use(byte[]::clone);
        }
        var needles = List.of(
                Bytes.of(secret).toHex(),
                Bytes.of(secret).toBase64Url(),
                Bytes.of(secret).toBase64(),
                new String(secret, StandardCharsets.ISO_8859_1),
                secretOfACode);
        for (var request : sap.heard()) {
            var heard = new Readings(request.body().toArray());
            assertThat(needles).noneMatch(needle -> heard.hold(needle));
        }
        assertThat(needles).noneMatch(server.said()::contains);
        try (var files = Files.walk(folder.resolve("server"))) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".so"))
                    .toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(needles).as(file.toString()).noneMatch(text::contains);
            }
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("first.code")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
}
