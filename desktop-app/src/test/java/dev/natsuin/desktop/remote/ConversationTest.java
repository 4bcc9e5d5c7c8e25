package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.fake.FakeSgm;
import dev.natsuin.desktop.fake.Rig;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device believes and does not. */
final class ConversationTest {
    private static final String SIGN = "/csc/v2/signatures/signHash";
    private static final String STATEMENTS = "/api/v1/statements";

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void enrol() {
        rig = new Rig(folder.resolve("profile"));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private static Problem refusal(ThrowingCallable work) {
        var refusal = catchThrowableOfType(Refusal.class, work);
        assertThat(refusal).as("refused").isNotNull();
        return refusal.why();
    }

    private static void believesNothing(ThrowingCallable work) {
        assertThat(refusal(work)).isEqualTo(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }

    /** An order went out, what came back proved nothing, and the same octets are kept. */
    private void confirmsNothing(ThrowingCallable work) throws Refusal {
        var refusal = catchThrowableOfType(Refusal.class, work);
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.why()).isEqualTo(Problem.of(ProblemCode.NOT_CONFIRMED));
        assertThat(refusal.instead()).contains(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
        assertThat(rig.profile.unanswered()).isPresent();
    }

    @Test
    void what_the_service_says_that_it_can_sign_with_is_told() throws Refusal {
        assertThat(rig.server().signAlgorithms()).containsExactly(SignAlgorithm.ML_DSA_65.oid());
    }

    @Test
    void an_order_is_done_logged_and_forgotten() throws Refusal, Malformed {
        var key = rig.key();

        var told = rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(Results.Signed.read(told.content()).signatures()).hasSize(1);
        assertThat(told.entry().leaf().chain()).isEqualTo(key.keyId());
        assertThat(told.entry().leaf().number()).isEqualTo(2);
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    @Test
    void a_wrong_pin_is_refused_with_the_tries_that_are_left() throws Refusal, Malformed {
        var key = rig.key();

        assertThat(refusal(() -> rig.sign(rig.begin(), key, "314159"))).isEqualTo(Problem.pinWrong(4));
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    @Test
    void the_next_answer_tells_the_failures_before_it() throws Refusal, Malformed {
        var key = rig.key();
        refusal(() -> rig.sign(rig.begin(), key, "314159"));

        var told = rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(told.pinFailures()).contains(1);
    }

    @Test
    void an_answer_lost_after_commit_is_fetched_with_the_same_octets() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.dropPath = SIGN;
        rig.fake.answersToDrop = 2;

        rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
        assertThat(rig.fake.requests().stream()
                        .filter(r -> r.path().equals(SIGN))
                        .map(ConversationTest::body)
                        .distinct())
                .hasSize(1);
        assertThat(rig.fake.count(SIGN)).isEqualTo(3);
    }

    private static String body(dev.natsuin.desktop.fake.FakeServer.Request request) {
        var text = request.octets().toUtf8();
        return text.substring(text.indexOf('{'));
    }

    @Test
    void an_order_that_stays_without_answer_is_kept_and_settled_later() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.dropPath = SIGN;
        rig.fake.answersToDrop = 1000;
        assertThat(refusal(() -> rig.sign(rig.begin(), key, Rig.PIN)).code()).isEqualTo(ProblemCode.NOT_CONFIRMED);
        assertThat(rig.profile.unanswered().orElseThrow().documents()).containsExactly("契約書.pdf");
        rig.fake.answersToDrop = 0;
        rig.fake.sgm.now = rig.fake.sgm.now.plus(Duration.ofMinutes(6));

        var settled = rig.begin().settled(Waiting.PATIENTLY);

        assertThat(settled).containsInstanceOf(Settled.Done.class);
        assertThat(settled.get().statement()).isInstanceOf(Statement.Sign.class);
        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    @Test
    void an_order_that_never_arrived_is_settled_as_not_done() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.withholdOn = SIGN;
        refusal(() -> rig.sign(rig.begin(), key, Rig.PIN));
        assertThat(rig.profile.unanswered()).isPresent();
        rig.fake.withholdOn = "";
        rig.fake.sgm.now = rig.fake.sgm.now.plus(Duration.ofMinutes(6));

        var settled = rig.begin().settled(Waiting.PATIENTLY);

        assertThat(settled.map(s -> ((Settled.Refused) s).why())).contains(Problem.of(ProblemCode.STATEMENT_EXPIRED));
        assertThat(rig.profile.unanswered()).isEmpty();
        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key");
    }

    /** Gives up once it was told so often that the server still works. */
    private static Waiting endingAfter(int most) {
        var told = new AtomicInteger();
        return new Waiting() {
            @Override
            public void serverWorks() {
                told.incrementAndGet();
            }

            @Override
            public boolean ended() {
                return told.get() >= most;
            }
        };
    }

    @Test
    void a_server_that_wants_to_be_asked_again_at_once_is_asked_after_a_pause() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 1_000_000;
        rig.fake.retryAfter = "0";
        var begun = rig.surroundings.nanoseconds().getAsLong();
        var impatient = endingAfter(9);

        refusal(() -> rig.sign(rig.begin(), key, Rig.PIN, impatient));

        assertThat(Duration.ofNanos(rig.surroundings.nanoseconds().getAsLong() - begun))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_new_order_is_never_made_while_one_may_be_live() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.dropPath = SIGN;
        rig.fake.answersToDrop = 1000;
        refusal(() -> rig.sign(rig.begin(), key, Rig.PIN));

        var failure = catchThrowableOfType(IllegalStateException.class, () -> rig.sign(rig.begin(), key, Rig.PIN));

        assertThat(failure).hasMessageContaining("not settled");
    }

    @Test
    void a_lost_login_is_renewed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.tokensToForget = 1;

        rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(rig.fake.sgm.obeyed).endsWith("sign");
    }

