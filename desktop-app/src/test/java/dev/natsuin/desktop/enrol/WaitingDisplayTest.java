package dev.natsuin.desktop.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Enrolling.Next;
import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** What a desk that waits for its officer says of a key that is handed over, and is erased after seven days. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class WaitingDisplayTest {
    private static final int PATIENCE_MILLISECONDS = 20_000;

    private final FakeDesk desk = FakeDesk.fresh(Duration.ZERO);

    /** Nobody chooses anything. */
    private static final class Nobody implements Chooser {
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
    }

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private static Secret secret(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> told(String language, EnrolModel model, String query) {
        return WaitForAsyncUtils.waitForAsyncFx(PATIENCE_MILLISECONDS, () -> {
            var words = Words.of(EnrolView.class, Locale.forLanguageTag(language));
            var view = new EnrolView(model, words, new Nobody(), () -> {});
            new Scene(view);
            view.applyCss(); // what scrolls has its content then
            return Optional.ofNullable((Label) view.lookup(query)).map(Label::getText);
        });
    }

    private EnrolModel waitingWith(String code) {
        desk.officer(false);
        var model = new EnrolModel(desk, new InlineBackground());
        model.read(secret(code));
        model.choose(secret("493817"), secret("493817"));
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void whoever_waits_with_a_handed_key_is_told_for_how_long(String language) {
        assertThat(told(language, waitingWith("natsuin2-abcd"), "#key-waits"))
                .hasValueSatisfying(text -> assertThat(text).contains(language.equals("ja") ? "7 日" : "seven days"));
    }

    @Test
    void whoever_waits_without_one_is_not() {
        assertThat(told("en", waitingWith("natsuin1-abcd"), "#key-waits")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void a_desk_that_was_left_waiting_says_what_the_code_would_tell(String language) {
        desk.officer(false);
        var later = new EnrolModel(desk, new InlineBackground());
        later.resume(new Enrolling.Enrolled(
                Optional.of("山田 花子"), "https://sign.example.jp", "K7MW2QXPA4ND9TZR", Next.CONFIRMATION));

        assertThat(told(language, later, "#key-waits"))
                .hasValueSatisfying(text -> assertThat(text).contains("NATSUIN2"));
    }
}
