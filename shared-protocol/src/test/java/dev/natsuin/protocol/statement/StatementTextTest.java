package dev.natsuin.protocol.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementTextTest {
    static Stream<Statement> statements() {
        return Samples.statements().values().stream();
    }

    private static JsonMembers members(Statement statement) {
        return JsonMembers.of(StatementText.write(statement));
    }

    private static void assertRefused(JsonMembers members) {
        assertThatThrownBy(() -> StatementText.read(members.toBytes()))
                .as(members.toBytes().toUtf8())
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void reads_what_it_wrote(Statement statement) throws Malformed {
        assertThat(StatementText.read(StatementText.write(statement))).isEqualTo(statement);
    }

    @Test
    void writes_the_sad_like_this() {
        var device = Samples.head().device();

        assertThat(StatementText.write(Samples.sign(1)).toUtf8())
                .isEqualTo("{\"type\":\"sign\",\"v\":1,\"aud\":\""
                        + Samples.identityHash().toHex()
                        + "\",\"user\":\"5c1f0a9b3e7d2468\",\"device\":\"" + device
                        + "\",\"id\":\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\",\"iat\":1767225600,\"exp\":1767225900,"
                        + "\"keyId\":\"00112233445566778899aabbccddeeff\",\"certificateSha256\":\""
                        + Samples.CERTIFICATE_HASH.toHex()
                        + "\",\"signAlgo\":\"1.2.840.113549.1.1.11\",\"hashAlgorithmOID\":\"2.16.840.1.101.3.4.2.1\","
                        + "\"hashes\":[\"" + Bytes.utf8("document 0").sha256().toBase64Url() + "\"]}");
    }

    /** Nobody need say why, nor more than a word of the list; but a note is nothing without one. */
    private static boolean isChoice(Statement statement, String member) {
        return statement instanceof Statement.Reasoned reasoned
                && reasoned.reason()
                        .filter(reason -> member.equals("reason")
                                ? reason.note().isEmpty()
                                : member.equals("note") && reason.code() != Reason.Code.OTHER)
                        .isPresent();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void refuses_a_statement_without_any_one_member(Statement statement) {
        var members = members(statement);
        for (var i = 0; i < members.members().size(); i++) {
            // An auditor who names no person asks for everybody, and who names no request for all; what is imported
            // need not be handed over, nor need a name and evidence be told; what was seen is not said by desks of
            // before, nor is the use of keys asked for.
            var choice = (statement instanceof Statement.AuditLog
                            && members.name(i).equals("person"))
                    || (statement instanceof Statement.ListRequests
                            && members.name(i).equals("request"))
                    || (statement instanceof Statement.ImportKey
                            && members.name(i).equals("handedKeySha256"))
                    || (statement instanceof Statement.Invite
                            && Set.of("evidence", "displayHash").contains(members.name(i)))
                    || (statement instanceof Statement.Amend
                            && Set.of("evidence", "displayHashBefore").contains(members.name(i)))
                    || Set.of("invitationBefore", "suspension", "withUse").contains(members.name(i))
                    || isChoice(statement, members.name(i));
            if (!choice) {
                assertRefused(members.without(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void refuses_a_member_of_another_kind(Statement statement) {
        var members = members(statement);
        for (var i = 0; i < members.members().size(); i++) {
            var isNumber = Character.isDigit(members.value(i).charAt(0));
            var isTruth = members.value(i).matches("true|false");
            for (var other :
                    List.of("null", "true", "{}", "[1]", "[{}]", "[]", "1.5", "-1", isNumber ? "\"1\"" : "1")) {
                if (!(other.equals("[]") && members.name(i).equals("methods")) && !(other.equals("true") && isTruth)) {
                    assertRefused(members.with(i, other));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void refuses_a_text_that_is_cut_lengthened_or_in_another_case(Statement statement) {
        var members = members(statement);
        for (var i = 0; i < members.members().size(); i++) {
            var value = members.value(i);
            if (value.startsWith("\"")
                    && !Set.of("subject", "newSubject", "note").contains(members.name(i))) {
                var inner = value.substring(1, value.length() - 1);
                for (var other : List.of("", inner + "0", inner + " ", " " + inner, inner + "\\n", inner + "=")) {
                    assertRefused(members.with(i, "\"" + other + "\""));
                }
                assertRefused(members.with(i, "\"" + inner.substring(1) + "\""));
                if (inner.matches(".*[a-f].*") && !members.name(i).matches("deviceKey|loginKey|activationCommitment")) {
                    assertRefused(members.with(i, "\"" + inner.toUpperCase(java.util.Locale.ROOT) + "\""));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void refuses_a_member_that_is_not_known_or_stands_twice(Statement statement) {
        var members = members(statement);

        assertRefused(members.and("remark", "\"x\""));
        for (var i = 0; i < members.members().size(); i++) {
            assertRefused(members.and(members.name(i), members.value(i)));
        }
    }

    private static Set<String> names(JsonMembers members) {
        return IntStream.range(0, members.members().size())
                .mapToObj(members::name)
                .filter(name -> !Set.of("subject", "reason", "note").contains(name)) // not all have one
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("statements")
    void refuses_a_statement_offered_as_another_type(Statement statement) {
        var members = members(statement);
        for (var other : statements().toList()) {
            // What has members of the same names can be read as the other; the signature is over the type.
            var alike = statements()
                    .filter(each -> each.type().equals(other.type()))
                    .anyMatch(each -> names(members).equals(names(members(each))));
            if (!other.type().equals(statement.type()) && !alike) {
                assertRefused(members.with("type", "\"" + other.type() + "\""));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void no_octet_can_change_under_the_device_signature(Statement statement) {
        try (var device = Samples.device()) {
            var text = StatementText.write(statement);
            var signature = device.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text));
            for (var i = 0; i < text.size(); i++) {
                var bad = text.toArray();
                bad[i] ^= 1;

                var input = Token.signingInput(Token.Purpose.DEVICE_STATEMENT, Bytes.of(bad));
                assertThat(device.publicKey().verifies(input, signature)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "18446744073709551617", "1e0", "\"1\""})
    void refuses_other_versions(String version) {
        assertRefused(members(Samples.sign(1)).with("v", version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sign", "sign ", "pin-change", ""})
    void refuses_types_that_are_not_known(String type) {
        assertRefused(members(Samples.sign(1)).with("type", "\"" + type + "\""));
    }

    @ParameterizedTest
    @CsvSource({
        "signAlgo, 1.2.840.113549.1.1.5",
        "signAlgo, 1.3.14.3.2.26",
        "hashAlgorithmOID, 1.3.14.3.2.26",
        "hashAlgorithmOID, SHA-256"
    })
    void refuses_algorithms_that_are_not_known(String member, String value) {
        assertRefused(members(Samples.sign(1)).with(member, "\"" + value + "\""));
    }

    @Test
    void refuses_a_sad_without_hashes() {
        assertRefused(members(Samples.sign(1)).with("hashes", "[]"));
    }

    @Test
    void asks_subject_and_algorithm_of_signers_only() {
        var signer = members(Samples.inviteSigner());
        var officer = members(Samples.inviteOfficer());

        assertRefused(signer.with("role", "\"officer\""));
        assertRefused(officer.with("role", "\"signer\""));
        assertRefused(officer.and("subject", "\"CN=x\""));
        assertRefused(officer.and("algorithm", "\"rsa-3072\""));
        assertRefused(signer.with("role", "\"root\""));
    }

    @Test
    void refuses_subjects_with_control_characters_or_of_more_than_a_thousand_characters() throws Malformed {
        var signer = members(Samples.inviteSigner());

        assertRefused(signer.with("subject", "\"CN=a\\nCN=b\""));
        assertRefused(signer.with("subject", "\"CN=a\\u0085\""));
        assertRefused(signer.with("subject", "\"" + "x".repeat(1001) + "\""));
        StatementText.read(
                signer.with("subject", "\"" + "x".repeat(1000) + "\"").toBytes());
    }

    @Test
    void an_invitation_keeps_evidence_and_the_name_it_is_given_for() throws Malformed {
        var invite = Samples.inviteKnown();

        assertThat(StatementText.read(StatementText.write(invite))).isEqualTo(invite);
    }

    @Test
    void a_list_of_people_is_of_all_of_some_of_those_who_wait_or_of_staff() throws Malformed {
        var most = Collections.nCopies(Statement.ListPeople.MOST_NAMED, "00112233445566ff");
        for (var choice : List.of(
                new Statement.ListPeople.Choice.Everybody(),
                new Statement.ListPeople.Choice.Named(most),
                new Statement.ListPeople.Choice.Invited(),
                new Statement.ListPeople.Choice.Waiting(),
                new Statement.ListPeople.Choice.Staff())) {
            var list = new Statement.ListPeople(Samples.head(), choice);

            assertThat(StatementText.read(StatementText.write(list))).isEqualTo(list);
        }
        var members = members(new Statement.ListPeople(Samples.head()));
        assertRefused(members.and("users", "[]"));
        assertRefused(members.and("users", "[\"00112233445566f\"]"));
        assertRefused(members.and("users", "[\"00112233445566ff\"]").and("only", "\"invited\""));
        assertRefused(members.and("users", "[\"00112233445566ff\"]").and("only", "\"staff\""));
        assertRefused(members.and("only", "\"nobody\""));
        assertRefused(members.and("only", "\"\""));
        assertRefused(members.and("only", "\"Staff\""));
        assertRefused(members.and("only", "[\"staff\"]"));
        var oneMore =
                String.join("\",\"", Collections.nCopies(Statement.ListPeople.MOST_NAMED + 1, "00112233445566ff"));
        assertRefused(members.and("users", "[\"" + oneMore + "\"]"));
    }

    @Test
    void who_does_not_ask_for_the_use_of_keys_asks_as_before() throws Malformed {
        for (var asked : List.<Statement>of(
                new Statement.ListKeys(Samples.head(), false),
                new Statement.ListKeysOf(Samples.head(), "00112233445566ff", false),
                new Statement.DescribePerson(Samples.head(), "00112233445566ff", false))) {
            var members = members(asked);

            assertThat(members.toBytes().toUtf8()).doesNotContain("withUse");
            assertThat(StatementText.read(members.and("withUse", "true").toBytes()))
                    .isNotEqualTo(asked);
            assertRefused(members.and("withUse", "false"));
        }
    }

    @Test
    void a_page_of_people_says_how_many_and_behind_whom() throws Malformed {
        var somebody = Optional.of("00112233445566ff");
        for (var page : List.of(
                new Statement.ListPeople.Choice.Page(1, Optional.empty()),
                new Statement.ListPeople.Choice.Page(Statement.ListPeople.MOST_ON_A_PAGE, somebody))) {
            var list = new Statement.ListPeople(Samples.head(), page);

            assertThat(StatementText.read(StatementText.write(list))).isEqualTo(list);
        }
        var members = members(new Statement.ListPeople(Samples.head()));
        assertRefused(members.and("after", "\"00112233445566ff\""));
        assertRefused(members.and("most", "0"));
        assertRefused(members.and("most", "1001"));
        assertRefused(members.and("most", "1").and("after", "\"00112233445566f\""));
        assertRefused(members.and("most", "1").and("only", "\"staff\""));
        assertRefused(members.and("most", "1").and("users", "[\"00112233445566ff\"]"));
    }

    @Test
    void only_staff_that_is_admitted_and_people_who_begin_anew_may_wait_for_a_second_person() throws Malformed {
        for (var waiting : List.of(Samples.inviteOfficer(), Samples.statements().get("re-enrol"))) {
            assertThat(StatementText.requested(StatementText.write(waiting))).isEqualTo(waiting);
        }
        for (var never : List.of(Samples.inviteSigner(), Samples.sign(1), Samples.confirmDevice())) {
            assertThatThrownBy(() -> StatementText.requested(StatementText.write(never)))
                    .isInstanceOf(Malformed.class);
        }
    }

    private static Statement.ImportKey importing(int... sizes) {
        var order = Samples.importKey();
        return new Statement.ImportKey(
                order.head(),
                order.transportKey(),
                order.encryptedKeySha256(),
                order.algorithm(),
                order.methods(),
                IntStream.of(sizes).mapToObj(size -> Bytes.of(new byte[size])).toList());
    }

    @Test
    void a_key_comes_with_one_to_eight_certificates_of_bounded_size() throws Malformed {
        for (var good : List.of(importing(1, 1, 1, 1, 1, 1, 1, 1), importing(16_384, 16_384), importing(1))) {
            assertThat(StatementText.read(StatementText.write(good))).isEqualTo(good);
        }
        for (var bad : List.of(
                importing(),
                importing(0),
                importing(1, 1, 1, 1, 1, 1, 1, 1, 1),
                importing(16_385),
                importing(16_384, 16_384, 1))) {
            assertThatThrownBy(() -> StatementText.read(StatementText.write(bad)))
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4t4b-bgvq-zfse-576y",
                "4T4BBGVQZFSE576Y",
                "4T4B BGVQ ZFSE 576Y",
                "4T4B-BGVQ-ZFSE-576",
                "ITLO-BGVQ-ZFSE-576Y"
            })
    void refuses_another_spelling_of_a_fingerprint(String fingerprint) {
        assertRefused(members(Samples.confirmDevice()).with("fingerprint", "\"" + fingerprint + "\""));
    }

    @Test
    void cuts_moments_to_whole_seconds() throws Malformed {
        var head = Samples.head();
        var late = new StatementHead(
                head.audience(),
                head.user(),
                head.device(),
                head.id(),
                head.issued().plusMillis(999),
                head.expires());

        assertThat(StatementText.read(StatementText.write(new Statement.ListKeys(late)))
                        .head())
                .isEqualTo(head);
    }

    @Test
    void keeps_nothing_of_a_list_that_goes_on_changing() {
        var hashes = new ArrayList<>(Samples.sign(1).hashes());
        var sign = new Statement.Sign(
                Samples.head(),
                Samples.KEY_ID,
                Samples.CERTIFICATE_HASH,
                SignAlgorithm.SHA256_WITH_RSA,
                HashAlgorithm.SHA_256,
                hashes);

        hashes.add(Bytes.utf8("another").sha256());

        assertThat(sign.hashes()).hasSize(1);
    }

    @Test
    void only_what_asks_changes_nothing() {
        assertThat(statements().filter(s -> !s.changes()).map(Statement::type).distinct())
                .containsExactlyInAnyOrder(
                        "list-keys",
                        "activity",
                        "audit-log",
                        "outcome",
                        "list-people",
                        "standing",
                        "list-keys-of",
                        "list-devices",
                        "describe-person",
                        "transport-key",
                        "handed-key",
                        "list-requests");
    }

    @Test
    void writes_and_reads_ten_thousand_hashes_in_a_moment() throws Malformed {
        var sign = Samples.sign(10_000);

        var begin = System.nanoTime();
        var text = StatementText.write(sign);
        assertThat(StatementText.read(text)).isEqualTo(sign);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
        assertThat(text.size()).isLessThan(SealedStatement.LARGEST_SIZE_BYTES / 2);
    }
}