    @Test
    void a_statement_sealed_to_a_key_that_is_gone_is_sealed_anew() throws Refusal, Malformed {
        var key = rig.key();
        var conversation = rig.begin();
        rig.fake.sgm.rotateSealingKey();

        rig.sign(conversation, key, Rig.PIN);

        assertThat(rig.fake.sgm.opened).hasSize(3);
    }

    @Test
    void an_answer_signed_by_somebody_else_is_not_believed() {
        var stranger = new FakeSgm(new SecureRandom());
        rig.fake.lieOn = STATEMENTS;
        rig.fake.lie = body -> answerMember(body, token -> resigned(token, stranger));

        believesNothing(() -> rig.begin().ask(Statement.ListKeys::new));
    }

    private static JsonObject answerMember(JsonObject body, java.util.function.UnaryOperator<String> change) {
        try {
            return JsonObject.with("answer", change.apply(body.reader().text("answer")))
                    .build();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resigned(String token, FakeSgm stranger) {
        try {
            var payload = dev.natsuin.protocol.crypto.Token.unverifiedPayload(
                    dev.natsuin.protocol.crypto.Token.Purpose.ANSWER, token);
            return dev.natsuin.protocol.crypto.Token.sign(
                    dev.natsuin.protocol.crypto.Token.Purpose.ANSWER, payload, stranger.identity);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_answer_to_other_octets_is_not_believed() throws Refusal {
        var old = new String[1];
        rig.fake.lieOn = STATEMENTS;
        rig.fake.lie = body -> answerMember(body, token -> old[0] = token);
        rig.begin().ask(Statement.ListKeys::new);
        rig.fake.lie = body -> answerMember(body, token -> old[0]);

        believesNothing(() -> rig.begin().ask(Statement.ListKeys::new));
    }

    @Test
    void a_wrong_pin_that_only_the_sap_tells_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.lieOn = SIGN;
        rig.fake.lieStatus = 403;
        rig.fake.lie = body -> JsonObject.empty()
                .and("problem", JsonObject.with("code", "pin-wrong").build())
                .build();

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));
        assertThat(rig.profile.unanswered()).isPresent();
    }

    @Test
    void a_success_that_only_the_sap_tells_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.lieOn = SIGN;
        rig.fake.lie = body ->
                JsonObject.empty().andTexts("signatures", List.of("AAAA")).build();

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));
    }

    @Test
    void a_success_without_receipt_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.sgm.hidesReceipt = true;

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));
    }

    @Test
    void a_receipt_for_another_statement_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.sgm.recordLie = record -> JsonObject.with("type", "sign")
                .and("user", rig.user)
                .and("statement", Bytes.utf8("another"))
                .and("deviceSignature", Bytes.utf8("another"))
                .build();

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));
    }

    @Test
    void words_of_the_sap_in_its_own_name_are_passed_on() {
        rig.fake.lieOn = STATEMENTS;
        rig.fake.lieStatus = 413;
        rig.fake.lie = body -> JsonObject.empty()
                .and("problem", JsonObject.with("code", "request-too-large").build())
                .build();

        assertThat(refusal(() -> rig.begin().ask(Statement.ListKeys::new)))
                .isEqualTo(Problem.of(ProblemCode.REQUEST_TOO_LARGE));
    }

    @Test
    void a_tls_key_that_the_descriptor_does_not_name_is_not_believed() {
        rig.fake.describedKeys = List.of(Bytes.utf8("another").sha256());

        assertThat(refusal(rig::begin)).isEqualTo(Problem.of(ProblemCode.CONNECTION_INTERCEPTED));
    }

    @Test
    void nothing_but_the_question_for_the_descriptor_goes_to_an_unproven_server() {
        var before = rig.fake.requests().size();
        rig.fake.describedKeys = List.of(Bytes.utf8("another").sha256());

        assertThat(refusal(rig::begin)).isEqualTo(Problem.of(ProblemCode.CONNECTION_INTERCEPTED));

        assertThat(rig.fake.requests().subList(before, rig.fake.requests().size()))
                .extracting(r -> r.path())
                .containsExactly("/api/v1/descriptor", "/api/v1/descriptor");
    }

    @Test
    void the_descriptor_of_another_sgm_is_not_believed() {
        var stranger = new FakeSgm(new SecureRandom());
        rig.fake.lieOn = "/api/v1/descriptor";
        rig.fake.lie = body -> JsonObject.with(
                        "descriptor", stranger.descriptor(rig.fake.url(), List.of(rig.fake.keyHash())))
                .build();

        believesNothing(rig::begin);
    }

    @Test
    void a_descriptor_that_is_over_is_not_believed() {
        var old = rig.fake.sgm.descriptor(rig.fake.url(), List.of(rig.fake.keyHash()));
        rig.fake.lieOn = "/api/v1/descriptor";
        rig.fake.lie = body -> JsonObject.with("descriptor", old).build();
        rig.fake.sgm.now = rig.fake.sgm.now.plus(Duration.ofDays(8));

        believesNothing(rig::begin);
    }

    /** Somebody on the way, with a TLS key that was replaced and the descriptor that named it, cuts the line first. */
    @Test
    void whoever_answers_behind_a_line_that_was_cut_is_greeted_before_a_login_or_an_order_is_sent_there()
            throws Refusal, Malformed {
        var now = rig.fake.sgm.now;
        rig.fake.sgm.now = now.minus(Duration.ofDays(30));
        var old = rig.fake.sgm.descriptor(rig.fake.url(), List.of(rig.fake.keyHash()));
        rig.fake.sgm.now = now;
        var key = rig.key();
        rig.fake.dropPath = SIGN;
        rig.fake.answersToDrop = 1;
        rig.fake.descriptorLie = token -> rig.fake.count(SIGN) > 0 ? old : token;

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));

        assertThat(rig.fake.count(SIGN)).isEqualTo(1);
    }

    @Test
    void a_hello_to_another_nonce_is_not_believed() {
        var old = rig.fake.sgm.hello(Bytes.of(new byte[16]));
        rig.fake.lieOn = "/api/v1/hello";
        rig.fake.lie =
                body -> JsonObject.with("hello", old).and("challenge", "x").build();

        believesNothing(rig::begin);
    }

    @Test
    void a_sealing_key_that_is_over_is_not_used() {
        rig.fake.sgm.sealingLife = Duration.ZERO;

        believesNothing(rig::begin);
    }

    @Test
    void a_log_that_shrank_is_not_believed() throws Refusal, Malformed {
        rig.key();
        rig.begin();
        rig.fake.sgm.log.rollBackTo(1);

        believesNothing(rig::begin);
    }

    @Test
    void a_log_that_says_something_else_of_the_past_is_not_believed() throws Refusal, Malformed {
        rig.key();
        rig.begin();
        rig.fake.sgm.log.rewrite(1);

        believesNothing(rig::begin);
    }

    @Test
    void a_log_that_grew_on_another_past_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.begin();
        rig.fake.sgm.log.rewrite(1);
        rig.fake.sgm.signBehindTheBack(key.keyId(), rig.user);

        believesNothing(rig::begin);
    }

    @Test
    void a_server_that_is_gone_is_unreachable() {
        rig.fake.close();

        assertThat(refusal(rig::begin)).isEqualTo(Problem.of(ProblemCode.SERVER_UNREACHABLE));
    }

    @Test
    void an_endless_answer_ends() {
        rig.fake.lieOn = "/api/v1/descriptor";
        rig.fake.lie = body -> JsonObject.with("descriptor", "x".repeat(Wire.LONGEST_ANSWER_BYTES))
                .build();

        assertThat(refusal(rig::begin).code()).isEqualTo(ProblemCode.SERVER_UNREACHABLE);
    }

    @Test
    void statements_take_their_time_from_the_sgm() throws Refusal {
        rig.fake.sgm.now = java.time.Instant.parse("2031-05-05T05:05:05Z");

        rig.begin().ask(Statement.ListKeys::new);

        assertThat(rig.fake
                        .sgm
                        .opened
                        .get(rig.fake.sgm.opened.size() - 1)
                        .head()
                        .issued())
                .isEqualTo("2031-05-05T05:05:05Z");
    }

    @Test
    void what_is_kept_between_tries_has_no_activation_signature() throws Refusal, Malformed, java.io.IOException {
        var key = rig.key();
        rig.fake.dropPath = SIGN;
        rig.fake.answersToDrop = 1000;
        refusal(() -> rig.sign(rig.begin(), key, Rig.PIN));
        var kept = rig.profile.unanswered().orElseThrow();

        var signature = rig.activation(Rig.PIN)
                .key()
                .sign(dev.natsuin.protocol.crypto.Token.signingInput(
                        dev.natsuin.protocol.crypto.Token.Purpose.ACTIVATION, kept.statement()));
        var file = java.nio.file.Files.readString(rig.profile.folder().resolve("unanswered.json"));
        assertThat(file).doesNotContain(signature.toBase64Url()).doesNotContain(signature.toHex());
    }

    @Test
    void an_order_with_a_display_name_hands_it_to_the_sap_beside_the_statement() {
        // Names of people whom staff invites go to the SAP in the clear, and to nobody else.
        refusal(() -> rig.begin()
                .order(
                        head -> new Statement.DestroyKey(
                                head, "0".repeat(32), Bytes.utf8("x").sha256()),
                        rig.activation(Rig.PIN),
                        List.of(),
                        Optional.of(JsonObject.with("name", "Somebody").build())));

        var last = rig.fake.requests().get(rig.fake.requests().size() - 1);
        assertThat(last.octets().toUtf8()).contains("\"display\":{\"name\":\"Somebody\"}");
    }

    private List<String> bodiesOf(String path) {
        return rig.fake.requests().stream()
                .filter(r -> r.path().equals(path))
                .map(ConversationTest::body)
                .distinct()
                .toList();
    }

    @Test
    void who_is_not_let_in_leaves_no_open_order() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.lieOn = "/api/v1/login";
        rig.fake.lieStatus = 401;

        assertThat(refusal(() -> rig.sign(rig.begin(), key, Rig.PIN)).code()).isEqualTo(ProblemCode.LOGIN_REQUIRED);
        assertThat(rig.profile.unanswered()).isEmpty();
        assertThat(rig.fake.count(SIGN)).isZero();
    }

    @Test
    void one_greeting_and_one_login_serve_several_errands_with_one_server() throws Refusal, Malformed {
        var key = rig.key();
        var server = rig.server();
        var hellos = rig.fake.count("/api/v1/hello");
        var logins = rig.fake.count("/api/v1/login");

        Conversation.begin(server, rig.profile, rig.keys, rig.user, rig.surroundings)
                .ask(Statement.ListKeys::new);
        rig.sign(Conversation.begin(server, rig.profile, rig.keys, rig.user, rig.surroundings), key, Rig.PIN);

        assertThat(rig.fake.count("/api/v1/hello")).isEqualTo(hellos + 1);
        assertThat(rig.fake.count("/api/v1/login")).isEqualTo(logins + 1);
    }

    @Test
    void a_greeting_is_not_used_when_it_is_old() throws Refusal, InterruptedException {
        var server = rig.server();
        server.greeting();
        var hellos = rig.fake.count("/api/v1/hello");
        server.greeting();
        assertThat(rig.fake.count("/api/v1/hello")).isEqualTo(hellos);

        rig.surroundings.pause().of(Duration.ofSeconds(61));
        server.greeting();

        assertThat(rig.fake.count("/api/v1/hello")).isEqualTo(hellos + 1);
    }

    @Test
    void after_this_computer_slept_statements_are_of_the_time_of_now() throws Refusal, Malformed {
        var key = rig.key();
        var server = rig.server();
        server.greeting();
        rig.sleeps(Duration.ofHours(9));

        var conversation = Conversation.begin(server, rig.profile, rig.keys, rig.user, rig.surroundings);

        assertThat(rig.sign(conversation, key, Rig.PIN).entry().index()).isPositive();
        rig.sleeps(Duration.ofMinutes(10));
        assertThat(rig.sign(conversation, key, Rig.PIN).entry().index()).isPositive();
    }

    @Test
    void an_order_the_server_works_on_is_asked_for_until_its_signed_answer_comes() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 7;

        rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(rig.fake.count(SIGN)).isEqualTo(1);
        assertThat(rig.fake.requests().stream().filter(r -> r.path().startsWith("/api/v1/operations/")))
                .hasSize(7);
        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    @Test
    void a_refusal_of_an_order_the_server_worked_on_counts_because_it_is_signed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 2;

        assertThat(refusal(() -> rig.sign(rig.begin(), key, "314159"))).isEqualTo(Problem.pinWrong(4));
        assertThat(rig.profile.unanswered()).isEmpty();
    }

    @Test
    void an_operation_that_is_known_no_more_is_sent_again_octet_for_octet() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 2;
        rig.fake.operationsToForget = 1;

        rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(rig.fake.count(SIGN)).isEqualTo(2);
        assertThat(bodiesOf(SIGN)).hasSize(1);
        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
    }

    @Test
    void a_word_about_another_operation_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.lieOn = SIGN;
        rig.fake.lieStatus = 202;
        rig.fake.lie = body -> JsonObject.with("operation", "00".repeat(32)).build();

        confirmsNothing(() -> rig.sign(rig.begin(), key, Rig.PIN));
    }

    @Test
    void a_server_that_only_says_that_it_works_is_waited_for_ten_minutes_and_no_longer() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 1_000_000;
        rig.fake.retryAfter = "5";
        var begun = rig.surroundings.nanoseconds().getAsLong();

        assertThat(refusal(() -> rig.sign(rig.begin(), key, Rig.PIN)).code()).isEqualTo(ProblemCode.NOT_CONFIRMED);

        var waited = Duration.ofNanos(rig.surroundings.nanoseconds().getAsLong() - begun);
        assertThat(waited).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(rig.profile.unanswered()).isPresent();
        assertThat(bodiesOf(SIGN)).hasSize(1);
    }

    @Test
    void whoever_stops_waiting_leaves_the_order_kept_and_no_second_one_is_made() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.worksFor = 1_000_000;
        var impatient = endingAfter(3);

        var refusal = catchThrowableOfType(Refusal.class, () -> rig.sign(rig.begin(), key, Rig.PIN, impatient));

        assertThat(refusal.why().code()).isEqualTo(ProblemCode.NOT_CONFIRMED);
        assertThat(refusal.instead()).contains(Problem.of(ProblemCode.CANCELLED));
        rig.fake.worksFor = 0;
        assertThat(rig.begin().settled(Waiting.PATIENTLY)).containsInstanceOf(Settled.Done.class);
        assertThat(bodiesOf(SIGN)).hasSize(1);
        assertThat(rig.fake.sgm.obeyed).containsExactly("enrol", "create-key", "sign");
    }

    @Test
    void a_server_that_asks_to_come_again_later_is_asked_then() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.busyFor = 2;
        rig.fake.retryAfter = "12";
        var begun = rig.surroundings.nanoseconds().getAsLong();

        rig.sign(rig.begin(), key, Rig.PIN);

        assertThat(Duration.ofNanos(rig.surroundings.nanoseconds().getAsLong() - begun))
                .isEqualTo(Duration.ofSeconds(24));
        assertThat(bodiesOf(SIGN)).hasSize(1);
    }

    @Test
    void a_server_that_asks_to_come_again_tomorrow_is_not_waited_for() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.busyFor = 1;
        rig.fake.retryAfter = "86400";

        var refusal = catchThrowableOfType(Refusal.class, () -> rig.sign(rig.begin(), key, Rig.PIN));

        assertThat(refusal.instead()).contains(Problem.of(ProblemCode.TOO_MANY_REQUESTS));
        assertThat(rig.surroundings.nanoseconds().getAsLong()).isZero();
    }

    @Test
    void a_cut_off_order_is_sent_again_with_the_name_that_stood_beside_it() throws Refusal {
        rig.fake.withholdOn = STATEMENTS;
        refusal(() -> rig.begin()
                .order(
                        head -> new Statement.DestroyKey(
                                head, "0".repeat(32), Bytes.utf8("x").sha256()),
                        rig.activation(Rig.PIN),
                        List.of(),
                        Optional.of(JsonObject.with("name", "Somebody").build())));
        rig.fake.withholdOn = "";

        rig.begin().settled(Waiting.PATIENTLY);

        assertThat(bodiesOf(STATEMENTS)).hasSize(1);
        assertThat(bodiesOf(STATEMENTS).get(0)).contains("\"display\":{\"name\":\"Somebody\"}");
    }

    @Test
    void a_refusal_with_a_receipt_that_proves_nothing_is_not_believed() throws Refusal, Malformed {
        var key = rig.key();
        rig.fake.sgm.recordLie = record -> JsonObject.with("type", "pin-failure")
                .and("user", rig.user)
                .and("statement", Bytes.utf8("another"))
                .and("deviceSignature", Bytes.utf8("another"))
                .build();

        confirmsNothing(() -> rig.sign(rig.begin(), key, "314159"));
    }
}
