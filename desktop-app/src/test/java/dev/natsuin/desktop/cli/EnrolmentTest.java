package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment and keys from the command line. */
final class EnrolmentTest {
    private static final String STATEMENTS = "/api/v1/statements";
    private static final String ENROLMENTS = "/api/v1/enrolments";

    @TempDir
    private Path folder;

    private final FakeServer fake = new FakeServer();

    @AfterEach
    void end() {
        fake.close();
    }

    private Typist typist() {
        return new Typist(folder.resolve("profile"));
    }

    @Test
    void a_signer_enrols_and_has_a_key_at_once() throws Refusal {
        var typist = typist();

        var outcome = typist.enrols(fake.inviteSigner());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(1);
        assertThat(outcome.text(0, "fingerprint")).matches("([0-9A-Z]{4}-){3}[0-9A-Z]{4}");
        assertThat(outcome.text(0, "server")).isEqualTo(fake.url());
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key");
        var keys = typist.types("keys", "list", "--json");
        assertThat(keys.exit()).isZero();
        assertThat(keys.text(0, "status")).isEqualTo("enabled");
        assertThat(keys.text(0, "algorithm")).isEqualTo("p-256");
        assertThat(Profile.in(typist.profile()).owner().orElseThrow().authorities())
                .containsExactly(fake.sgm.ca.certificate());
    }

    @Test
    void staff_enrol_without_a_key() {
        var outcome = typist().enrols(fake.invite(Role.OFFICER));

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(fake.sgm.obeyed).containsExactly("enrol");
    }

