package dev.natsuin.desktop.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Enrolling.Next;
import dev.natsuin.desktop.enrol.EnrolModel.PinTrouble;
import dev.natsuin.desktop.enrol.EnrolModel.Stage;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnrolModelTest {
    @TempDir
    Path folder;

    private final FakeDesk desk = FakeDesk.fresh(Duration.ZERO);
    private final EnrolModel model = new EnrolModel(desk, new InlineBackground());

    private static Secret secret(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_code_shows_its_server_before_a_pin_is_asked() {
        model.read(secret("natsuin1-abcd"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
        assertThat(model.factsProperty().get().server()).isEqualTo("https://sign.example.jp");
    }

    @Test
    void half_a_code_is_refused_and_asked_for_again() {
        model.read(secret("abcd"));

        assertThat(model.stage()).isEqualTo(Stage.CODE);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.CODE_MALFORMED));
    }

    @Test
    void a_code_can_come_from_a_file() throws IOException {
        model.read(Files.writeString(folder.resolve("code.txt"), "natsuin1-abcd\n"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        model.read(folder.resolve("gone.txt"));

        assertThat(model.problem()).contains(Problem.of(ProblemCode.FILE_MISSING));
    }

    @Test
    void a_file_far_too_large_is_no_code() throws IOException {
        model.read(Files.write(folder.resolve("large"), new byte[100_000]));

        assertThat(model.problem()).contains(Problem.of(ProblemCode.CODE_MALFORMED));
    }

    @Test
    void a_pin_everybody_guesses_is_refused() {
        model.read(secret("natsuin1-abcd"));

        model.choose(secret("123456"), secret("123456"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.PIN_TOO_WEAK));
    }

    @Test
    void two_different_pins_are_asked_for_again() {
        model.read(secret("natsuin1-abcd"));

        model.choose(secret("493817"), secret("493871"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
        assertThat(model.pinTroubleProperty().get()).isEqualTo(PinTrouble.DIFFERENT);
    }

    @Test
    void code_and_pin_make_the_desk_somebodys() {
        model.read(secret("natsuin1-abcd"));

        model.choose(secret("493817"), secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.enrolledProperty().get().fingerprint()).hasSize(16);
    }

    @Test
    void a_server_that_does_not_answer_leaves_code_and_choice_open() {
        model.read(secret("natsuin1-abcd"));
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        model.choose(secret("493817"), secret("493817"));
        assertThat(model.stage()).isEqualTo(Stage.PIN);

        desk.serverTrouble(null);
        model.choose(secret("493817"), secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void a_spent_code_leads_back_to_the_code() {
        model.read(secret("natsuin1-abcd"));
        desk.serverTrouble(Problem.of(ProblemCode.INVITATION_NOT_ACCEPTED));

        model.choose(secret("493817"), secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.CODE);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.INVITATION_NOT_ACCEPTED));
    }

    private void enrolWaiting() {
        desk.officer(false);
        model.read(secret("natsuin1-abcd"));
        model.choose(secret("493817"), secret("493817"));
    }

    @Test
    void where_the_officer_confirms_the_desk_waits_with_its_fingerprint() {
        enrolWaiting();

        assertThat(model.stage()).isEqualTo(Stage.WAITING);
        assertThat(model.enrolledProperty().get().fingerprint()).hasSize(16);
    }

    @Test
    void it_goes_on_waiting_until_the_officer_confirmed() {
        enrolWaiting();
        model.look();
        assertThat(model.stage()).isEqualTo(Stage.WAITING);

        desk.officer(true);
        model.look();

        assertThat(model.stage()).isEqualTo(Stage.KEY);
    }

    @Test
    void a_server_that_does_not_answer_leaves_it_waiting_and_says_so() {
        enrolWaiting();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        model.look();
        assertThat(model.stage()).isEqualTo(Stage.WAITING);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        desk.serverTrouble(null);
        model.look();

        assertThat(model.problem()).isEmpty();
    }

    @Test
    void what_is_answered_about_the_former_code_is_not_told_where_a_new_one_is_given() {
        var held = new HeldBackground();
        var anew = new EnrolModel(desk, held);
        desk.officer(false);
        anew.read(secret("natsuin1-abcd"));
        held.go();
        anew.choose(secret("493817"), secret("493817"));
        held.go();
        assertThat(anew.stage()).isEqualTo(Stage.WAITING);
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        anew.look();
        anew.beginAnew();
        held.go();

        assertThat(anew.stage()).isEqualTo(Stage.CODE);
        assertThat(anew.problem()).isEmpty();
    }

    @Test
    void a_file_that_is_dropped_while_the_pin_is_chosen_is_no_code_and_disturbs_nothing() {
        model.read(secret("natsuin1-abcd"));

        model.read(folder.resolve("gone.txt"));

        assertThat(model.stage()).isEqualTo(Stage.PIN);
        assertThat(model.problem()).isEmpty();
    }

    @Test
    void once_confirmed_the_pin_makes_the_key() {
        enrolWaiting();
        desk.officer(true);
        model.look();

        model.finish(secret("000000"));
        assertThat(model.stage()).isEqualTo(Stage.KEY);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.PIN_WRONG));

        model.finish(secret("493817"));
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void a_key_that_is_handed_over_is_taken_in_and_told_of() {
        model.read(secret("natsuin2-abcd"));

        model.choose(secret("493817"), secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.enrolledProperty().get().handed()).isPresent();
    }

    @Test
    void a_desk_that_waited_takes_the_key_in_with_the_code_it_still_holds() {
        desk.officer(false);
        model.read(secret("natsuin2-abcd"));
        model.choose(secret("493817"), secret("493817"));
        assertThat(model.stage()).isEqualTo(Stage.WAITING);
        desk.officer(true);
        model.look();

        model.finish(secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(model.enrolledProperty().get().handed()).isPresent();
    }

    @Test
    void a_desk_that_was_left_waiting_asks_for_the_code_that_opens_the_key() {
        desk.officer(false);
        model.read(secret("natsuin2-abcd"));
        model.choose(secret("493817"), secret("493817"));
        desk.officer(true);
        var later = new EnrolModel(desk, new InlineBackground());
        later.resume(new Enrolling.Enrolled(
                Optional.of("山田 花子"), "https://sign.example.jp", "K7MW2QXPA4ND9TZR", Next.CONFIRMATION));

        later.finish(secret("493817"));

        assertThat(later.stage()).isEqualTo(Stage.CODE);
        assertThat(later.problem()).contains(Problem.of(ProblemCode.HANDED_KEY_NEEDS_CODE));
        later.read(secret("natsuin2-abcd"));
        later.choose(secret("493817"), secret("493817"));
        assertThat(later.stage()).isEqualTo(Stage.DONE);
        assertThat(later.enrolledProperty().get().handed()).isPresent();
    }

    @Test
    void a_key_refused_for_want_of_confirmation_leads_back_to_waiting() {
        enrolWaiting();
        desk.officer(true);
        model.look();
        desk.officer(false);

        model.finish(secret("493817"));

        assertThat(model.stage()).isEqualTo(Stage.WAITING);
    }

    @Test
    void a_desk_that_was_left_waiting_goes_on_without_the_code() {
        desk.officer(true);

        model.resume(new Enrolling.Enrolled(
                Optional.of("山田 花子"), "https://sign.example.jp", "K7MW2QXPA4ND9TZR", Next.CONFIRMATION));

        assertThat(model.stage()).isEqualTo(Stage.KEY);
    }

    @Test
    void an_enrolment_that_has_not_ended_is_given_up_only_on_the_persons_wish_and_not_before_they_were_warned() {
        desk.isStillEnrolled();
        model.beginAnew();
        model.read(secret("natsuin1-abcd"));
        model.choose(secret("493817"), secret("493817"), true);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.ALREADY_ENROLLED));
        assertThat(model.mayGiveUp()).isTrue();
        model.choose(secret("493817"), secret("493817"), false);
        assertThat(model.stage()).isEqualTo(Stage.PIN);

        model.choose(secret("493817"), secret("493817"), true);

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        model.beginAnew();
        assertThat(model.stage()).isEqualTo(Stage.CODE);
        assertThat(model.mayGiveUp()).isFalse();
    }
}
