package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.words.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the toolkit, opens the one window and waits until it is closed. */
public final class DesktopApp {
    /** Exit code when there is no display to open a window on. */
    public static final int NO_DISPLAY = 70;

    /** As {@code StartupWMClass} of the installed program has it. */
    private static final String WINDOW_CLASS = "natsuin";

    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    private final DeskServices services;
    private final LaunchOptions options;
    private final java.util.logging.Logger toolkitLog = java.util.logging.Logger.getLogger("javafx");

    /** An app over these services. */
    public DesktopApp(DeskServices services, LaunchOptions options) {
        this.services = services;
        this.options = options;
    }

    /**
     * Opens the window and returns when it has been closed.
     *
     * @return one plain sentence why no window could be opened; empty when all was well
     */
    public Optional<String> run() throws InterruptedException {
        var language = options.language();
        var first = Words.languageOf(language == null ? Locale.getDefault() : language);
        Locale.setDefault(first);
        var mine = FirstWindow.claim(options.profile());
        if (mine.isEmpty() && FirstWindow.handOver(options.profile(), options.documents())) {
            return Optional.empty();
        }
        // Says on every start that class-path starts are not supported; they are what we test and ship.
        toolkitLog.setLevel(Level.SEVERE);
        var closed = new CountDownLatch(1);
        loadedBeside();
        try {
            Platform.startup(() -> {
                // What a desktop knows the window by (WM_CLASS), so that it finds our icon and name; there is no public
                // way.
                com.sun.glass.ui.Application.GetApplication().setName(WINDOW_CLASS);
                Platform.setImplicitExit(false);
                var window = new Window(services, options, first, new Stage(), closed::countDown);
                window.open();
                mine.ifPresent(there -> there.listen(window::take));
            });
        } catch (UnsupportedOperationException e) {
            mine.ifPresent(FirstWindow::close);
            LOG.trace("toolkit did not start", e);
            return Optional.of(Words.of(DesktopApp.class, first).text(key(e)));
        }
        closed.await();
        mine.ifPresent(FirstWindow::close);
        Platform.exit();
        return Optional.empty();
    }

    /**
     * Who sits here is asked for while the toolkit starts, on another processor: what answers that (keys, providers) is
     * then there when the window asks.
     */
    private void loadedBeside() {
        if (services.desk().secretPlace().equals(Optional.of(SecretPlace.KEYRING))) {
            return; // Two who ask would have the person unlock their keyring twice.
        }
        var asking = new Thread(services.desk()::state, "natsuin-beside");
        asking.setDaemon(true);
        asking.start();
    }

    private static String key(UnsupportedOperationException why) {
        return String.valueOf(why.getMessage()).contains("GTK") ? "no.gtk" : "no.display";
    }
}