    @Test
    void code_and_pin_may_both_come_from_standard_input() throws IOException {
        var typist = typist();
        var code = Files.readString(typist.written(fake.inviteSigner()));

        var outcome = typist.typesWith(Typist.PIN + "\n" + code, "enrol", "--code-file", "-", "--pin-stdin", "--json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
    }

    @Test
    void a_mistyped_code_is_no_code() throws IOException {
        var typist = typist();
        var file = typist.written(fake.inviteSigner());
        var code = Files.readString(file);
        var mistyped = code.charAt(40) == '7' ? '8' : '7';
        Files.writeString(file, code.substring(0, 40) + mistyped + code.substring(41));

        var outcome = typist.types("enrol", "--code-file", file.toString(), "--pin-stdin", "--json");

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void a_pin_that_everybody_guesses_is_refused_before_anybody_is_asked() {
        var typist = typist();
        var file = typist.written(fake.inviteSigner());

        var outcome = typist.typesWith("123456\n", "enrol", "--code-file", file.toString(), "--pin-stdin");

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(fake.requests()).isEmpty();
        assertThat(typist.profile()).doesNotExist();
    }

    @Test
    void a_second_enrolment_is_refused() {
        var typist = typist();
        typist.enrols(fake.inviteSigner());

        assertThat(typist.enrols(fake.inviteSigner()).exit()).isEqualTo(64);
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key");
    }

    @Test
    void a_code_that_is_refused_leaves_nothing_and_a_new_one_works() throws Refusal {
        var typist = typist();
        var used = fake.inviteSigner();
        fake.sgm.forget(used.invitation());

        assertThat(typist.enrols(used).exit()).isEqualTo(3);

        assertThat(Profile.in(typist.profile()).owner()).isEmpty();
        assertThat(Profile.in(typist.profile()).deviceSecret()).isEmpty();
        assertThat(typist.enrols(fake.inviteSigner()).exit()).isZero();
    }

    @Test
    void an_enrolment_whose_answer_was_lost_is_finished_with_the_same_code() throws IOException {
        var typist = typist();
        var code = typist.written(fake.inviteSigner()).toString();
        fake.dropPath = ENROLMENTS;
        fake.answersToDrop = 1000;
        assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin", "--json")
                        .exit())
                .isEqualTo(4);
        fake.answersToDrop = 0;

        var again = typist.types("enrol", "--code-file", code, "--pin-stdin", "--json");

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key");
    }

    @Test
    void a_first_key_whose_answer_was_lost_is_not_made_twice() throws Refusal {
        var typist = typist();
        var code = typist.written(fake.inviteSigner()).toString();
        fake.dropPath = STATEMENTS;
        fake.answersToDrop = 1000;
        assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin").exit())
                .isEqualTo(4);
        assertThat(Profile.in(typist.profile()).owner().orElseThrow().stage()).isEqualTo(Owner.Stage.ADMITTED);
        fake.answersToDrop = 0;

        assertThat(typist.types("enrol", "--code-file", code, "--pin-stdin").exit())
                .isZero();

        assertThat(fake.sgm.obeyed).containsExactly("enrol", "create-key");
        assertThat(typist.types("keys", "list", "--json").lines()).hasSize(1);
    }

    @Test
    void keys_create_finishes_an_enrolment_that_stopped_before_its_key() throws Refusal {
        var typist = typist();
        var code = typist.written(fake.inviteSigner()).toString();
        fake.lieOn = STATEMENTS;
        fake.lieStatus = 413;
        typist.types("enrol", "--code-file", code, "--pin-stdin");
        fake.lieOn = "";

        var created = typist.types("keys", "create", "--algorithm", "p-384", "--pin-stdin", "--json");

        assertThat(created.exit()).as(created.err()).isZero();
        assertThat(Profile.in(typist.profile()).owner().orElseThrow().stage()).isEqualTo(Owner.Stage.READY);
    }

    @Test
    void an_enrolment_that_names_somebody_else_is_not_believed() {
        fake.sgm.resultLie = result -> dev.natsuin.protocol.json.JsonObject.with("user", "0000000000000000")
                .and("device", "0".repeat(32))
                .and("loginKey", "A".repeat(43))
                .and("role", "officer")
                .build();

        assertThat(typist().enrols(fake.inviteSigner()).exit()).isEqualTo(4);
    }

    @Test
    void a_key_of_the_saps_own_is_not_believed() {
        var stranger = new dev.natsuin.desktop.fake.FakeCa();
        var typist = typist();
        var pair = dev.natsuin.desktop.fake.FakeCa.pair(dev.natsuin.protocol.algorithm.KeyAlgorithm.P_256);
        var certificate =
                stranger.issue("CN=Somebody", pair, fake.sgm.now.minusSeconds(60), fake.sgm.now.plusSeconds(1000));
        fake.lieOn = STATEMENTS;
        fake.lie = body -> dev.natsuin.protocol.json.JsonObject.with("keyId", "0".repeat(32))
                .and("certificate", certificate)
                .build();

        assertThat(typist.enrols(fake.inviteSigner()).exit()).isEqualTo(4);
        assertThat(typist.printed).doesNotContain("Somebody");
    }

    @Test
    void a_destroyed_key_is_gone() {
        var typist = Typist.signer(folder.resolve("profile"), fake);
        var keyId = typist.types("keys", "list", "--json").text(0, "keyId");

        var outcome = typist.types("keys", "destroy", keyId, "--pin-stdin", "--json");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.text(0, "status")).isEqualTo("destroyed");
        assertThat(typist.types("keys", "destroy", keyId, "--pin-stdin").exit()).isEqualTo(3);
    }

    @Test
    void nothing_works_before_enrolment() {
        assertThat(typist().types("keys", "list").exit()).isEqualTo(64);
        assertThat(typist().types("activity").exit()).isEqualTo(64);
    }

    @Test
    void a_profile_that_cannot_be_read_is_a_fault_with_words() throws IOException {
        var typist = Typist.signer(folder.resolve("profile"), fake);
        Files.writeString(typist.profile().resolve("profile.json"), "{");

        var outcome = typist.types("keys", "list");

        assertThat(outcome.exit()).isEqualTo(70);
        assertThat(outcome.err()).contains("profile folder").doesNotContain("Exception");
    }

    @Test
    void an_imported_key_is_told_as_such_and_never_to_be_renewed_here() {
        var typist = Typist.signer(folder.resolve("imported"), fake);
        var keyId = typist.types("keys", "list", "--json").text(0, "keyId");
        fake.sgm.now = fake.sgm.now.plus(Duration.ofDays(360));
        assertThat(typist.types("keys", "list").err()).contains("natsuin keys renew " + keyId);

        fake.sgm.imported(keyId);

        var outcome = typist.types("keys", "list");
        assertThat(outcome.lines().get(0)).contains(keyId).contains("  imported");
        assertThat(outcome.err()).contains("natsuin keys import FILE").doesNotContain("keys renew");
        assertThat(typist.types("keys", "list", "--json").text(0, "origin")).isEqualTo("imported");
    }
}
