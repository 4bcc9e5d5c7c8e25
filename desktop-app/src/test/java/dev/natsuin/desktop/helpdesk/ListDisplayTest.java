package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.words.GuestWords;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "en, 100, 900, 640",
        "ja, 100, 900, 640",
        "en, 200, 1240, 720",
        "ja, 200, 1240, 720",
        "ja, 200, 900, 640"
    })
    void what_is_wrong_is_read_without_scrolling_sideways_at_every_size_of_text(
            String tag, int percent, int width, int height) throws TimeoutException {
        var rows = new ArrayList<GuestList.Row>();
        for (var line = 2; line < 40; line++) {
            rows.add(row(line, "鈴木 一郎", false, new GuestList.Fault(GuestList.Kind.EMAIL_NOT_ONE, "somebody.else")));
        }
        desk.list = new GuestList(rows, List.of());
        var language = Locale.forLanguageTag(tag);
        open(language);
        window.dress(percent, language, width, height);
        fire("#import");
        fire("#choose-list");
        fire("#choose-folder");
        fire("#go-on");
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () -> node("#import-rows").getLayoutBounds().getHeight() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        var table = node("#import-rows");
        assertThat(robot.from(table).lookup(".scroll-bar").queryAllAs(ScrollBar.class).stream()
                        .filter(bar -> bar.getOrientation() == Orientation.HORIZONTAL && bar.isVisible()))
                .isEmpty();
        var room = table.localToScreen(table.getLayoutBounds());
        var faults = robot.from(table).lookup(".cell-words").queryAllAs(Text.class).stream()
                .filter(text -> text.getText().contains("somebody.else"))
                .filter(text -> text.getParent().getParent().getParent().isVisible())
                .toList();
        assertThat(faults).isNotEmpty().allSatisfy(text -> {
            var row = text.getParent().getParent().getParent();
            assertThat(text.localToScreen(text.getLayoutBounds()).getMaxY())
                    .isLessThanOrEqualTo(
                            row.localToScreen(row.getLayoutBounds()).getMaxY());
            assertThat(text.localToScreen(text.getLayoutBounds()).getMaxX()).isLessThan(room.getMaxX());
        });
    }

    @ParameterizedTest
    @CsvSource({"100, 1000, 1040", "150, 1240, 900", "200, 1240, 900"})
    void a_list_takes_the_room_there_is_and_is_seen_whole(int percent, int width, int height) throws TimeoutException {
        var rows = new ArrayList<GuestList.Row>();
        for (var line = 2; line < 40; line++) {
            rows.add(row(line, "鈴木 一郎", false, new GuestList.Fault(GuestList.Kind.EMAIL_NOT_ONE, "somebody.else")));
        }
        desk.list = new GuestList(rows, List.of());
        open(Locale.JAPANESE);
        window.dress(percent, Locale.JAPANESE, width, height);
        fire("#import");
        fire("#choose-list");
        fire("#choose-folder");
        fire("#go-on");
        WaitForAsyncUtils.waitFor(
                20,
                TimeUnit.SECONDS,
                () -> node("#import-rows").getLayoutBounds().getHeight() > 0);
        WaitForAsyncUtils.waitForFxEvents();

        var table = node("#import-rows").localToScreen(node("#import-rows").getLayoutBounds());
        var seen = node("#import-pane > .scroll-pane")
                .localToScreen(node("#import-pane > .scroll-pane").getLayoutBounds());
        assertThat(seen.contains(table)).isTrue();
        assertThat(seen.getMaxY() - table.getMaxY()).as("left unused below it").isLessThan(60);
    }

    @Test
    void an_address_that_is_missing_is_told_as_that() {
        var missing = List.of(new GuestList.Fault(GuestList.Kind.EMAIL_NOT_ONE, ""));
        assertThat(GuestWords.sentences(missing, Locale.ENGLISH)).isEqualTo("The e-mail address is missing.");
        assertThat(GuestWords.sentences(missing, Locale.JAPANESE)).isEqualTo("メールアドレスがありません。");
        var wrong = List.of(new GuestList.Fault(GuestList.Kind.EMAIL_NOT_ONE, "ken"));
        assertThat(GuestWords.sentences(wrong, Locale.ENGLISH)).contains("no e-mail address: ken");
    }
}
