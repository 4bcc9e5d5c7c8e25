package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
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

/** A signer gets another name in a real window, with the keyboard alone. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class AmendDisplayTest {
    private static final String HANAKO = "00000000000000a1";

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

    private static final class OneFile extends HelpdeskWindow.Nothing {
        @Override
        public Optional<Path> file(String title) {
            return Optional.of(Path.of("register.pdf"));
        }
    }

    private HelpdeskModel open(String language, StaffDesk.Named named) {
        desk.people.add(FakeStaff.person(HANAKO, "山田 花子", "やまだ", StaffDesk.State.ACTIVE, named));
        var model =
                window.open(Role.OFFICER, Locale.forLanguageTag(language), new OneFile(), new HelpdeskWindow.Nothing());
        robot.interact(() -> model.show(HANAKO));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> window.node("#amend").requestFocus());
        robot.type(KeyCode.SPACE);
        WaitForAsyncUtils.waitForFxEvents();
        return model;
    }

    private String focus() {
        WaitForAsyncUtils.waitForFxEvents();
        var owner = window.node("#amend-pane").getScene().getFocusOwner();
        return owner == null ? "" : String.valueOf(owner.getId());
    }

    private void tabTo(String id) {
        for (var i = 0; i < 30 && !focus().equals(id); i++) {
            robot.type(KeyCode.TAB);
        }
        assertThat(focus()).isEqualTo(id);
    }

    private String text(String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    private void typePin() {
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0, KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_name_is_changed_with_the_keyboard_alone_and_compared_where_the_pin_is_typed(String language) {
        open(language, StaffDesk.Named.SIGNED);
        assertThat(focus()).isEqualTo("form-name");
        robot.interact(() -> ((TextField) window.node("#form-name")).setText("鈴木 花子"));
        tabTo("form-subject");
        assertThat(((TextField) window.node("#form-subject")).getText()).isEqualTo("CN=鈴木 花子");
        tabTo("keys-stay");
        robot.type(KeyCode.DOWN);
        tabTo("choose-evidence");
        robot.type(KeyCode.SPACE);
        tabTo("reason");
        robot.type(KeyCode.DOWN);
        tabTo("reason-note");
        robot.type(KeyCode.ENTER);

        assertThat(focus()).isEqualTo("pin");
        assertThat(text("#after-form-name-short")).isEqualTo("鈴木 花子");
        assertThat(text("#after-fact-subject")).isEqualTo("CN=鈴木 花子");
        assertThat(window.node("#keys-end-care").isVisible()).isTrue();
        typePin();
        robot.type(KeyCode.ENTER);
        assertThat(focus()).isEqualTo("finish");

        assertThat(desk.named).singleElement().satisfies(now -> {
            assertThat(now.subject()).isEqualTo("CN=鈴木 花子");
            assertThat(now.endKeys()).isTrue();
            assertThat(now.evidence()).isPresent();
        });
        assertThat(desk.reasons).containsExactly(Optional.of(new Reason(Reason.Code.NAME_CHANGED)));
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.node("#person").isVisible()).isTrue();
    }

    @Test
    void what_is_to_be_mended_is_told_and_has_the_focus_and_escape_costs_nothing_that_was_typed() {
        open("en", StaffDesk.Named.SIGNED);
        robot.type(KeyCode.ENTER);

        assertThat(focus()).isEqualTo("reason");
        assertThat(window.node("#fault-NOTHING_CHANGES").isVisible()).isTrue();
        robot.interact(() -> ((TextField) window.node("#form-kana")).setText("ヤマダ"));
        robot.interact(() -> window.node("#form-kana").requestFocus());
        assertThat(window.node("#fault-NOTHING_CHANGES").isVisible()).isFalse();
        robot.type(KeyCode.ESCAPE);
        assertThat(((TextField) window.node("#form-kana")).getText()).isEqualTo("ヤマダ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_false_name_stands_nowhere_in_the_form(String language) {
        var model = open(language, StaffDesk.Named.FALSE);

        assertThat(window.node("#amend-unsigned").isVisible()).isTrue();
        var pane = robot.from(window.node("#amend-pane"));
        var shown = Stream.concat(
                pane.lookup(".label").queryAllAs(Label.class).stream().map(Label::getText),
                pane.lookup(".text-field").queryAllAs(TextField.class).stream().map(TextField::getText));
        assertThat(shown)
                .noneMatch(text -> text.contains("山田 花子") && !text.contains("CN="))
                .noneMatch(text -> text.contains("やまだ") || text.contains(HANAKO + "@"));
        assertThat(model.amend().isSigned()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void in_the_smallest_window_nothing_of_the_comparison_is_cut(String language) {
        var model = open(language, StaffDesk.Named.SIGNED);
        window.narrow();
        robot.interact(() -> {
            model.amend().nameProperty().set("鈴木 花子");
            model.amend().reason().codeProperty().set(Reason.Code.NAME_CHANGED);
            model.amend().evidence(Path.of("register.pdf"));
            model.amend().review();
        });
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.from(window.node("#compared")).lookup(".label").queryAllAs(Label.class))
                .hasSizeGreaterThan(10)
                .allSatisfy(label -> assertThat(((javafx.scene.text.Text) label.lookup(".text")).getText())
                        .isEqualTo(label.getText()));
    }
}
