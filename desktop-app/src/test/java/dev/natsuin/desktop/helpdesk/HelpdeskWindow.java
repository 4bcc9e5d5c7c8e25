package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.demo.FakeStaff;
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
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The helpdesk's page in a real window, for tests at a display. */
final class HelpdeskWindow implements AutoCloseable {
    private static final int PATIENCE_MILLISECONDS = 20_000;
    private static final int WIDTH = 1024;
    private static final int NARROW = WIDTH - 200;
    private static final int HEIGHT = 700;

    final FxRobot robot = new FxRobot();
    final FakeStaff desk = new FakeStaff();
    private final Stage stage = WaitForAsyncUtils.waitForAsyncFx(PATIENCE_MILLISECONDS, () -> new Stage());

    /** Nobody chooses or opens anything. */
    static class Nothing implements Chooser, Opener {
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

    /** Before the first window of a process. */
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    /** Opens it for somebody of this role; they choose with the one and open with the other. */
    HelpdeskModel open(Role role, Locale language, Chooser chooser, Opener opener) {
        desk.role(role);
        var model = WaitForAsyncUtils.waitForAsyncFx(
                PATIENCE_MILLISECONDS, () -> new HelpdeskModel(desk, new InlineBackground()));
        robot.interact(() -> {
            var dates = new Dates(language, ZoneOffset.UTC);
            var view = new HelpdeskView(
                    model, Words.of(HelpdeskView.class, language), dates, chooser, opener, "ABCDEFGHIJKLMNOP");
            var scene = new Scene(view, WIDTH, HEIGHT);
            Look.FIRST.dress(scene, language);
            stage.setScene(scene);
            stage.setWidth(WIDTH);
            stage.setHeight(HEIGHT);
            stage.show();
        });
        return model;
    }

    /** As narrow as its place is in the smallest window. */
    void narrow() {
        robot.interact(() -> stage.setWidth(NARROW));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** With larger text, at this size of its place. */
    void dress(int textPercent, Locale language, int width, int height) {
        robot.interact(() -> {
            new Look(false, textPercent, true).dress(stage.getScene(), language);
            stage.setWidth(width);
            stage.setHeight(height);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    Node node(String query) {
        return robot.lookup(query).query();
    }

    void fire(String query) {
        robot.interact(() -> ((ButtonBase) node(query)).fire());
    }

    @Override
    public void close() {
        robot.interact(stage::hide);
    }
}
