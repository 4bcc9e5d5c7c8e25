package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.protocol.statement.Role;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** What waits for a second person in a real window: looked at, approved under the PIN. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class SecondDisplayTest {
    private final HelpdeskWindow window = new HelpdeskWindow();
    private final FxRobot robot = window.robot;
    private final FakeStaff desk = window.desk;

    @BeforeAll
    static void toolkit() throws TimeoutException {
        HelpdeskWindow.toolkit();
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void open(Locale language) {
        window.open(Role.ADMINISTRATOR, language, new HelpdeskWindow.Nothing(), new HelpdeskWindow.Nothing());
    }

    private Node node(String query) {
        return window.node(query);
    }

    private void fire(String query) {
        window.fire(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void what_waits_is_looked_at_whole_and_approved_under_the_pin(String language) {
        var jiro = FakeStaff.person(
                "00000000000000a2", "佐藤 次郎", "さとう じろう", StaffDesk.State.INVITED, StaffDesk.Named.SIGNED);
        var admin = FakeStaff.person(
                "00000000000000c1", "管理 花子", "かんり はなこ", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
        var me = FakeStaff.person("0".repeat(16), "わたし", "", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
        desk.waiting.add(FakeStaff.request("ab".repeat(16), StaffDesk.Asked.INVITE, jiro, admin, false));
        desk.waiting.add(FakeStaff.request("cd".repeat(16), StaffDesk.Asked.RE_ENROL, jiro, me, true));
        open(Locale.forLanguageTag(language));
        fire("#second");

        fire("#look-" + "cd".repeat(16));
        assertThat(node("#go-on").isVisible()).isFalse();
        assertThat(robot.lookup("#request-reason").queryAs(Label.class).getText())
                .contains("電車に忘れた");
        fire("#back");
        fire("#look-" + "ab".repeat(16));
        assertThat(robot.lookup("#review-name").queryAs(Label.class).getText()).isEqualTo("佐藤 次郎");
        assertThat(node("#go-on").isDisabled()).isTrue();
        robot.interact(() -> ((PinField) node("#pin")).requestFocus());
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0, KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();
        fire("#go-on");

        assertThat(desk.done).containsExactly("APPROVE " + "ab".repeat(16));
        fire("#finish");
        assertThat(robot.lookup("#look-" + "ab".repeat(16)).tryQuery()).isEmpty();
        assertThat(node("#look-" + "cd".repeat(16)).isVisible()).isTrue();
    }

    @Test
    void a_list_that_comes_late_takes_no_pin_away_that_is_being_typed() {
        var jiro = FakeStaff.person(
                "00000000000000a2", "佐藤 次郎", "さとう じろう", StaffDesk.State.INVITED, StaffDesk.Named.SIGNED);
        var admin = FakeStaff.person(
                "00000000000000c1", "管理 花子", "かんり はなこ", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
        desk.waiting.add(FakeStaff.request("ab".repeat(16), StaffDesk.Asked.INVITE, jiro, admin, false));
        var model = window.open(
                Role.ADMINISTRATOR, Locale.ENGLISH, new HelpdeskWindow.Nothing(), new HelpdeskWindow.Nothing());
        fire("#second");
        fire("#look-" + "ab".repeat(16));
        robot.interact(() -> ((PinField) node("#pin")).requestFocus());
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0);
        robot.interact(() -> model.second().requests().clear());
        robot.type(KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(((PinField) node("#pin")).length()).isEqualTo(6);
    }
}
