package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A key file is handed over in a real window: chosen, opened, its certificate shown back, sealed under the PIN. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class HandOverDisplayTest {
    private @Nullable HelpdeskModel shown;
    private final HelpdeskWindow window = new HelpdeskWindow();
    private final FxRobot robot = window.robot;
    private final FakeStaff desk = window.desk;

    /** They choose a key file and nothing else. */
    private static final class KeyFile extends HelpdeskWindow.Nothing {
        @Override
        public Optional<Path> keyFile() {
            return Optional.of(Path.of("misaki.p12"));
        }
    }

    @BeforeAll
    static void toolkit() throws TimeoutException {
        HelpdeskWindow.toolkit();
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void open(Locale language) {
        shown = window.open(Role.OFFICER, language, new KeyFile(), new KeyFile());
    }

    private Node node(String query) {
        return window.node(query);
    }

    private void fire(String query) {
        window.fire(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_key_file_is_handed_over_and_its_end_is_asked_for(String language) {
        open(Locale.forLanguageTag(language));
        fire("#invite");
        fill("髙橋 美咲", "misaki@example.jp");
        assertThat(node("#key-password").getParent().isVisible()).isFalse();
        fire("#choose-key-file");
        assertThat(node("#key-password").getParent().isVisible()).isTrue();
        assertThat(robot.lookup("#key-file").queryAs(Label.class).getText()).isEqualTo("misaki.p12");
        assertThat(node("#form-algorithm").isDisabled())
                .as("the key decides what kind it is")
                .isTrue();
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#key-password").isFocused()).isTrue();
        robot.write("secret");
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.lookup("CN=Elsewhere CA").tryQuery()).isPresent();
        assertThat(robot.lookup(Words.of(HelpdeskView.class, Locale.forLanguageTag(language))
                                .text("review.leaves.key"))
                        .tryQuery())
                .as("the key leaves this computer, too")
                .isPresent();
        robot.interact(() -> node("#pin").requestFocus());
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0, KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();
        fire("#go-on");

        assertThat(desk.handedOver).hasSize(1);
        assertThat(node("#key-destroy").isVisible()).isTrue();
        assertThat(robot.lookup("#key-days").queryAs(Label.class).getText())
                .contains(language.equals("ja") ? "7 日間" : "seven days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_password_that_is_typed_once_more_is_typed_where_nobody_reads_it(String language) {
        open(Locale.forLanguageTag(language));
        fire("#invite");
        fill("髙橋 美咲", "misaki@example.jp");
        fire("#choose-key-file");
        WaitForAsyncUtils.waitForFxEvents();
        robot.write("wrong");
        fire("#go-on");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#problem").isVisible()).isTrue();

        robot.write("secret");
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(model().nameProperty().get()).isEqualTo("髙橋 美咲");
        assertThat(model().stage()).isEqualTo(InviteModel.Stage.REVIEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void evidence_that_turns_out_to_be_unreadable_leaves_whoever_types_where_they_are(String language) {
        open(Locale.forLanguageTag(language));
        fire("#invite");
        robot.interact(() -> node("#form-email").requestFocus());
        robot.write("misaki@");
        desk.trouble(ProblemCode.FILE_UNREADABLE);
        robot.interact(() -> model().evidence(Path.of("share", "passport.png")));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#problem").isVisible()).isTrue();
        robot.write("example.jp");

        assertThat(model().emailProperty().get()).isEqualTo("misaki@example.jp");
        assertThat(model().nameProperty().get()).isEmpty();

        desk.trouble(null);
        robot.interact(() -> model().evidence(Path.of("passport.png")));
        assertThat(robot.lookup("#problem").tryQuery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_name_that_looks_like_another_is_shown_back_with_what_to_look_at(String language) {
        open(Locale.forLanguageTag(language));
        fire("#invite");
        fill("⽥中 太郎", "taro@example.jp");
        fire("#go-on");

        assertThat(((Label) node("#look-alikes")).getText()).contains("U+2F65");
    }

    private void fill(String name, String email) {
        robot.interact(() -> {
            model().nameProperty().set(name);
            model().emailProperty().set(email);
            model().folderProperty().set(Path.of("sheets"));
            model().evidence(Path.of("passport.png"));
        });
    }

    private InviteModel model() {
        return Objects.requireNonNull(shown).invite();
    }
}
