package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.helpdesk.AmendModel.Fault;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AmendModelTest {
    private static final String HANAKO = "00000000000000a1";
    private static final String BEFORE = "CN=山田 花子,O=Example,C=JP";

    private final FakeStaff desk = new FakeStaff();
    private final HeldBackground background = new HeldBackground();
    private final HelpdeskModel model = new HelpdeskModel(desk, background);
    private final AmendModel amend = model.amend();

    @BeforeEach
    void somebody() {
        desk.role(Role.OFFICER);
        begin(StaffDesk.Named.SIGNED);
    }

    private void begin(StaffDesk.Named named) {
        desk.people.clear();
        desk.people.add(new StaffDesk.Listed(
                HANAKO,
                "山田 花子",
                "やまだ",
                "hanako@example.jp",
                named,
                Optional.of(Role.SIGNER),
                StaffDesk.State.ACTIVE,
                Optional.of(BEFORE),
                1));
        model.show(HANAKO);
        background.go();
        model.beginAmend();
    }

    private static Secret pin() {
        return Secret.taking(FakeStaff.PIN.getBytes(StandardCharsets.US_ASCII));
    }

    private void because(Reason.Code code) {
        amend.reason().codeProperty().set(code);
    }

    private void evidence() {
        amend.evidence(Path.of("register.pdf"));
        background.go();
    }

    @Test
    void whoever_gets_another_name_gets_it_in_certificates_too_and_keeps_the_keys() {
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.AMEND);
        amend.nameProperty().set(" 鈴木　花子 ");
        assertThat(amend.inCertificatesProperty().get()).isTrue();
        assertThat(amend.subjectProperty().get()).isEqualTo("CN=鈴木 花子,O=Example,C=JP");
        because(Reason.Code.NAME_CHANGED);
        amend.review();
        assertThat(amend.faultsProperty().get()).containsExactly(Fault.EVIDENCE_MISSING);
        evidence();
        amend.review();
        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.REVIEW);

        amend.order(pin());
        background.go();

        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.DONE);
        var now = desk.named.get(0);
        assertThat(now.name() + "/" + now.kana() + "/" + now.email()).isEqualTo("鈴木 花子/やまだ/hanako@example.jp");
        assertThat(now.subject()).isEqualTo("CN=鈴木 花子,O=Example,C=JP");
        assertThat(now.endKeys()).isFalse();
        assertThat(now.evidence()).isPresent();
        assertThat(desk.reasons).containsExactly(Optional.of(new Reason(Reason.Code.NAME_CHANGED)));
        assertThat(model.person()).map(p -> p.listed().name()).contains("鈴木 花子");
    }

    @Test
    void a_reading_alone_is_mended_without_evidence_and_certificates_stay() {
        amend.kanaProperty().set("やまだ はなこ");
        assertThat(amend.inCertificatesProperty().get()).isFalse();
        because(Reason.Code.MISTAKE);
        amend.review();
        assertThat(amend.changesCertificates()).isFalse();
        amend.order(pin());
        background.go();

        assertThat(desk.named).singleElement().satisfies(now -> {
            assertThat(now.subject()).isEqualTo(BEFORE);
            assertThat(now.kana()).isEqualTo("やまだ はなこ");
        });
    }

    @Test
    void what_is_chosen_or_typed_is_not_overwritten_by_what_follows_the_name() {
        amend.nameProperty().set("鈴木 花子");
        amend.subjectProperty().set("CN=Hanako Suzuki,O=Example,C=JP");
        amend.nameProperty().set("鈴木 華子");
        assertThat(amend.subjectProperty().get()).isEqualTo("CN=Hanako Suzuki,O=Example,C=JP");

        amend.inCertificatesProperty().set(false);
        amend.nameProperty().set("鈴木 花");
        assertThat(amend.inCertificatesProperty().get()).isFalse();
        assertThat(amend.now().subject()).isEqualTo(BEFORE);
        amend.inCertificatesProperty().set(true);
        assertThat(amend.subjectProperty().get()).isEqualTo("CN=鈴木 花,O=Example,C=JP");
    }

    /** What a hostile SAP says of a person stands in no form: the order holds what the officer typed. */
    @ParameterizedTest
    @EnumSource(
            value = StaffDesk.Named.class,
            names = {"SAID", "FALSE"})
    void of_a_name_that_nobody_signed_nothing_is_filled_in(StaffDesk.Named named) {
        begin(named);

        assertThat(amend.nameProperty().get()
                        + amend.kanaProperty().get()
                        + amend.emailProperty().get())
                .isEmpty();
        because(Reason.Code.MISTAKE);
        amend.review();
        assertThat(amend.faultsProperty().get())
                .contains(Fault.NAME_MISSING, Fault.EMAIL_NOT_ONE, Fault.EVIDENCE_MISSING);
        amend.nameProperty().set("山田 花子");
        assertThat(amend.inCertificatesProperty().get()).isFalse();
        amend.emailProperty().set("hanako@example.jp");
        evidence();
        amend.review();
        amend.order(pin());
        background.go();
        assertThat(desk.named)
                .singleElement()
                .satisfies(now -> assertThat(now.kana()).isEmpty());
    }

    @Test
    void what_cannot_be_or_changes_nothing_is_told_and_not_ordered() {
        amend.review();
        assertThat(amend.faultsProperty().get()).containsExactlyInAnyOrder(Fault.REASON_MISSING, Fault.NOTHING_CHANGES);
        because(Reason.Code.MISTAKE);
        amend.endKeysProperty().set(true);
        assertThat(amend.faultsProperty().get()).isEmpty();
        amend.nameProperty().set("鈴木\u200B花子");
        amend.kanaProperty().set("Suzuki");
        amend.emailProperty().set("hanako");
        amend.subjectProperty().set("花子");
        amend.review();
        assertThat(amend.faultsProperty().get())
                .contains(Fault.NAME_UNSEEN, Fault.KANA_NOT_KANA, Fault.EMAIL_NOT_ONE, Fault.SUBJECT_NOT_ONE);
        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.FORM);
        amend.order(pin());
        background.go();
        assertThat(desk.done).isEmpty();
    }

    @Test
    void an_order_without_a_believed_answer_is_not_made_again_from_here() {
        amend.kanaProperty().set("やまだ はなこ");
        because(Reason.Code.MISTAKE);
        amend.review();
        desk.trouble(ProblemCode.NOT_CONFIRMED);
        amend.order(pin());
        background.go();

        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.OPEN);
        desk.trouble(null);
        amend.order(pin());
        background.go();
        assertThat(desk.done).isEmpty();
    }

    @Test
    void another_person_of_that_name_is_told() {
        desk.people.add(
                FakeStaff.person("00000000000000a2", "鈴木　花子", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
        model.refresh();
        background.go();
        assertThat(amend.alike()).isEmpty();
        amend.nameProperty().set("鈴木 花子");

        assertThat(amend.alike()).extracting(StaffDesk.Listed::user).containsExactly("00000000000000a2");
    }

    @Test
    void staff_and_those_who_are_gone_get_no_other_name_and_only_officers_give_one() {
        var person = model.person().orElseThrow().listed();
        assertThat(amend.whyNot(person)).isEmpty();
        desk.role(Role.ADMINISTRATOR);
        assertThat(amend.whyNot(person)).contains(MeasureModel.WhyNot.SIGNER);
        desk.role(Role.AUDITOR);
        assertThat(amend.whyNot(person)).contains(MeasureModel.WhyNot.AUDITOR);
        desk.role(Role.OFFICER);
        assertThat(amend.whyNot(FakeStaff.person(HANAKO, "x", "", StaffDesk.State.GONE, StaffDesk.Named.SIGNED)))
                .contains(MeasureModel.WhyNot.STATE);
    }

    @Test
    void whoever_comes_behind_somebody_else_is_shown_the_person_again_and_orders_nothing_more_from_here() {
        amend.kanaProperty().set("やまだ はなこ");
        because(Reason.Code.MISTAKE);
        amend.review();
        desk.trouble(ProblemCode.CHANGED_MEANWHILE);
        amend.order(pin());
        background.go();
        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.MEANWHILE);
        assertThat(amend.problem().map(Problem::code)).contains(ProblemCode.CHANGED_MEANWHILE);
        desk.trouble(null);
        var looked = desk.looked.size();

        amend.order(pin());
        background.go();
        assertThat(desk.named).isEmpty();
        model.back();
        model.refresh();
        background.go();
        assertThat(desk.looked.size()).isGreaterThan(looked);
        model.beginAmend();
        assertThat(amend.stage()).isEqualTo(AmendModel.Stage.FORM);
    }
}
