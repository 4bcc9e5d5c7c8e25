package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.helpdesk.SecondModel.Stage;
import dev.natsuin.desktop.helpdesk.SecondModel.WhyNot;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SecondModelTest {
    private static final StaffDesk.Listed HANAKO =
            FakeStaff.person("00000000000000a1", "山田 花子", "やまだ はなこ", StaffDesk.State.INVITED, StaffDesk.Named.SIGNED);
    private static final StaffDesk.Listed OFFICER =
            FakeStaff.person("00000000000000c1", "登録 担当", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
    private static final StaffDesk.Listed ME =
            FakeStaff.person("0".repeat(16), "わたし", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);

    private final FakeStaff desk = new FakeStaff();
    private final HeldBackground background = new HeldBackground();
    private final HelpdeskModel model = new HelpdeskModel(desk, background);

    @BeforeEach
    void somebody() {
        desk.role(Role.ADMINISTRATOR);
    }

    private static Secret pin(String digits) {
        return Secret.taking(digits.getBytes(StandardCharsets.US_ASCII));
    }

    private StaffDesk.Request waits(StaffDesk.Listed whom, StaffDesk.Listed by, boolean own) {
        var request = FakeStaff.request("aa".repeat(16), StaffDesk.Asked.INVITE, whom, by, own);
        desk.waiting.add(request);
        model.beginSecond();
        background.go();
        model.second().show(model.second().requests().get(0));
        return request;
    }

    @Test
    void what_waits_is_listed_read_back_and_approved_under_the_pin() {
        var request = waits(HANAKO, OFFICER, false);
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.SECOND);
        assertThat(model.second().shown()).contains(request);

        model.second().approve(pin("111222"));
        background.go();
        assertThat(model.second().problem()).map(why -> why.code()).contains(ProblemCode.PIN_WRONG);
        assertThat(model.second().stage()).isEqualTo(Stage.ASKING);
        model.second().approve(pin(FakeStaff.PIN));
        background.go();

        assertThat(desk.done).containsExactly("APPROVE " + request.id());
        assertThat(model.second().stage()).isEqualTo(Stage.DONE);
        assertThat(model.second().withdrawn()).isFalse();
        model.beginSecond();
        background.go();
        assertThat(model.second().requests()).isEmpty();
    }

    @Test
    void a_list_that_is_refused_late_does_not_look_like_a_refusal_of_what_is_read_back() {
        waits(HANAKO, OFFICER, false);
        model.beginSecond();
        model.second().show(model.second().requests().get(0));
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);
        background.go();

        assertThat(model.second().stage()).isEqualTo(Stage.ASKING);
        assertThat(model.second().problem()).isEmpty();
    }

    @Test
    void what_one_ordered_oneself_can_be_taken_back_and_not_approved() {
        var request = waits(HANAKO, ME, true);
        assertThat(model.second().whyNot(request)).contains(WhyNot.OWN);

        model.second().approve(pin(FakeStaff.PIN));
        background.go();
        assertThat(desk.done).isEmpty();
        model.second().withdraw(pin(FakeStaff.PIN));
        background.go();
        assertThat(desk.done).as("without a reason").isEmpty();
        model.second().reason().codeProperty().set(Reason.Code.NOT_NEEDED);
        model.second().withdraw(pin(FakeStaff.PIN));
        background.go();

        assertThat(desk.reasons).containsExactly(Optional.of(new Reason(Reason.Code.NOT_NEEDED)));
        assertThat(desk.done).containsExactly("WITHDRAW " + request.id());
        assertThat(model.second().withdrawn()).isTrue();
    }

    @Test
    void what_is_about_oneself_is_not_approved() {
        assertThat(model.second().whyNot(waits(ME, OFFICER, false))).contains(WhyNot.THEMSELVES);

        model.second().approve(pin(FakeStaff.PIN));
        background.go();

        assertThat(desk.done).isEmpty();
    }

    @Test
    void under_a_false_name_of_either_nothing_is_approved() {
        var falseName =
                FakeStaff.person("00000000000000a3", "鈴木", "すずき", StaffDesk.State.ACTIVE, StaffDesk.Named.FALSE);
        for (var request : java.util.List.of(waits(falseName, OFFICER, false), waits(HANAKO, falseName, false))) {
            model.beginSecond();
            background.go();
            model.second().show(request);
            assertThat(model.second().whyNot(request)).contains(WhyNot.FALSE_NAME);
            model.second().approve(pin(FakeStaff.PIN));
            background.go();
        }

        assertThat(desk.done).isEmpty();
    }

    @Test
    void an_approval_without_a_believed_answer_is_not_made_again_from_here() {
        waits(HANAKO, OFFICER, false);
        desk.trouble(ProblemCode.NOT_CONFIRMED);

        model.second().approve(pin(FakeStaff.PIN));
        background.go();
        model.second().approve(pin(FakeStaff.PIN));
        model.second().reason().codeProperty().set(Reason.Code.DOUBT);
        model.second().withdraw(pin(FakeStaff.PIN));
        background.go();

        assertThat(model.second().stage()).isEqualTo(Stage.OPEN);
        assertThat(desk.done).isEmpty();
    }

    @Test
    void a_list_that_cannot_be_had_says_why_and_is_not_empty_by_mistake() {
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);

        model.beginSecond();
        background.go();

        assertThat(model.second().problem()).map(why -> why.code()).contains(ProblemCode.SERVER_UNREACHABLE);
    }

    @Test
    void the_list_that_was_not_had_while_the_server_was_away_is_asked_for_again_but_no_order_is_sent_again() {
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);
        model.beginSecond();
        background.go();
        desk.waiting.add(FakeStaff.request("aa".repeat(16), StaffDesk.Asked.INVITE, HANAKO, OFFICER, false));
        desk.trouble(null);

        model.askAgain();
        background.go();

        assertThat(model.second().requests()).hasSize(1);
        model.second().show(model.second().requests().get(0));
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);
        model.second().approve(pin(FakeStaff.PIN));
        background.go();
        desk.trouble(null);
        model.second().askAgain();
        background.go();
        assertThat(model.second().stage()).isEqualTo(Stage.ASKING);
        assertThat(desk.done).isEmpty();
    }
}
