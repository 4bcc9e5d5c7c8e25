package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Look;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** A key file is handed over in a real window: chosen, opened, its certificate shown back, sealed under the PIN. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class HandOverDisplayTest {
    private static final int SECONDS = 20_000;

    private @Nullable HelpdeskModel shown;
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
        public Optional<Path> keyFile() {
            return Optional.of(Path.of("misaki.p12"));
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
        desk.role(Role.OFFICER);
        robot.interact(() -> {
            var model = new HelpdeskModel(desk, new InlineBackground());
            shown = model;
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
    void a_key_file_is_handed_over_and_its_end_is_asked_for(String language) {
        open(Locale.forLanguageTag(language));
        fire("#invite");
        robot.interact(() -> {
            model().nameProperty().set("髙橋 美咲");
            model().emailProperty().set("misaki@example.jp");
            model().folderProperty().set(Path.of("sheets"));
            model().evidence(Path.of("passport.png"));
        });
        assertThat(node("#key-password").getParent().isVisible()).isFalse();
        fire("#choose-key-file");
        assertThat(node("#key-password").getParent().isVisible()).isTrue();
        assertThat(robot.lookup("#key-file").queryAs(Label.class).getText()).isEqualTo("misaki.p12");
        assertThat(node("#form-algorithm").isDisabled())
                .as("the key decides what kind it is")
                .isTrue();
        robot.interact(() -> node("#key-password").requestFocus());
        robot.write("secret");
        fire("#go-on");
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.lookup("CN=Elsewhere CA").tryQuery()).isPresent();
        robot.interact(() -> node("#pin").requestFocus());
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0, KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();
        fire("#go-on");

        assertThat(desk.handedOver).hasSize(1);
        assertThat(node("#key-destroy").isVisible()).isTrue();
    }

    private InviteModel model() {
        return Objects.requireNonNull(shown).invite();
    }
}
