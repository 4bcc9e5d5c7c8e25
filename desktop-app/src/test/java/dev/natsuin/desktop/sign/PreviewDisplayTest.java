package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
