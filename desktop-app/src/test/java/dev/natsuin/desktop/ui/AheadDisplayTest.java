package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** What the first picture of the window does not wait for, and what it opens. */
@Tag("display")
final class AheadDisplayTest {
    private static final String COLLECTED = "Noto Sans CJK JP";

    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private Ahead pieces() {
        var ahead = new Ahead();
        ahead.add(() -> done.add("first"));
        ahead.add(
                () -> {
                    ahead.add(() -> done.add("part"));
                    return "made";
                },
                made -> done.add(made));
        ahead.add(() -> done.add("last"));
        return ahead;
    }

    @Test
    void what_is_needed_sooner_is_done_at_once_in_order_with_what_its_pieces_add() {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> pieces().now());

        assertThat(done).containsExactly("first", "made", "last", "part");
    }

    @Test
    void without_need_a_piece_is_done_before_each_picture_but_the_first() throws TimeoutException {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            pieces().begin();
            Platform.runLater(() -> done.add("turn"));
        });

        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> done.contains("part"));
        assertThat(done).containsExactly("turn", "first", "made", "last", "part");
    }

    @Test
    void what_waits_goes_on_after_the_next_beginning_and_nothing_is_done_twice() {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var ahead = pieces();
            ahead.begin();
            ahead.pause();
            ahead.now();
            ahead.now();
        });

        assertThat(done).containsExactly("first", "made", "last", "part");
    }

    /** In a process of its own: what another test opened before stays open. */
    @Test
    void of_a_collection_of_faces_the_window_opens_the_plain_and_the_bold_one() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dprism.order=sw",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneWindow.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        // Another machine has other faces.
        assertThat(told.strip()).isIn("Regular Bold 1 1", OneWindow.OTHER_FACES);
    }

    /** Dresses a window, and tells the faces it got and how often their files are open. */
    static final class OneWindow {
        private static final String OTHER_FACES = "other faces";

        private OneWindow() {}

        public static void main(String[] arguments) {
            Platform.startup(() -> {
                var scene = new Scene(new StackPane(new Label("捺印")));
                Look.FIRST.dress(scene, Locale.JAPANESE);
                scene.getRoot().applyCss();
                var plain = Font.font(COLLECTED, FontWeight.NORMAL, 13);
                var bold = Font.font(COLLECTED, FontWeight.BOLD, 13);
                System.out.println(
                        plain.getFamily().equals(COLLECTED)
                                ? plain.getStyle() + " " + bold.getStyle() + " " + open("NotoSansCJK-Regular.ttc") + " "
                                        + open("NotoSansCJK-Bold.ttc")
                                : OTHER_FACES);
                System.exit(0);
            });
        }

        private static long open(String file) {
            try (var mapped = Files.lines(Path.of("/proc/self/maps"))) {
                return mapped.filter(line -> line.endsWith(file)).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
