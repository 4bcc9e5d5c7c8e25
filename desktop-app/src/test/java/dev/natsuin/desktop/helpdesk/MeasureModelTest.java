package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.helpdesk.MeasureModel.Kind;
import dev.natsuin.desktop.helpdesk.MeasureModel.WhyNot;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.words.ReasonWords;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MeasureModelTest {
    private static final StaffDesk.Dress DRESS = new StaffDesk.Dress(Locale.JAPANESE, ZoneOffset.UTC);
    private static final String HANAKO = "00000000000000a1";

    private final FakeStaff desk = new FakeStaff();
    private final HeldBackground background = new HeldBackground();
    private final HelpdeskModel model = new HelpdeskModel(desk, background);

    @BeforeEach
    void somebody() {
        desk.role(Role.OFFICER);
        desk.people.add(FakeStaff.person(HANAKO, "山田 花子", "やまだ はなこ", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
        show(HANAKO);
    }

    private void show(String user) {
        model.show(user);
        background.go();
    }

    private static Secret pin(String digits) {
        return Secret.taking(digits.getBytes(StandardCharsets.US_ASCII));
    }

    private void choose(Reason.Code code, String note) {
        model.measure().reason().codeProperty().set(code);
        model.measure().reason().noteProperty().set(note);
    }

    private void order(Kind kind) {
        model.beginMeasure(kind);
        choose(Reason.Code.ASKED_BY_PERSON, "");
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();
    }

    @Test
    void a_person_is_suspended_and_resumed_under_the_pin() {
        model.beginMeasure(Kind.SUSPEND);
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.MEASURE);
        assertThat(model.measure().whom()).map(p -> p.listed().name()).contains("山田 花子");
        choose(Reason.Code.ABSENT, "三月まで休職");
        model.measure().order(DRESS, pin("111222"));
        background.go();
        assertThat(model.measure().problem()).map(why -> why.code()).contains(ProblemCode.PIN_WRONG);
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();
        assertThat(model.measure().stage()).isEqualTo(MeasureModel.Stage.DONE);
        assertThat(model.person()).map(p -> p.listed().state()).contains(StaffDesk.State.SUSPENDED);

        order(Kind.RESUME);

        assertThat(desk.done).containsExactly("SUSPEND " + HANAKO, "RESUME " + HANAKO);
        assertThat(model.person()).map(p -> p.listed().state()).contains(StaffDesk.State.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_chosen_beforehand_and_nothing_ordered_without_a_reason(Kind kind) {
        if (kind == Kind.RESUME) {
            order(Kind.SUSPEND);
        }
        var before = desk.done.size();
        model.measure().folderProperty().set(Path.of("/tmp"));
        model.beginMeasure(kind);
        assertThat(model.measure().reason().codeProperty().get()).isNull();

        for (var typed : List.of("", " ", "a\u202Eb", "x".repeat(Reason.LONGEST_NOTE + 1))) {
            choose(Reason.Code.OTHER, typed);
            model.measure().order(DRESS, pin(FakeStaff.PIN));
            background.go();
        }
        choose(Reason.Code.NOT_NEEDED, "a reason that none of these takes");
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();
        assertThat(desk.done).hasSize(before);

        choose(Reason.Code.OTHER, "  か\u3099 ");
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();
        assertThat(desk.reasons.get(before)).contains(new Reason(Reason.Code.OTHER, Optional.of("が")));
    }

    @Test
    void a_reason_stays_while_the_pin_is_typed_anew_and_is_no_other_persons() {
        model.beginMeasure(Kind.SUSPEND);
        choose(Reason.Code.LEFT, "since Monday");
        model.measure().order(DRESS, pin("111222"));
        background.go();
        assertThat(model.measure().reason().reason())
                .contains(new Reason(Reason.Code.LEFT, Optional.of("since Monday")));

        model.back();
        model.beginMeasure(Kind.SUSPEND);

        assertThat(model.measure().reason().codeProperty().get()).isNull();
        assertThat(model.measure().reason().noteProperty().get()).isEmpty();
    }

    @Test
    void the_history_says_why_or_that_nobody_did() {
        var acts = model.person().orElseThrow().acts().stream()
                .filter(act -> !act.type().equals("amend"))
                .toList();

        assertThat(acts.get(0).canHaveReason()).isTrue();
        assertThat(ReasonWords.sentence(acts.get(0).reason(), Locale.ENGLISH)).isEqualTo("not stated");
        assertThat(ReasonWords.sentence(acts.get(1).reason(), Locale.ENGLISH))
                .isEqualTo("They are away for a time: 三月まで休職");
        assertThat(acts.get(2).canHaveReason()).isFalse();
    }

    @Test
    void whoever_is_revoked_is_gone_and_nothing_can_be_done_to_them() {
        order(Kind.REVOKE);

        assertThat(model.measure().changed()).map(c -> c.devices()).contains(1);
        for (var kind : Kind.values()) {
            assertThat(why(kind)).as("%s", kind).contains(WhyNot.STATE);
        }
    }

    @Test
    void to_begin_anew_a_folder_for_the_sheet_must_be_chosen() {
        order(Kind.RE_ENROL);
        assertThat(desk.done).isEmpty();
        assertThat(model.measure().stage()).isEqualTo(MeasureModel.Stage.ASKING);

        model.measure().folderProperty().set(Path.of("/tmp"));
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();

        assertThat(model.measure().changed().flatMap(c -> c.sheet())).isPresent();
        assertThat(model.person()).map(p -> p.listed().state()).contains(StaffDesk.State.INVITED);
    }

    private Optional<WhyNot> why(Kind kind) {
        return model.measure().whyNot(kind, model.person().orElseThrow().listed());
    }

    @ParameterizedTest
    @EnumSource
    void under_a_false_name_nothing_is_done(Kind kind) {
        desk.people.add(
                FakeStaff.person("00000000000000a3", "鈴木", "すずき", StaffDesk.State.ACTIVE, StaffDesk.Named.FALSE));
        show("00000000000000a3");

        order(kind);

        assertThat(why(kind)).contains(WhyNot.FALSE_NAME);
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.PERSON);
        assertThat(desk.done).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OFFICER, SIGNER, ",
        "OFFICER, OFFICER, STAFF",
        "OFFICER, ADMINISTRATOR, STAFF",
        "ADMINISTRATOR, OFFICER, ",
        "ADMINISTRATOR, ADMINISTRATOR, ",
        "ADMINISTRATOR, SIGNER, SIGNER",
        "AUDITOR, SIGNER, AUDITOR",
        "AUDITOR, OFFICER, AUDITOR"
    })
    void officers_act_on_signers_and_administrators_on_staff(Role own, Role theirs, WhyNot why) {
        desk.role(own);

        assertThat(model.measure().whyNot(Kind.SUSPEND, of("00000000000000a9", Optional.of(theirs))))
                .isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void nobody_acts_on_themselves_or_on_whom_the_server_does_not_know() {
        desk.role(Role.ADMINISTRATOR);

        assertThat(model.measure().whyNot(Kind.REVOKE, of("0".repeat(16), Optional.of(Role.ADMINISTRATOR))))
                .contains(WhyNot.THEMSELVES);
        assertThat(model.measure().whyNot(Kind.REVOKE, of("00000000000000a9", Optional.empty())))
                .contains(WhyNot.NOT_KNOWN);
    }

    private static StaffDesk.Listed of(String user, Optional<Role> role) {
        return new StaffDesk.Listed(
                user, "佐藤", "", "", StaffDesk.Named.SIGNED, role, StaffDesk.State.ACTIVE, Optional.empty(), 0);
    }

    @Test
    void what_came_of_it_is_shown_whatever_was_chosen_meanwhile() {
        model.beginMeasure(Kind.SUSPEND);
        choose(Reason.Code.DOUBT, "");
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        assertThat(model.ordering()).isTrue();

        model.show(HANAKO);
        background.go();

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.MEASURE);
        assertThat(model.ordering()).isFalse();
    }

    @Test
    void an_order_without_a_believed_answer_is_never_made_again_from_here() {
        desk.trouble(ProblemCode.NOT_CONFIRMED);
        order(Kind.REVOKE);
        assertThat(model.measure().stage()).isEqualTo(MeasureModel.Stage.OPEN);
        desk.trouble(null);

        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();

        assertThat(desk.done).isEmpty();
    }

    @Test
    void whoever_an_order_was_about_is_shown_at_its_end_also_if_somebody_else_was_looked_at_meanwhile() {
        var other = "00000000000000a2";
        desk.people.add(FakeStaff.person(other, "佐藤 太郎", "さとう たろう", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
        model.beginMeasure(Kind.SUSPEND);
        model.measure().reason().codeProperty().set(Reason.Code.ABSENT);
        model.measure().order(DRESS, pin(FakeStaff.PIN));
        model.show(other);
        background.go();

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.MEASURE);
        model.back();
        assertThat(model.person().map(shown -> shown.listed().user())).contains(HANAKO);
    }

    @Test
    void an_order_behind_one_that_was_not_seen_is_not_given_again_before_the_person_was_looked_at() {
        desk.trouble(ProblemCode.CHANGED_MEANWHILE);
        order(Kind.REVOKE);
        assertThat(model.measure().stage()).isEqualTo(MeasureModel.Stage.MEANWHILE);
        desk.trouble(null);

        model.measure().order(DRESS, pin(FakeStaff.PIN));
        background.go();

        assertThat(desk.done).isEmpty();
    }
}
