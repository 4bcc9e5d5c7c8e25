package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpdeskModelTest {
    private static final StaffDesk.Dress DRESS = new StaffDesk.Dress(Locale.JAPANESE, ZoneId.of("Asia/Tokyo"));
    private static final String HANAKO = "00000000000000a1";
    private static final String TARO = "00000000000000a2";

    private final FakeStaff desk = new FakeStaff();
    private HelpdeskModel model = new HelpdeskModel(desk, new InlineBackground());

    @BeforeEach
    void somebody() {
        desk.role(Role.OFFICER);
        desk.people.add(FakeStaff.person(HANAKO, "山田 花子", "やまだ はなこ", StaffDesk.State.WAITING, StaffDesk.Named.SIGNED));
        desk.people.add(FakeStaff.person(TARO, "佐藤 太郎", "さとう たろう", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
    }

    private static Secret pin(String digits) {
        return Secret.taking(digits.getBytes(StandardCharsets.US_ASCII));
    }

    private InviteModel filled() {
        model.beginInvite();
        var invite = model.invite();
        invite.nameProperty().set("  髙橋　 美咲 ");
        invite.kanaProperty().set("たかはし みさき");
        invite.emailProperty().set("misaki@example.jp");
        invite.folderProperty().set(Path.of("sheets"));
        invite.evidence(Path.of("passport.png"));
        return invite;
    }

    @Test
    void a_keystroke_asks_for_the_list() {
        model.look(StaffDesk.Selection.EVERYBODY, "山田");

        assertThat(model.people()).extracting(StaffDesk.Listed::user).containsExactly(HANAKO);
    }

    @Test
    void whoever_types_fast_is_answered_for_what_stands_there_at_the_end() {
        var held = new HeldBackground();
        model = new HelpdeskModel(desk, held);
        model.look(StaffDesk.Selection.EVERYBODY, "s");
        model.look(StaffDesk.Selection.EVERYBODY, "sa");
        model.look(StaffDesk.Selection.EVERYBODY, "佐");
        held.go();

        assertThat(desk.asked).containsExactly("EVERYBODY s", "EVERYBODY 佐");
        assertThat(model.people()).extracting(StaffDesk.Listed::user).containsExactly(TARO);
    }

    @Test
    void a_server_that_does_not_answer_leaves_no_old_list_standing() {
        model.look(StaffDesk.Selection.EVERYBODY, "");
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);

        model.refresh();

        assertThat(model.people()).isEmpty();
        assertThat(model.problem()).map(p -> p.code()).contains(ProblemCode.SERVER_UNREACHABLE);
    }

    @Test
    void a_chosen_person_is_shown() {
        model.show(HANAKO);

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.PERSON);
        assertThat(model.person()).map(p -> p.listed().name()).contains("山田 花子");
    }

    @Test
    void an_answer_about_somebody_else_than_is_chosen_now_is_passed_over() {
        var held = new HeldBackground();
        model = new HelpdeskModel(desk, held);
        model.show(HANAKO);
        model.show(TARO);
        held.go();

        assertThat(model.person()).map(p -> p.listed().user()).contains(TARO);
    }

    @ParameterizedTest
    @CsvSource({"'山田　花子', other@example.jp, 1", "佐藤 花子, 00000000000000A1@example.jp, 1", "髙橋 美咲, misaki@example.jp, 0"})
    void whoever_is_called_like_somebody_there_is_told_of_before_the_pin(String name, String email, int alike) {
        model.look(StaffDesk.Selection.EVERYBODY, "");
        model.look(StaffDesk.Selection.EVERYBODY, "佐藤"); // who is not in the list any more is known all the same
        var invite = filled();
        invite.nameProperty().set(name);
        invite.emailProperty().set(email);

        invite.review();

        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.REVIEW);
        assertThat(invite.alike()).hasSize(alike).allMatch(there -> there.user().equals(HANAKO));
    }

    @Test
    void an_officer_invites_signers_and_an_administrator_staff() {
        assertThat(model.invite().roles()).containsExactly(Role.SIGNER);
        desk.role(Role.ADMINISTRATOR);
        assertThat(model.invite().roles()).containsExactly(Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR);
    }

    @Test
    void an_empty_form_says_everything_that_is_missing() {
        model.beginInvite();
        model.invite().review();

        assertThat(model.invite().stage()).isEqualTo(InviteModel.Stage.FORM);
        assertThat(model.invite().faultsProperty().get())
                .containsExactlyInAnyOrder(
                        InviteModel.Fault.NAME_MISSING,
                        InviteModel.Fault.EMAIL_NOT_ONE,
                        InviteModel.Fault.FOLDER_MISSING,
                        InviteModel.Fault.EVIDENCE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hanako", "hanako@", "@example.jp", "a b@example.jp", "a@b", "a@b.jp,c@d.jp", "<a@b.jp>"})
    void what_is_no_address_is_not_taken(String email) {
        var invite = filled();
        invite.emailProperty().set(email);

        invite.review();

        assertThat(invite.faultsProperty().get()).containsExactly(InviteModel.Fault.EMAIL_NOT_ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"花\u200B子", "山田\u3164", "花子\uE000", "\u202E子花"})
    void a_name_has_no_character_that_nobody_sees(String name) {
        var invite = filled();
        invite.nameProperty().set(name);

        invite.review();

        assertThat(invite.faultsProperty().get()).containsExactly(InviteModel.Fault.NAME_UNSEEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"takahashi", "高橋", "たかはし1"})
    void a_reading_is_in_kana(String kana) {
        var invite = filled();
        invite.kanaProperty().set(kana);

        invite.review();

        assertThat(invite.faultsProperty().get()).containsExactly(InviteModel.Fault.KANA_NOT_KANA);
    }

    private InviteModel filledIn(HeldBackground held) {
        model = new HelpdeskModel(desk, held);
        return filled();
    }

    @Test
    void the_evidence_is_the_file_that_was_chosen_last_and_none_while_it_is_read() {
        var held = new HeldBackground();
        var invite = filledIn(held);
        held.next();
        assertThat(invite.evidenceProperty().get()).isNotNull();

        invite.evidence(Path.of("licence.png"));

        assertThat(invite.evidenceProperty().get()).isNull();
        invite.evidence(Path.of("passport.png"));
        held.next();
        assertThat(invite.evidenceProperty().get()).isNull();
        held.go();
        assertThat(invite.evidenceProperty().get())
                .extracting(InviteModel.Evidence::file)
                .isEqualTo(Path.of("passport.png"));
    }

    @Test
    void what_is_read_when_the_form_is_left_is_no_evidence_any_more() {
        desk.role(Role.ADMINISTRATOR);
        var held = new HeldBackground();
        var invite = filledIn(held);

        invite.review();
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.REVIEW);
        held.go();

        assertThat(invite.evidenceProperty().get()).isNull();
        invite.evidence(Path.of("licence.png"));
        held.go();
        assertThat(invite.evidenceProperty().get()).isNull();
    }

    @Test
    void a_signer_whose_evidence_is_still_being_read_is_not_shown_back() {
        var held = new HeldBackground();
        var invite = filledIn(held);

        invite.review();

        assertThat(invite.faultsProperty().get()).containsExactly(InviteModel.Fault.EVIDENCE_MISSING);
        held.go();
        invite.review();
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.REVIEW);
    }

    @Test
    void the_file_of_one_person_never_lands_in_the_form_of_the_next() {
        var held = new HeldBackground();
        var invite = filledIn(held);

        model.beginInvite();
        held.go();
        assertThat(invite.evidenceProperty().get()).isNull();

        invite.evidence(Path.of("passport.png"));
        invite.clearEvidence();
        held.go();
        assertThat(invite.evidenceProperty().get()).isNull();
    }

    @Test
    void nothing_is_ordered_before_it_was_shown_back() {
        var invite = filled();
        invite.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(desk.invited).isEmpty();
    }

    @Test
    void what_is_shown_back_is_what_is_ordered() {
        var invite = filled();
        invite.review();
        var shown = invite.guest();

        invite.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(desk.invited).containsExactly(shown);
        assertThat(shown.name()).isEqualTo("髙橋 美咲");
        assertThat(shown.life()).isEqualTo(Duration.ofDays(7));
        assertThat(shown.evidence()).contains(invite.evidenceProperty().get().sha256());
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.DONE);
        assertThat(model.people()).extracting(StaffDesk.Listed::name).contains("髙橋 美咲");
    }

    @Test
    void of_many_who_are_passed_over_only_the_last_is_asked_for() {
        var held = new HeldBackground();
        model = new HelpdeskModel(desk, held);
        for (var i = 0; i < 50; i++) {
            model.show(HANAKO);
            model.show(TARO);
        }
        held.go();

        assertThat(desk.looked).containsExactly(HANAKO, TARO);
        assertThat(model.person().map(shown -> shown.listed().user())).contains(TARO);
    }

    @ParameterizedTest
    @EnumSource
    void a_computer_is_confirmed_by_whoever_may_invite_its_person_and_nobody_else_is_asked_to(Role own) {
        desk.role(own);
        model.show(HANAKO);
        model.beginConfirm();

        assertThat(model.pane())
                .isEqualTo(own == Role.OFFICER ? HelpdeskModel.Pane.CONFIRM : HelpdeskModel.Pane.PERSON);
    }

    @Test
    void an_invitation_that_nobody_answered_is_not_ordered_again() {
        var invite = filled();
        invite.keyFileProperty().set(Path.of("misaki.p12"));
        invite.review(pin("secret"));
        desk.trouble(ProblemCode.NOT_CONFIRMED);
        invite.seal(DRESS, pin(FakeStaff.PIN));
        desk.trouble(null);

        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.OPEN);
        assertThat(desk.openKeys)
                .as("what nothing is done with any more is not held")
                .isZero();
        invite.seal(DRESS, pin(FakeStaff.PIN));
        assertThat(desk.invited).isEmpty();
        assertThat(desk.handedOver).isEmpty();
        model.beginInvite();
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.FORM);
    }

    @Test
    void a_key_that_is_handed_over_is_shown_back_by_its_certificate_and_decides_what_kind_it_is() {
        var invite = filled();
        invite.keyFileProperty().set(Path.of("misaki.p12"));
        invite.review(pin("secret"));
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.REVIEW);
        assertThat(invite.handed()).map(StaffDesk.HandedCertificate::issuer).contains("CN=Elsewhere CA");
        assertThat(invite.guest().algorithm()).contains(KeyAlgorithm.P_256);

        invite.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.DONE);
        assertThat(desk.handedOver).hasSize(1);
        assertThat(invite.handed()).as("still told").isPresent();
        assertThat(desk.openKeys).as("and no longer held").isZero();
    }

    @Test
    void a_key_file_that_does_not_open_leads_back_to_the_form() {
        var invite = filled();
        invite.keyFileProperty().set(Path.of("misaki.p12"));

        invite.review(pin("another"));

        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.FORM);
        assertThat(invite.problem()).map(p -> p.code()).contains(ProblemCode.KEY_FILE_PASSWORD_WRONG);
        assertThat(invite.nameProperty().get()).contains("美咲");
    }

    @Test
    void a_key_that_was_opened_is_closed_where_the_form_is_changed_or_left() {
        var invite = filled();
        invite.keyFileProperty().set(Path.of("misaki.p12"));
        invite.review(pin("secret"));
        invite.back();
        assertThat(desk.openKeys).isZero();
        assertThat(invite.handed()).isEmpty();
        invite.review(pin("secret"));
        invite.seal(DRESS, pin("999999"));
        assertThat(desk.openKeys).as("a wrong PIN may be mended").isEqualTo(1);

        invite.begin();

        assertThat(desk.openKeys).isZero();
        assertThat(invite.keyFileProperty().get()).isNull();
        assertThat(desk.handedOver).isEmpty();
    }

    @Test
    void staff_is_handed_no_key() {
        desk.role(Role.ADMINISTRATOR);
        var invite = filled();
        invite.keyFileProperty().set(Path.of("misaki.p12"));

        invite.review(pin("secret"));
        invite.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(desk.handedOver).isEmpty();
        assertThat(desk.invited).hasSize(1);
    }

    @Test
    void a_wrong_pin_leaves_everything_as_it_was_shown_back() {
        var invite = filled();
        invite.review();

        invite.seal(DRESS, pin("999999"));

        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.REVIEW);
        assertThat(invite.problem()).map(p -> p.code()).contains(ProblemCode.PIN_WRONG);
        assertThat(invite.guest().name()).isEqualTo("髙橋 美咲");
        assertThat(desk.invited).isEmpty();
    }

    @Test
    void a_new_invitation_begins_empty_but_for_the_folder() {
        filled();

        model.beginInvite();

        assertThat(model.invite().nameProperty().get()).isEmpty();
        assertThat(model.invite().evidenceProperty().get()).isNull();
        assertThat(model.invite().folderProperty().get()).isEqualTo(Path.of("sheets"));
    }

    @Test
    void a_fingerprint_is_confirmed_as_it_was_typed() {
        model.show(HANAKO);
        model.beginConfirm();
        model.confirm().typedProperty().set("4t4b bgvq zfse 576y");

        model.confirm().confirm(pin(FakeStaff.PIN));

        assertThat(model.confirm().stage()).isEqualTo(ConfirmModel.Stage.DONE);
        assertThat(model.confirm().logIndex()).isEqualTo(4020);
    }

    @Test
    void the_field_for_a_fingerprint_begins_empty_each_time() {
        model.show(HANAKO);
        model.beginConfirm();
        model.confirm().typedProperty().set(FakeStaff.FINGERPRINT);

        model.back();
        model.beginConfirm();

        assertThat(model.confirm().typedProperty().get()).isEmpty();
    }

    @Test
    void half_a_fingerprint_confirms_nothing() {
        model.show(HANAKO);
        model.beginConfirm();
        model.confirm().typedProperty().set("4T4B-BGVQ");

        model.confirm().confirm(pin(FakeStaff.PIN));

        assertThat(model.confirm().stage()).isEqualTo(ConfirmModel.Stage.TYPING);
    }

    @Test
    void for_a_person_whose_name_is_false_nothing_is_confirmed() {
        desk.people.add(
                FakeStaff.person("00000000000000a3", "鈴木", "すずき", StaffDesk.State.WAITING, StaffDesk.Named.FALSE));
        model.show("00000000000000a3");

        model.beginConfirm();

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.PERSON);
        assertThat(model.confirm().whom()).isEmpty();
    }

    @Test
    void what_came_of_an_invitation_is_shown_whatever_was_chosen_meanwhile() {
        var held = new HeldBackground();
        var invite = filledIn(held);
        held.go();
        invite.review();
        invite.seal(DRESS, pin(FakeStaff.PIN));
        assertThat(model.ordering()).isTrue();

        model.show(TARO);
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.PERSON);
        held.go();

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.INVITE);
        assertThat(invite.stage()).isEqualTo(InviteModel.Stage.DONE);
        assertThat(model.ordering()).isFalse();
    }

    @Test
    void what_came_of_a_confirmation_is_shown_whatever_was_chosen_meanwhile() {
        var held = new HeldBackground();
        model = new HelpdeskModel(desk, held);
        model.show(HANAKO);
        held.go();
        model.beginConfirm();
        model.confirm().typedProperty().set(FakeStaff.FINGERPRINT);
        model.confirm().confirm(pin("999999"));

        model.show(TARO);
        model.showOrder();
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.CONFIRM);
        model.back();
        held.go();

        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.CONFIRM);
        assertThat(model.confirm().problem()).map(p -> p.code()).contains(ProblemCode.PIN_WRONG);
    }

    @Test
    void another_fingerprint_is_refused_and_says_so() {
        model.show(HANAKO);
        model.beginConfirm();
        model.confirm().typedProperty().set("0000-0000-0000-0000");

        model.confirm().confirm(pin(FakeStaff.PIN));

        assertThat(model.confirm().problem()).map(p -> p.code()).contains(ProblemCode.FINGERPRINT_DIFFERS);
    }

    @Test
    void what_was_not_had_while_the_server_was_away_is_asked_for_again_and_nothing_else() {
        model.choose(HANAKO);
        model.look(StaffDesk.Selection.EVERYBODY, "山田");
        model.askAgain();
        assertThat(desk.asked).as("nothing is missing").containsExactly("EVERYBODY 山田");
        desk.trouble(ProblemCode.SERVER_UNREACHABLE);
        model.refresh();
        assertThat(model.people()).isEmpty();
        desk.trouble(null);

        model.askAgain();

        assertThat(model.people()).extracting(StaffDesk.Listed::user).containsExactly(HANAKO);
        assertThat(model.person()).isPresent();
        assertThat(model.personProblem()).isEmpty();
    }

    @Test
    void what_was_told_to_be_mended_is_told_no_more_once_it_is_and_nothing_new_is_told_while_typing() {
        model.beginInvite();
        var invite = model.invite();
        invite.emailProperty().set("hanako");
        invite.review();
        assertThat(invite.faultsProperty().get())
                .contains(InviteModel.Fault.NAME_MISSING, InviteModel.Fault.EMAIL_NOT_ONE);

        invite.nameProperty().set("山田 花子");
        invite.kanaProperty().set("Y");

        assertThat(invite.faultsProperty().get())
                .contains(InviteModel.Fault.EMAIL_NOT_ONE)
                .doesNotContain(InviteModel.Fault.NAME_MISSING, InviteModel.Fault.KANA_NOT_KANA);
        invite.emailProperty().set("hanako@example.jp");
        assertThat(invite.faultsProperty().get()).doesNotContain(InviteModel.Fault.EMAIL_NOT_ONE);
    }
}
