package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.desktop.ui.Look;
import dev.natsuin.desktop.words.Words;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The selected document, as it is seen while what is known of it comes in. */
@Tag("display")
final class PreviewDisplayTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void a_seal_that_comes_late_is_not_put_into_a_look_that_was_opened_meanwhile() throws Exception {
        var picture = folder.resolve("seal.png");
        ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB), "png", picture.toFile());
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var files = new HeldBackground();
            var inline = new InlineBackground();
            var model = new SignModel(
                    FakeDesk.enrolled(Duration.ZERO).services(),
                    new Lanes(files, inline, inline, inline, inline),
                    new NoOpener());
            var sheet = new LookSheet(model, Words.of(SignView.class, Locale.ENGLISH), new OnePicture(picture));
            var scene = new Scene(sheet);
            sheet.applyCss();
            sheet.open(SavedLook.PLAIN);
            ((Button) scene.lookup("#look-seal")).fire();
            ((Button) scene.lookup("#look-cancel")).fire();
            sheet.open(SavedLook.PLAIN);

            files.go();
            ((Button) scene.lookup("#look-save")).fire();

            assertThat(model.placing().saved()).extracting(SavedLook::png).containsExactly(Optional.empty());
            return true;
        });
    }

    @Test
    void why_a_picture_could_not_be_used_is_not_said_of_the_look_opened_next() throws Exception {
        var none = Files.writeString(folder.resolve("seal.png"), "no picture");
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var model = new SignModel(
                    FakeDesk.enrolled(Duration.ZERO).services(), InlineBackground.lanes(), new NoOpener());
            var sheet = new LookSheet(model, Words.of(SignView.class, Locale.ENGLISH), new OnePicture(none));
            var scene = new Scene(sheet);
            sheet.applyCss();
            sheet.open(SavedLook.PLAIN);
            ((Button) scene.lookup("#look-seal")).fire();
            assertThat(scene.lookup("#look-sheet .trouble")).isNotNull();
            ((Button) scene.lookup("#look-cancel")).fire();

            sheet.open(SavedLook.PLAIN);

            assertThat(scene.lookup("#look-sheet .trouble")).isNull();
            return true;
        });
    }

    @ParameterizedTest
    @CsvSource({"en, 100, 900", "ja, 100, 900", "ja, 150, 900", "en, 200, 720", "ja, 200, 720"})
    void the_sheet_of_a_look_is_no_wider_than_its_window(String language, int percent, int width) throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var locale = Locale.forLanguageTag(language);
            var model = new SignModel(
                    FakeDesk.enrolled(Duration.ZERO).services(), InlineBackground.lanes(), new NoOpener());
            model.loadKeys();
            var sheet = new LookSheet(model, Words.of(SignView.class, locale), new OnePicture(folder));
            var scene = new Scene(sheet, width, 740);
            new Look(false, percent, true).dress(scene, locale);
            sheet.open(SavedLook.PLAIN);
            sheet.applyCss();
            sheet.layout();
            var inside = sheet.lookup(".viewport")
                    .localToScene(sheet.lookup(".viewport").getLayoutBounds());

            for (var part : List.of(".look-paper", "#look-name", "#look-seal", ".look-columns .quiet")) {
                var there = sheet.lookup(part).localToScene(sheet.lookup(part).getLayoutBounds());
                assertThat(there.getMinX()).as(part).isGreaterThanOrEqualTo(inside.getMinX());
                assertThat(there.getMaxX()).as(part).isLessThanOrEqualTo(inside.getMaxX());
            }
            assertThat(sheet.lookupAll(".look-columns .text").stream()
                            .filter(Text.class::isInstance)
                            .map(text -> ((Text) text).getText()))
                    .noneMatch(text -> text.equals("..."));
            return true;
        });
    }

    @Test
    void a_look_that_was_made_is_the_one_in_use_also_where_no_signature_was_seen_before() throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var words = Words.of(SignView.class, Locale.ENGLISH);
            var model = new SignModel(
                    FakeDesk.enrolled(Duration.ZERO).services(), InlineBackground.lanes(), new NoOpener());
            var sheet = new LookSheet(model, words, new OnePicture(folder));
            var field = new SeenField(model.placing(), words, sheet::open);
            var scene = new Scene(new StackPane(field, sheet));
            scene.getRoot().applyCss();
            var choice = (ComboBox<?>) scene.lookup("#seen");
            choice.getSelectionModel().selectLast();
            ((TextField) scene.lookup("#look-name")).setText("Approved");

            ((Button) scene.lookup("#look-save")).fire();

            assertThat(model.placing().seenProperty().get()).isTrue();
            assertThat(model.placing().lookProperty().get().name()).isEqualTo("Approved");
            assertThat(choice.getSelectionModel().getSelectedIndex()).isEqualTo(2);
            return true;
        });
    }

    private record OnePicture(Path there) implements Chooser {
        @Override
        public List<Path> documents() {
            return List.of();
        }

        @Override
        public Optional<Path> file(String title) {
            return Optional.of(there);
        }

        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }
    }

    @Test
    void the_way_to_the_signature_is_there_also_where_pages_opened_before_the_document_was_known() throws Exception {
        var file = Files.writeString(folder.resolve("contract.pdf"), "%PDF-1.7");
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var files = new HeldBackground();
            var inline = new InlineBackground();
            var model = new SignModel(
                    FakeDesk.enrolled(Duration.ZERO).services(),
                    new Lanes(files, inline, inline, inline, inline),
                    new NoOpener());
            var pane = new PreviewPane(model, Words.of(SignView.class, Locale.ENGLISH));
            var scene = new Scene(pane);
            model.placing().seenProperty().set(true);
            model.add(List.of(file));
            files.next();
            assertThat(model.preview().state()).isInstanceOf(PreviewModel.State.Open.class);
            assertThat(scene.lookup("#to-spot").isVisible()).isFalse();

            files.go();

            assertThat(scene.lookup("#to-spot").isVisible()).isTrue();
            return true;
        });
    }
}
