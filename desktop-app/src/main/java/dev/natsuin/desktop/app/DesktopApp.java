package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.settings.PreferenceFile;
import dev.natsuin.desktop.ui.Look;
import dev.natsuin.desktop.words.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.slf4j.LoggerFactory;

/**
 * The toolkit from its start to its end, and the one window. It starts beside the caller, who meanwhile finds out who
 * sits here: both take equally long, and there is more than one processor.
 */
public final class DesktopApp implements AutoCloseable {
    /** Exit code when there is no display to open a window on. */
    public static final int NO_DISPLAY = 70;

    /** As {@code StartupWMClass} of the installed program has it. */
    private static final String WINDOW_CLASS = "natsuin";

    private final LaunchOptions options;
    private final Locale language;
    private final CompletableFuture<java.util.logging.Logger> itsLog = new CompletableFuture<>();
    private final CompletableFuture<Void> made = new CompletableFuture<>();
    private final CompletableFuture<Void> toolkit = new CompletableFuture<>();
    private final CompletableFuture<Runnable> first = new CompletableFuture<>();

    private DesktopApp(LaunchOptions options) {
        this.options = options;
        var asked = options.language();
        language = Words.languageOf(asked == null ? Locale.getDefault() : asked);
    }

    /** Begins to start the toolkit, and returns at once. Whoever closes it ends the toolkit. */
    public static DesktopApp begin(LaunchOptions options) {
        var app = new DesktopApp(options);
        Locale.setDefault(app.language);
        new Thread(app::start, "natsuin-toolkit").start();
        app.quieten();
        return app;
    }

    /**
     * JavaFX says on every start that class-path starts are not supported; they are what we test and ship. Java looks
     * through all libraries for somebody else who logs, while the toolkit is made.
     */
    private void quieten() {
        var log = java.util.logging.Logger.getLogger("javafx");
        log.setLevel(Level.SEVERE);
        itsLog.complete(log); // Kept, since Java forgets the level of a logger that nobody has.
    }

    @SuppressWarnings("IllegalCatch") // Whatever keeps it from starting is for the caller, who waits for it.
    private void start() {
        try {
            com.sun.javafx.tk.Toolkit.getToolkit();
            made.complete(null);
            itsLog.join();
            Platform.startup(() -> {
                // What a desktop knows the window by (WM_CLASS), so that it finds our icon and name; there is no public
                // way.
                com.sun.glass.ui.Application.GetApplication().setName(WINDOW_CLASS);
                Platform.setImplicitExit(false);
                toolkit.complete(null);
                first.join().run(); // There is no window yet that could stand still meanwhile.
            });
        } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
            toolkit.completeExceptionally(e);
        }
    }

    /**
     * Opens the window and returns when it has been closed.
     *
     * @return one plain sentence why no window could be opened; empty when all was well
     */
    public Optional<String> run(DeskServices services) throws InterruptedException {
        var mine = FirstWindow.claim(options.profile());
        if (mine.isEmpty() && FirstWindow.handOver(options.profile(), options.documents())) {
            return Optional.empty();
        }
        try {
            readLook();
            var closed = new CountDownLatch(1);
            var next = new CompletableFuture<FirstWindow.Next>();
            first.complete(() -> {
                var window = new Window(services, options, language, new Stage(), closed::countDown);
                window.open(mine.isEmpty());
                mine.ifPresentOrElse(
                        there -> there.listen(window::take),
                        () -> next.complete(FirstWindow.next(options.profile(), window::take)));
            });
            askedBeside(services);
            toolkit.join();
            closed.await();
            if (next.isDone()) {
                next.join().close();
            }
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnsupportedOperationException why) {
                LoggerFactory.getLogger(DesktopApp.class).trace("toolkit did not start", why);
                return Optional.of(Words.of(DesktopApp.class, language).text(key(why)));
            }
            throw e;
        } finally {
            mine.ifPresent(FirstWindow::close);
        }
    }

    /**
     * While the toolkit, which has been made, still speaks with the display. Nothing has a style before it is read: the
     * window is made afterwards.
     */
    private void readLook() {
        if (made.handle((there, why) -> why == null).join()) {
            var now = new PreferenceFile(options.profile()).load(language);
            new Look(now.dark(), now.textPercent(), now.stillness())
                    .readAhead(options.language() == null ? now.language() : language);
        }
    }

    /**
     * Who sits here is asked for while the window is made, on another processor: what answers that (keys, providers) is
     * then there when the window asks.
     */
    private static void askedBeside(DeskServices services) {
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

    /** Ends the toolkit, once it has started, if it did. */
    @Override
    public void close() {
        first.complete(() -> {});
        if (toolkit.handle((there, why) -> why == null).join()) {
            Platform.exit();
        }
    }
}
