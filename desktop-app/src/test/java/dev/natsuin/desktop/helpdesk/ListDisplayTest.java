package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A list of people in a real window: from the choice of the file to the folder with the sheets. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class ListDisplayTest {
    private final HelpdeskWindow window = new HelpdeskWindow();
    private final FxRobot robot = window.robot;
    private final FakeStaff desk = window.desk;
    private final List<Path> opened = new ArrayList<>();

    private static final class Choosing implements Chooser {
        @Override
        public List<Path> documents() {
            return List.of();
        }

        @Override
        public Optional<Path> file(String title) {
            return Optional.of(Path.of("名簿.csv"));
        }

        @Override
        public Optional<Path> folder(String title) {
            return Optional.of(Path.of("登録用紙"));
        }
    }

    private final class Opening implements Opener {
        @Override
        public boolean open(Path file) {
            return opened.add(file);
        }

        @Override
        public boolean showInFolder(Path file) {
            return opened.add(file);
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

    private static GuestList.Row row(int line, String name, boolean admitted, GuestList.Fault... faults) {
        var email = "person" + line + "@example.jp";
        var guest = new StaffDesk.Guest(name, email, Role.SIGNER, Optional.empty(), Optional.empty());
        return new GuestList.Row(
                line,
                name,
                email,
                faults.length == 0 ? Optional.of(guest) : Optional.empty(),
                List.of(faults),
                admitted);
    }

    private void open(Locale language) {
        window.open(Role.OFFICER, language, new Choosing(), new Opening());
    }

    private Node node(String query) {
        return window.node(query);
    }

    private void fire(String query) {
        window.fire(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_list_is_mended_checked_again_signed_and_its_folder_opened(String language) {
        desk.list = new GuestList(
                List.of(
                        row(2, "山田 花子", true),
                        row(3, "髙橋 太郎", false),
                        row(4, "Ken", false, new GuestList.Fault(GuestList.Kind.EMAIL_TWICE, "3"))),
                List.of());
        open(Locale.forLanguageTag(language));
        fire("#import");
        assertThat(node("#go-on").isDisabled()).isTrue();
        fire("#choose-list");
        fire("#choose-folder");
        fire("#go-on");

        var table = (TableView<?>) node("#import-rows");
        assertThat(table.getItems()).hasSize(3);
        assertThat(table.getAccessibleText()).isNotBlank();
        assertThat(robot.lookup("#pin").tryQuery()).isEmpty();
        var said = robot.lookup(".cell-words").queryAllAs(Text.class).stream()
                .map(Text::getText)
                .toList();
        assertThat(said).as("its own line").first().isEqualTo("4");
        assertThat(said)
                .as("the fault, which names the other line")
                .element(3)
                .asString()
                .contains("3");
        assertThat(((GuestList.Row) table.getItems().get(0)).line()).isEqualTo(4);

        desk.list = new GuestList(List.of(row(2, "山田 花子", true), row(3, "髙橋 太郎", false)), List.of());
        fire("#check-again");
        robot.interact(() -> ((PinField) node("#pin")).requestFocus());
        robot.type(KeyCode.DIGIT2, KeyCode.DIGIT7, KeyCode.DIGIT0, KeyCode.DIGIT1, KeyCode.DIGIT8, KeyCode.DIGIT2);
        WaitForAsyncUtils.waitForFxEvents();
        fire("#go-on");

        fire("#open-folder");
        assertThat(opened).containsExactly(Path.of("登録用紙"));
        assertThat(desk.asked).contains("invite 2 into 登録用紙");
        fire("#finish");
        assertThat(robot.lookup("#import-pane").tryQuery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void all_that_is_signed_of_each_is_shown_and_what_looks_like_something_else_is_told(String language) {
        var guest = new StaffDesk.Guest(
                "⽥中 太郎",
                "たなか たろう",
                "taro@example.jp",
                Role.SIGNER,
                Optional.of("CN=Taro Tanaka"),
                Optional.empty(),
                Optional.empty(),
                StaffDesk.Guest.USUAL_LIFE);
        var closely = new GuestList.Row(3, guest.name(), guest.email(), Optional.of(guest), List.of(), false);
        desk.list = new GuestList(List.of(row(2, "山田 花子", false), closely), List.of());
        open(Locale.forLanguageTag(language));
        fire("#import");
        fire("#choose-list");
        fire("#choose-folder");
        fire("#go-on");

        var said = robot.lookup(".cell-words").queryAllAs(Text.class).stream()
                .map(Text::getText)
                .toList();
        assertThat(said).as("on top").first().isEqualTo("3");
        assertThat(said.get(1)).contains("たなか たろう");
        assertThat(said.get(2)).contains("CN=Taro Tanaka").contains(language.equals("en") ? "signer" : "署名者");
        assertThat(said.get(3)).contains("U+2F65");
    }
}
