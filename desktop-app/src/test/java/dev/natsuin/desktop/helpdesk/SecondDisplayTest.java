package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Look;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** What waits for a second person in a real window: looked at, approved under the PIN. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class SecondDisplayTest {
    private static final int SECONDS = 20_000;

    private final FxRobot robot = new FxRobot();
    private final FakeStaff desk = new FakeStaff();
    private final Stage stage = WaitForAsyncUtils.waitForAsyncFx(SECONDS, () -> new Stage());

    private static final class Nothing implements Chooser, Opener {
        @Override
        public List<Path> documents() {
            return List.of();
        }

        @Override
        public Optional<Path> file(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }

        @Override
        public boolean open(Path file) {
            return false;
        }

        @Override
        public boolean showInFolder(Path file) {
            return false;
        }
    }

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @AfterEach
    void close() {
        robot.interact(stage::hide);
    }

    private void open(Locale language) {
        desk.role(Role.ADMINISTRATOR);
        robot.interact(() -> {
            var model = new HelpdeskModel(desk, new InlineBackground());
            var view = new HelpdeskView(
                    model,
                    Words.of(HelpdeskView.class, language),
                    new Dates(language, ZoneOffset.UTC),
                    new Nothing(),
                    new Nothing());
            var scene = new Scene(view, 1024, 700);
            Look.FIRST.dress(scene, language);
            stage.setScene(scene);
            stage.setWidth(1024);
            stage.setHeight(700);
            stage.show();
        });
    }

    private Node node(String query) {
        return robot.lookup(query).query();
    }

    private void fire(String query) {
        robot.interact(() -> ((ButtonBase) node(query)).fire());
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
}
