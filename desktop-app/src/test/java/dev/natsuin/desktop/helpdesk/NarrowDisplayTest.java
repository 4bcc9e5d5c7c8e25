package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.util.WaitForAsyncUtils;

/** The helpdesk in the smallest window: what is to be compared is seen whole. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class NarrowDisplayTest {
    private final HelpdeskWindow window = new HelpdeskWindow();

    @BeforeAll
    static void toolkit() throws TimeoutException {
        HelpdeskWindow.toolkit();
    }

    @AfterEach
    void close() {
        window.close();
    }

    private HelpdeskModel open(String language, StaffDesk.Named named) {
        window.desk.people.add(FakeStaff.person("00000000000000a1", "鈴木 一郎", "すずき", StaffDesk.State.WAITING, named));
        var model = window.open(
                Role.OFFICER,
                Locale.forLanguageTag(language),
                new HelpdeskWindow.Nothing(),
                new HelpdeskWindow.Nothing());
        window.narrow();
        window.robot.interact(() -> model.choose("00000000000000a1"));
        return model;
    }

    /** What is drawn of a label: its text, unless that was cut. */
    private static String drawn(Label label) {
        return ((Text) label.lookup(".text")).getText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void until_when_a_key_that_was_handed_over_waits_is_told_beside_what_it_waits_for(String language)
            throws TimeoutException {
        window.desk.handedKeys.put("00000000000000a1", FakeStaff.NOON.plusSeconds(86_400));
        open(language, StaffDesk.Named.SIGNED);

        assertThat(((Label) window.node("#waiting-key")).getText()).contains("27");
        assertThat(((Label) window.node("#fact-handed")).getText()).contains("27");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_key_whose_time_is_over_is_told_as_gone_and_keeps_nobody_from_being_confirmed(String language)
            throws TimeoutException {
        window.desk.handedKeys.put("00000000000000a1", FakeStaff.NOON.minusSeconds(86_400));
        open(language, StaffDesk.Named.SIGNED);

        assertThat(((Label) window.node("#fact-handed")).getText()).contains("25");
        assertThat(window.robot.lookup("#waiting-key").tryQuery()).isEmpty();
        assertThat(window.node("#confirm").isDisabled()).isFalse();
    }

    private void openInLargestText(String language) throws TimeoutException {
        open(language, StaffDesk.Named.SIGNED);
        window.robot.interact(
                () -> { // As the window has it then.
                    var view = window.node("#helpdesk-view");
                    view.getStyleClass().add("shell");
                    view.pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), true);
                });
        window.dress(200, Locale.forLanguageTag(language), 904, 700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void who_waits_and_what_is_to_be_done_is_read_in_the_largest_text(String language) throws TimeoutException {
        openInLargestText(language);
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () -> window.node("#person .note").getLayoutBounds().getHeight() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(window.robot.lookup("#people .person-name").queryAllAs(Label.class))
                .filteredOn(label -> !label.getText().isEmpty())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(drawn(name)).isEqualTo(name.getText()));
        var pane = (ScrollPane) window.node("#person > .bare");
        assertThat(pane.getContent().getLayoutBounds().getWidth())
                .as("nothing is scrolled to sideways")
                .isLessThanOrEqualTo(pane.getViewportBounds().getWidth() + 1);
        assertThat(window.robot.lookup("#person .note .label").queryAllAs(Label.class))
                .isNotEmpty()
                .allSatisfy(words ->
                        assertThat(words.getWidth()).as(words.getText()).isGreaterThan(8 * 26));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void what_is_known_of_somebody_has_the_width_of_the_page_in_the_largest_text(String language)
            throws TimeoutException {
        openInLargestText(language);
        var email = (Label) window.node("#fact-email");
        var evidence = (Label) window.node("#fact-evidence");
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> evidence.getHeight() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        for (var value : List.of(email, evidence)) {
            var name = (Label) value.getParent()
                    .getChildrenUnmodifiable()
                    .get(value.getParent().getChildrenUnmodifiable().indexOf(value) - 1);
            assertThat(value.getWidth()).as(value.getText()).isGreaterThan(12 * 26);
            assertThat(value.getLayoutX()).isEqualTo(name.getLayoutX());
            assertThat(value.getLayoutY()).isGreaterThanOrEqualTo(name.getLayoutY() + name.getHeight());
            assertThat(drawn(value).replace("\n", "")).isEqualTo(value.getText());
        }
        var grid = (Region) evidence.getParent();
        assertThat(grid.getHeight())
                .as("nothing ends below it")
                .isGreaterThanOrEqualTo(grid.prefHeight(grid.getWidth()) - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void what_can_be_done_stays_in_its_sheet_in_the_largest_text(String language) throws TimeoutException {
        openInLargestText(language);
        window.fire("#confirm");
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () -> window.node("#go-on").getLayoutBounds().getWidth() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        var list = window.node("#people").localToScene(window.node("#people").getLayoutBounds());
        var sheet = window.node("#confirm-pane");
        var inside = sheet.localToScene(sheet.getLayoutBounds());
        assertThat(inside.getMinX()).as("beside the list").isGreaterThan(list.getMaxX());
        assertThat(inside.getMaxX()).isLessThanOrEqualTo(904 - 23);
        var back = window.node("#confirm-pane .sheet-foot > .flat");
        for (var act : List.of(back, window.node("#go-on"))) {
            assertThat(inside.contains(act.localToScene(act.getLayoutBounds()))).isTrue();
        }
        assertThat(window.node("#go-on").localToScene(0, 0).getY())
                .isGreaterThan(
                        back.localToScene(0, back.getLayoutBounds().getHeight()).getY());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_fingerprint_is_read_back_whole(String language) throws TimeoutException {
        open(language, StaffDesk.Named.SIGNED);
        window.fire("#confirm");
        window.robot.interact(() -> ((TextField) window.node("#fingerprint")).setText("WMWM-WMWM-WMWM-WMWM"));

        var shown = (Label) window.node("#typed-fingerprint");
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> shown.getHeight() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(shown.getText()).isEqualTo("WMWM WMWM WMWM WMWM");
        assertThat(drawn(shown)).isEqualTo(shown.getText());
        assertThat(shown.getHeight())
                .as("one line")
                .isLessThan(2 * shown.getFont().getSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void what_waits_for_a_second_person_is_told_whole_in_the_list(String language) {
        var jiro = FakeStaff.person(
                "00000000000000a2", "佐藤 次郎", "さとう じろう", StaffDesk.State.INVITED, StaffDesk.Named.SIGNED);
        var officer = FakeStaff.person(
                "00000000000000c1", "Demo Officer", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
        window.desk.waiting.add(FakeStaff.request("ab".repeat(16), StaffDesk.Asked.RE_ENROL, jiro, officer, false));
        open(language, StaffDesk.Named.SIGNED);
        window.fire("#second");
        WaitForAsyncUtils.waitForFxEvents();

        var row = window.node("#look-" + "ab".repeat(16)).getParent();
        assertThat(window.robot.from(row).lookup(".label").queryAllAs(Label.class))
                .hasSizeGreaterThan(1)
                .allSatisfy(label -> assertThat(drawn(label)).isEqualTo(label.getText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void why_a_confirmation_was_refused_is_seen_and_the_pin_asked_for_again(String language) throws TimeoutException {
        open(language, StaffDesk.Named.SIGNED);
        window.fire("#confirm");
        window.robot.interact(() -> ((TextField) window.node("#fingerprint")).setText(FakeStaff.FINGERPRINT));
        window.robot.interact(() -> window.node("#pin").requestFocus());
        window.robot.write("999999").type(KeyCode.ENTER);
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () -> window.robot.lookup("#problem").tryQuery().isPresent());
        WaitForAsyncUtils.waitForFxEvents();

        var scroll = window.robot.lookup("#confirm-pane .scroll-pane").query();
        var seen = scroll.localToScene(scroll.getBoundsInLocal());
        var problem = window.node("#problem");
        assertThat(seen.contains(problem.localToScene(problem.getBoundsInLocal())))
                .isTrue();
        assertThat(window.node("#pin").isFocused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void every_fact_about_a_person_keeps_its_name_however_long_it_is(String language) {
        open(language, StaffDesk.Named.FALSE);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(window.robot.lookup("#person .fact-name").queryAllAs(Label.class))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(drawn(name)).isEqualTo(name.getText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void what_can_be_done_with_a_sheet_that_was_made_stays_in_the_window(String language) {
        var model = open(language, StaffDesk.Named.SIGNED);
        window.robot.interact(() -> {
            model.beginInvite();
            var invite = model.invite();
            invite.nameProperty().set("髙橋 美咲");
            invite.emailProperty().set("misaki@example.jp");
            invite.folderProperty().set(Path.of("sheets"));
            invite.evidence(Path.of("passport.png"));
            invite.review();
            invite.seal(
                    new StaffDesk.Dress(Locale.forLanguageTag(language), ZoneOffset.UTC),
                    Secret.taking(FakeStaff.PIN.getBytes(StandardCharsets.US_ASCII)));
        });
        WaitForAsyncUtils.waitForFxEvents();

        var pane = window.node("#invite-pane")
                .localToScene(window.node("#invite-pane").getBoundsInLocal());
        var people = window.node("#people").localToScene(window.node("#people").getBoundsInLocal());
        assertThat(pane.getMinX()).as("beside the people").isGreaterThan(people.getMaxX());
        for (var act : List.of("#open-sheet", "#invite-another", "#finish")) {
            var node = window.node(act);
            assertThat(node.localToScene(node.getBoundsInLocal()).getMaxX())
                    .as(act)
                    .isLessThan(pane.getMaxX());
        }
    }

    @Test
    void escape_leads_back_from_what_is_asked_but_not_out_of_a_form() {
        var model = open("en", StaffDesk.Named.SIGNED);
        window.fire("#confirm");
        window.robot.interact(() -> window.node("#fingerprint").requestFocus());
        window.robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.PERSON);

        window.fire("#invite");
        window.robot.interact(() -> window.node("#form-name").requestFocus());
        window.robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(model.pane()).isEqualTo(HelpdeskModel.Pane.INVITE);
    }
}
