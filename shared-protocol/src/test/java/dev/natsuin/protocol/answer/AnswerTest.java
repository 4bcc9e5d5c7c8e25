package dev.natsuin.protocol.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerTest {
    private static final Bytes SEALED = Bytes.utf8("sealed octets");
    private static final Bytes STATEMENT = Bytes.utf8("statement");
    private static final Receipt RECEIPT = new Receipt(
            new LogEntry(
                    7, Bytes.utf8("{}"), Bytes.hex("07".repeat(32)), Bytes.utf8("{}"), List.of(STATEMENT.sha256())),
            "a checkpoint\n");

    private final SigningSeed identity = Samples.identity();

    @AfterEach
    void close() {
        identity.close();
    }

    private static Answer done() {
        return new Answer(
                Samples.identityHash(),
                SEALED.sha256(),
                Optional.of(STATEMENT.sha256()),
                Samples.NOW,
                "a sealing key",
                Optional.of(2),
                new Answer.Body.Done(new Results.Destroyed(Samples.KEY_ID).toJson()),
                Optional.of(RECEIPT));
    }

    private static Answer refused(Problem problem) {
        return new Answer(
                Samples.identityHash(),
                SEALED.sha256(),
                Optional.empty(),
                Samples.NOW,
                "a sealing key",
                Optional.empty(),
                new Answer.Body.Refused(problem),
                Optional.empty());
    }

    private JsonMembers members(Answer answer) {
        return JsonMembers.of(Token.open(Token.Purpose.ANSWER, answer.sign(identity), identity.publicKey())
                .orElseThrow());
    }

    private Answer open(JsonMembers members) throws Malformed {
        return Answer.open(Token.sign(Token.Purpose.ANSWER, members.toBytes(), identity), identity.publicKey(), SEALED);
    }

    private void assertRefused(JsonMembers members) {
        assertThatThrownBy(() -> open(members)).as(members.toBytes().toUtf8()).isInstanceOf(Malformed.class);
    }

    @Test
    void opens_as_it_was_signed() throws Malformed {
        for (var answer : List.of(
                done(), refused(Problem.of(ProblemCode.STATEMENT_NOT_ACCEPTED)), refused(Problem.pinWrong(0)))) {
            assertThat(Answer.open(answer.sign(identity), identity.publicKey(), SEALED))
                    .isEqualTo(answer);
            assertThat(Answer.openAny(answer.sign(identity), identity.publicKey()))
                    .isEqualTo(answer);
        }
    }

    @Test
    void answers_no_other_octets_than_were_sent() {
        assertThatThrownBy(() -> Answer.open(done().sign(identity), identity.publicKey(), Bytes.utf8("others")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void is_believed_under_the_identity_only() {
        try (var other = Samples.seed("other")) {
            assertThatThrownBy(() -> Answer.open(done().sign(other), identity.publicKey(), SEALED))
                    .isInstanceOf(Malformed.class);
            // Signed by the one, claiming to be of the other.
            assertThatThrownBy(() -> Answer.open(done().sign(other), other.publicKey(), SEALED))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void is_no_token_of_another_purpose() {
        var token = Token.sign(Token.Purpose.HELLO, members(done()).toBytes(), identity);

        assertThatThrownBy(() -> Answer.open(token, identity.publicKey(), SEALED))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refuses_a_member_of_another_kind_doubled_or_unknown() {
        var members = members(done());
        for (var i = 0; i < members.members().size(); i++) {
            assertRefused(members.with(i, "null"));
            assertRefused(members.with(i, "[]"));
            assertRefused(members.with(i, members.value(i).startsWith("\"") ? "1" : "\"1\""));
            assertRefused(members.and(members.name(i), members.value(i)));
        }
        assertRefused(members.and("note", "1"));
    }

    @Test
    void refuses_an_answer_without_what_every_answer_has() {
        var members = members(done());
        for (var name : List.of("type", "v", "sgm", "sealed", "time", "sealingKey", "result")) {
            assertRefused(members.without(members.place(name)));
        }
    }

    @Test
    void is_either_done_or_refused() {
        assertRefused(members(done()).and("problem", "{\"code\":\"pin-wrong\"}"));
        assertRefused(members(refused(Problem.pinWrong(1))).and("result", "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "problem|{\"code\":\"pin-right\"}",
                "problem|{}",
                "problem|{\"code\":\"pin-wrong\",\"triesLeft\":-1}",
                "problem|{\"code\":\"pin-wrong\",\"triesLeft\":4294967296}",
                "problem|{\"code\":\"pin-wrong\",\"triesLeft\":9007199254740991}",
                "problem|{\"code\":\"pin-wrong\",\"note\":1}",
                "type|\"hello\"",
                "v|2",
                "time|-1",
                "sealed|\"00\""
            })
    void refuses_one_member_out_of_its_range(String name, String value) {
        assertRefused(members(refused(Problem.pinWrong(3))).with(name, value));
    }

    @ParameterizedTest
    @CsvSource({"-1", "2147483648", "4294967297"})
    void refuses_failures_that_cannot_be_counted(String failures) {
        assertRefused(members(done()).with("pinFailures", failures));
    }

    @Test
    void refuses_a_receipt_that_is_none() {
        assertRefused(members(done()).with("receipt", "{}"));
        assertRefused(members(done()).with("receipt", "{\"entry\":{},\"checkpoint\":\"\"}"));
    }

    @Test
    void a_hello_answers_one_nonce_of_one_sgm() throws Malformed {
        var nonce = Bytes.hex("0a".repeat(16));
        try (var log = Samples.seed("log");
                var other = Samples.seed("other")) {
            var hello = new Hello(
                    Samples.identityHash(), nonce, Samples.NOW, "a sealing key", log.publicKey(), "a checkpoint\n");
            var token = hello.sign(identity);

            assertThat(Hello.open(token, identity.publicKey(), nonce)).isEqualTo(hello);
            assertThatThrownBy(() -> Hello.open(token, identity.publicKey(), Bytes.hex("0b".repeat(16))))
                    .isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> Hello.open(token, other.publicKey(), nonce))
                    .isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> Hello.open(hello.sign(other), other.publicKey(), nonce))
                    .isInstanceOf(Malformed.class);
            assertAllMembersNeeded(Token.Purpose.HELLO, token, t -> Hello.open(t, identity.publicKey(), nonce));
        }
    }

    @Test
    void a_hello_names_no_log_key_of_small_order() {
        var nonce = Bytes.hex("0a".repeat(16));
        try (var log = Samples.seed("log")) {
            var hello = new Hello(Samples.identityHash(), nonce, Samples.NOW, "s", log.publicKey(), "c");
            var members = JsonMembers.of(Token.open(Token.Purpose.HELLO, hello.sign(identity), identity.publicKey())
                            .orElseThrow())
                    .with("logKey", "\"" + Bytes.of(new byte[32]).toBase64Url() + "\"");
            var token = Token.sign(Token.Purpose.HELLO, members.toBytes(), identity);

            assertThatThrownBy(() -> Hello.open(token, identity.publicKey(), nonce))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_sealing_key_is_of_one_sgm_and_lives_a_day() throws Malformed {
        var key = new SealingKey(
                Samples.identityHash(),
                Bytes.hex("0102030405060708"),
                Bytes.hex("09".repeat(32)),
                Samples.NOW,
                Samples.NOW.plus(Duration.ofDays(1)));
        var token = key.sign(identity);

        assertThat(SealingKey.open(token, identity.publicKey())).isEqualTo(key);
        assertThat(key.holdsAt(Samples.NOW.minusSeconds(1))).isFalse();
        assertThat(key.holdsAt(Samples.NOW)).isTrue();
        assertThat(key.holdsAt(Samples.NOW.plus(Duration.ofDays(1)).minusSeconds(1)))
                .isTrue();
        assertThat(key.holdsAt(Samples.NOW.plus(Duration.ofDays(1)))).isFalse();
        assertAllMembersNeeded(Token.Purpose.SEALING_KEY, token, t -> SealingKey.open(t, identity.publicKey()));
        try (var other = Samples.seed("other")) {
            assertThatThrownBy(() -> SealingKey.open(token, other.publicKey())).isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> SealingKey.open(key.sign(other), other.publicKey()))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_descriptor_is_of_the_pinned_sgm() throws Malformed {
        var descriptor = descriptor("https://sign.example", List.of(STATEMENT.sha256()));
        var token = descriptor.sign(identity);

        assertThat(Descriptor.open(token, Samples.identityHash())).isEqualTo(descriptor);
        assertThatThrownBy(() -> Descriptor.open(token, Bytes.utf8("other").sha256()))
                .isInstanceOf(Malformed.class);
        assertAllMembersNeeded(Token.Purpose.DESCRIPTOR, token, t -> Descriptor.open(t, Samples.identityHash()));
        try (var other = Samples.seed("other")) {
            assertThatThrownBy(() -> Descriptor.open(descriptor.sign(other), Samples.identityHash()))
                    .isInstanceOf(Malformed.class);
        }
    }

    private Descriptor descriptor(String url, List<Bytes> tlsKeys) {
        return new Descriptor(identity.publicKey(), url, tlsKeys, Samples.NOW, Samples.NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void a_descriptor_names_one_to_sixteen_tls_keys_of_an_https_address() throws Malformed {
        var hash = STATEMENT.sha256();
        var sixteen = descriptor("https://sign.example", Collections.nCopies(16, hash));
        assertThat(Descriptor.open(sixteen.sign(identity), Samples.identityHash()))
                .isEqualTo(sixteen);
        for (var bad : List.of(
                descriptor("https://sign.example", List.of()),
                descriptor("https://sign.example", Collections.nCopies(17, hash)),
                descriptor("https://sign.example", List.of(Bytes.hex("00"))),
                descriptor("http://sign.example", List.of(hash)),
                descriptor("", List.of(hash)))) {
            assertThatThrownBy(() -> Descriptor.open(bad.sign(identity), Samples.identityHash()))
                    .isInstanceOf(Malformed.class);
        }
    }

    private interface Opening {
        Object open(String token) throws Malformed;
    }

    private void assertAllMembersNeeded(Token.Purpose purpose, String token, Opening opening) {
        var members =
                JsonMembers.of(Token.open(purpose, token, identity.publicKey()).orElseThrow());
        for (var i = 0; i < members.members().size(); i++) {
            var other = members.value(i).startsWith("\"") ? "1" : "\"1\"";
            for (var bad : List.of(
                    members.without(i),
                    members.with(i, "null"),
                    members.with(i, other),
                    members.and(members.name(i), members.value(i)),
                    members.and("note", "1"))) {
                assertThatThrownBy(() -> opening.open(Token.sign(purpose, bad.toBytes(), identity)))
                        .as(bad.toBytes().toUtf8())
                        .isInstanceOf(Malformed.class);
            }
        }
    }

    @Test
    void an_answer_with_ten_thousand_rsa_4096_signatures_is_read_back_even_as_a_stored_one() throws Malformed {
        var signatures = Collections.nCopies(10_000, Bytes.of(new byte[512]));
        var large = new Answer(
                Samples.identityHash(),
                SEALED.sha256(),
                Optional.of(STATEMENT.sha256()),
                Samples.NOW,
                "a sealing key",
                Optional.of(0),
                new Answer.Body.Done(new Results.Signed(Samples.KEY_ID, signatures).toJson()),
                Optional.of(RECEIPT));
        var token = large.sign(identity);
        var outcome = new Results.StoredAnswer(token).toJson();

        var read = Results.StoredAnswer.read(JsonObject.strict(outcome.toBytes()));
        assertThat(Answer.open(read.answer(), identity.publicKey(), SEALED)).isEqualTo(large);
    }
}
