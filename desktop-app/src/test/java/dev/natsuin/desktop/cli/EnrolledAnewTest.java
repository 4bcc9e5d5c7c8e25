package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A computer that was somebody's is set up anew (decision 0065). */
final class EnrolledAnewTest {
    private static final String STATEMENTS = "/api/v1/statements";
    private static final String ENROLMENTS = "/api/v1/enrolments";

    @TempDir
    private Path folder;

    private final FakeServer fake = new FakeServer();
    private Typist typist;
    private Owner former;

    @BeforeEach
    void enrol() throws Refusal {
        typist = Typist.signer(folder.resolve("profile"), fake);
        former = profile().owner().orElseThrow();
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Profile profile() {
        return Profile.in(typist.profile());
    }

    /** A new code for the same person. */
    private EnrolmentCode anew() {
        return fake.sgm.invite(
                former.user(), fake.url(), Role.SIGNER, Optional.of("CN=Hanako"), Optional.of(KeyAlgorithm.P_256));
    }

    private void sgmSays(ProblemCode code) {
        fake.sgm.ended.put(former.device(), code);
    }

    /** Who owns the desk, with what secret and what was signed; the log and what is made beside may go on. */
    private Map<String, Bytes> whatTheFormerOwnerHas() throws IOException {
        var all = new TreeMap<String, Bytes>();
        for (var name : new String[] {"profile.json", "device.secret", "config.json", "signed.jsonl"}) {
            var file = typist.profile().resolve(name);
            if (Files.exists(file)) {
                all.put(name, Bytes.of(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    private Path aside() throws IOException {
        try (var files = Files.list(typist.profile())) {
            return files.filter(file -> file.getFileName().toString().startsWith("before-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whom_the_sgm_let_go_comes_back_with_a_new_code() throws Refusal, IOException {
        sgmSays(ProblemCode.DEVICE_REMOVED);
        var secret = Files.readAllBytes(typist.profile().resolve("device.secret"));

        var outcome = typist.enrols(anew());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        var owner = profile().owner().orElseThrow();
        assertThat(owner.stage()).isEqualTo(Owner.Stage.READY);
        assertThat(owner.user()).isEqualTo(former.user());
        assertThat(owner.device()).isNotEqualTo(former.device());
        assertThat(outcome.object(0, "replaced").reader().has("folder")).isTrue();
        assertThat(outcome.err()).contains(aside().toString());
        assertThat(Profile.in(aside()).owner()).contains(former);
        assertThat(aside().resolve("device.secret")).doesNotExist();
        assertThat(Files.readAllBytes(typist.profile().resolve("device.secret")))
                .isNotEqualTo(secret);
        assertThat(typist.types("keys", "list", "--json").exit()).isZero();
    }

    @Test
    void a_sap_that_says_removed_without_the_sgms_signature_changes_nothing() throws IOException, Refusal {
        var before = whatTheFormerOwnerHas();
        fake.lieOn = STATEMENTS;
        fake.lieStatus = 403;
        fake.lie = body -> JsonObject.with("error", "access_denied")
                .and("problem", "device-removed")
                .and("code", "device-removed")
                .build();

        var outcome = typist.enrols(anew());

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.err()).contains("--replace");
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key");
        assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
        assertThat(profile().owner()).contains(former);
    }

    @Test
    void the_sgms_word_to_another_device_changes_nothing() throws IOException, Refusal {
        var other = new Typist(folder.resolve("other"));
        other.enrols(fake.inviteSigner());
        var before = whatTheFormerOwnerHas();
        fake.sgm.ended.put(Profile.in(other.profile()).owner().orElseThrow().device(), ProblemCode.DEVICE_REMOVED);

        assertThat(typist.enrols(anew()).exit()).isEqualTo(64);

        assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
    }

    @Test
    void a_code_that_the_server_refuses_leaves_the_former_enrolment_whole() throws IOException {
        sgmSays(ProblemCode.DEVICE_REMOVED);
        var before = whatTheFormerOwnerHas();
        var used = anew();
        fake.sgm.forget(used.invitation());

        assertThat(typist.enrols(used).exit()).isEqualTo(3);

        assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
    }

    @Test
    void a_mistyped_code_asks_nobody() throws IOException {
        var file = typist.written(anew());
        Files.writeString(file, Files.readString(file).substring(0, 60));
        var asked = fake.requests().size();

        assertThat(typist.types("enrol", "--code-file", file.toString(), "--pin-stdin", "--replace")
                        .exit())
                .isEqualTo(64);

        assertThat(fake.requests()).hasSize(asked);
    }

    @Test
    void an_answer_that_is_lost_leaves_the_former_whole_and_the_same_code_ends_it() throws IOException, Refusal {
        sgmSays(ProblemCode.DEVICE_REMOVED);
        var before = whatTheFormerOwnerHas();
        var code = typist.written(anew()).toString();
        fake.dropPath = ENROLMENTS;
        fake.answersToDrop = 1000;
        assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin").exit())
                .isEqualTo(4);
        assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
        fake.answersToDrop = 0;

        var again = typist.types("enrol", "--code-file", code, "--pin-stdin", "--json");

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(fake.sgm.obeyed).filteredOn("enrol"::equals).hasSize(2);
        assertThat(profile().owner().orElseThrow().device()).isNotEqualTo(former.device());
    }

    @Test
    void a_log_that_went_back_is_noticed_by_whoever_enrols_anew() throws IOException {
        var before = whatTheFormerOwnerHas();

        fake.sgm.log.rewrite(1);
        var code = typist.written(anew()).toString();
        var outcome = typist.types("enrol", "--code-file", code, "--pin-stdin", "--replace");

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
    }

    @Test
    void another_server_is_used_on_the_persons_wish_and_what_was_known_of_the_first_is_not_forgotten()
            throws IOException, Refusal {
        try (var elsewhere = new FakeServer()) {
            assertThat(typist.enrols(elsewhere.inviteSigner()).exit()).isEqualTo(64);
            var code = typist.written(elsewhere.inviteSigner()).toString();

            var outcome = typist.types("enrol", "--code-file", code, "--pin-stdin", "--replace", "--json");

            assertThat(outcome.exit()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("never again use the keys");
            assertThat(profile().owner().orElseThrow().url()).isEqualTo(elsewhere.url());
            assertThat(profile().log().orElseThrow().sgm()).isEqualTo(elsewhere.sgm.identityHash());
        }
        fake.sgm.log.rewrite(1);
        var back = typist.written(anew()).toString();

        assertThat(typist.types("enrol", "--code-file", back, "--pin-stdin", "--replace")
                        .exit())
                .isEqualTo(4);
    }

    @Test
    void of_a_server_that_is_gone_only_the_person_can_say_so_and_the_next_may_still_refuse() throws IOException {
        fake.close();
        var before = whatTheFormerOwnerHas();
        try (var elsewhere = new FakeServer()) {
            var refused = typist.enrols(elsewhere.inviteSigner());
            assertThat(refused.exit()).isEqualTo(64);
            assertThat(refused.err()).contains("--replace");
            assertThat(elsewhere.sgm.obeyed).isEmpty();
            assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
            var used = elsewhere.inviteSigner();
            elsewhere.sgm.forget(used.invitation());
            var code = typist.written(used).toString();
            assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin", "--replace")
                            .exit())
                    .isEqualTo(3);
            assertThat(whatTheFormerOwnerHas()).isEqualTo(before);
        }
    }

    @Test
    void the_same_persons_chains_stay_known_and_nobody_elses_are_asked_for() throws IOException, Refusal {
        assertThat(typist.types("activity").exit()).isZero();
        sgmSays(ProblemCode.PERSON_NOT_ACTIVE);

        assertThat(typist.enrols(anew()).exit()).isZero();

        assertThat(profile().log().orElseThrow().heads()).containsKey(former.device());
        var code = typist.written(fake.inviteSigner()).toString();
        assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin", "--replace")
                        .exit())
                .isZero();
        assertThat(profile().log().orElseThrow().heads()).isEmpty();
        assertThat(profile().signed()).isEmpty();
    }

    @Test
    void an_order_without_answer_is_told_as_lost_and_set_aside() throws IOException, Refusal {
        fake.dropPath = STATEMENTS;
        fake.answersToDrop = 1000;
        fake.dropOnceObeyed = fake.sgm.obeyed.size() + 1;
        assertThat(typist.types("keys", "create", "--algorithm", "p-384", "--pin-stdin")
                        .exit())
                .isEqualTo(4);
        fake.answersToDrop = 0;
        sgmSays(ProblemCode.DEVICE_REMOVED);

        var outcome = typist.enrols(anew());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("1 order of the former enrolment");
        assertThat(aside().resolve("unanswered.json")).exists();
        assertThat(profile().unanswered()).isEmpty();
    }
}
