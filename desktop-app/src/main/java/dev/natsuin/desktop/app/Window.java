package dev.natsuin.desktop.app;

import dev.natsuin.desktop.activity.ActivityModel;
import dev.natsuin.desktop.activity.ActivityView;
import dev.natsuin.desktop.audit.AuditModel;
import dev.natsuin.desktop.audit.AuditView;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.enrol.EnrolModel;
import dev.natsuin.desktop.enrol.EnrolView;
import dev.natsuin.desktop.helpdesk.HelpdeskModel;
import dev.natsuin.desktop.helpdesk.HelpdeskView;
import dev.natsuin.desktop.keys.KeyActModel;
import dev.natsuin.desktop.keys.KeysModel;
import dev.natsuin.desktop.keys.KeysView;
import dev.natsuin.desktop.server.ServerModel;
import dev.natsuin.desktop.server.ServerView;
import dev.natsuin.desktop.settings.PreferenceFile;
import dev.natsuin.desktop.settings.Preferences;
import dev.natsuin.desktop.settings.ServerAddressModel;
import dev.natsuin.desktop.settings.SettingsModel;
import dev.natsuin.desktop.settings.SettingsView;
import dev.natsuin.desktop.settings.StampModel;
import dev.natsuin.desktop.settings.TrustModel;
import dev.natsuin.desktop.settings.WayModel;
import dev.natsuin.desktop.sign.SignMemoryFile;
import dev.natsuin.desktop.sign.SignModel;
import dev.natsuin.desktop.sign.SignView;
import dev.natsuin.desktop.ui.Ahead;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.FxBackground;
import dev.natsuin.desktop.ui.HeldKeys;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.desktop.ui.Look;
import dev.natsuin.desktop.ui.Mnemonics;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Place;
import dev.natsuin.desktop.ui.Shell;
import dev.natsuin.desktop.verify.VerifyModel;
import dev.natsuin.desktop.verify.VerifyView;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one window: models that live as long as it does, and views that are built anew when the language changes. */
public final class Window {
    private static final Logger LOG = LoggerFactory.getLogger(Window.class);
    private static final Duration TICK = Duration.seconds(15);
    private static final Duration RAISE_EVERY = Duration.minutes(5);
    /** As long as the code for a further computer is shown: as long as the SGM takes it. */
    private static final Duration CODE_LIFE = Duration.minutes(10);

    private static final List<Integer> ICON_SIZES = List.of(16, 32, 48, 128, 256);
    private static final Duration WARM_AFTER = Duration.millis(500);
    private static final Duration PATIENCE = Duration.seconds(3);
    /** Less than a later start waits for its answer: whoever is told no opens a window, and nobody opens two. */
    private static final Duration STILL = Duration.seconds(1.5);

    private final DeskServices services;
    private final LaunchOptions options;
    private final Stage stage;
    private final Runnable closed;
    private final FxBackground files;
    private final FxBackground pages;
    private final FxBackground looking;
    private final FxBackground server;
    private final SignModel sign;
    private final EnrolModel enrol;
    private boolean owned;
    private final VerifyModel verify;
    private final ActivityModel activity;
    private final KeysModel keys;
    private final HelpdeskModel helpdesk;
    private final AuditModel audit;
    private final ServerModel overview;
    private final SettingsModel settings;
    private final EarlierModel earlier;
    private final ConnectionModel connection;
    private final FxBackground others;
    private final FxBackground proofs;
    private final FxBackground texts;
    private final FxBackground notes;
    private final FxBackground shares;
    private final ChangeListener<Path> keepsFolder;
    private final ChangeListener<KeyActModel.Stage> signsNext;
    private final WaitingModel waiting;
    private final ArchivesModel archives;
    private final IdentityModel identity;
    private final Timeline checking;
    private final Timeline raising;
    private final PauseTransition codeLife;
    private final PauseTransition warming;
    private final Chooser chooser;
    private final Opener opener;
    private final Optional<LastPlace> left;
    private final FirstPlace place;
    private final Scene scene;
    private Words words;
    private final Ahead ahead = new Ahead();
    private Optional<Shell> shell = Optional.empty();
    private boolean drawn;
    private boolean opening;
    private Optional<DeskState> seated = Optional.empty();
    private boolean closing;
    private final List<Path> brought = new ArrayList<>();

    /**
     * A window that is not open yet. Called on the JavaFX thread.
     *
     * @param closed hears when it has been closed
     */
    public Window(DeskServices services, LaunchOptions options, Locale language, Stage stage, Runnable closed) {
        this(services, options, language, stage, closed, Optional.empty());
    }

    /** A window that asks for files in another way. */
    Window(
            DeskServices services,
            LaunchOptions options,
            Locale language,
            Stage stage,
            Runnable closed,
            Optional<Chooser> asking) {
        this.services = services;
        this.options = options;
        this.stage = stage;
        this.closed = closed;
        left = LastPlace.load(LastPlace.file(options.profile()));
        place = left.map(last -> FirstPlace.again(last, rooms()))
                .orElseGet(() -> FirstPlace.in(Screen.getPrimary().getVisualBounds()));
        scene = new Scene(new StackPane(), place.width(), place.height());
        HeldKeys.in(stage);
        Mnemonics.in(stage);
        files = new FxBackground("files", this::broken);
        pages = new FxBackground("pages", this::broken);
        looking = new FxBackground("looking", this::broken);
        server = new FxBackground("server", this::broken);
        others = new FxBackground("others", this::broken);
        proofs = new FxBackground("proofs", this::broken);
        texts = new FxBackground("texts", this::broken);
        notes = new FxBackground("notes", this::broken);
        shares = new FxBackground("shares", this::broken);
        var file = new PreferenceFile(options.profile());
        var saved = file.load(language);
        var preferences = options.language() == null
                ? saved
                : new Preferences(language, saved.dark(), saved.textPercent(), saved.stillness(), saved.folder());
        words = Words.of(Window.class, preferences.language());
        chooser = asking.orElseGet(() -> new NativeChooser(stage, () -> words));
        opener = new SystemOpener(System.getProperty("os.name", ""));
        sign = new SignModel(services, new Lanes(files, pages, server, looking, proofs, texts), opener);
        enrol = new EnrolModel(services.enrolling(), server);
        verify = new VerifyModel(services.verifying(), files, pages);
        activity = new ActivityModel(services.activity(), server);
        helpdesk = new HelpdeskModel(services.staff(), server);
        audit = new AuditModel(services.log(), services.enrolling(), server, ZoneId.systemDefault());
        overview = new ServerModel(services.server(), server);
        settings = new SettingsModel(preferences, file, notes);
        new Look(preferences.dark(), preferences.textPercent(), preferences.stillness()).ground();
        var memory = new SignMemoryFile(options.profile());
        sign.remember(memory.load(), next -> notes.run(() -> memory.save(next), done -> {}, () -> {}));
        sign.folderProperty().set(preferences.folder().orElse(null));
        keepsFolder = (property, before, now) -> settings.folder(Optional.ofNullable(now));
        sign.folderProperty().addListener(keepsFolder);
        earlier = new EarlierModel(services.desk(), server);
        signsNext = (property, before, now) -> signsNext(now);
        keys = new KeysModel(services, server, sign::loadKeys, earlier::settle);
        connection = new ConnectionModel(services.desk(), server);
        waiting = new WaitingModel(services.signing(), others);
        archives = new ArchivesModel(services.signing(), others);
        identity = new IdentityModel(services.desk(), services.staff(), files, server);
        // Whoever speaks with the server may have followed it to a new key.
        connection.lastProperty().addListener((property, before, now) -> identity.look());
        // What any place finds out about the server stands at the foot at once, not with the next tick.
        for (var question : List.of(activity.askingProperty(), keys.askingProperty())) {
            question.addListener((property, before, now) -> {
                if (!now) {
                    connection.check();
                }
            });
        }
        connection.whenThere(this::askAgain);
        sign.stageProperty().addListener((property, before, now) -> {
            if (before == SignModel.Stage.DONE && sign.kept() > 0 && !closing) {
                earlier.settle(); // What is signed and has no copy yet is not lost sight of.
            }
            if (now == SignModel.Stage.REFUSED || now == SignModel.Stage.DONE) {
                connection.check();
                waiting.look();
                archives.look();
            }
        });
        // What was finished may wait for its level, or was archived.
        earlier.orderProperty().addListener((property, before, now) -> {
            waiting.look();
            archives.look();
        });
        checking = new Timeline(new KeyFrame(TICK, tick -> connection.tick()));
        checking.setCycleCount(Timeline.INDEFINITE);
        raising = new Timeline(new KeyFrame(RAISE_EVERY, tick -> {
            waiting.tryFromTimeToTime();
            archives.look();
        }));
        raising.setCycleCount(Timeline.INDEFINITE);
        warming = new PauseTransition(WARM_AFTER);
        warming.setOnFinished(end -> pages.run(
                () -> {
                    services.documents().warm();
                    return true;
                },
                done -> {},
                () -> {}));
        // Its life does not begin anew when the sheet is shown again, and ends with the sheet.
        codeLife = new PauseTransition(CODE_LIFE);
        codeLife.setOnFinished(end -> keys.act().over());
        keys.act().outcomeProperty().addListener((property, before, now) -> {
            codeLife.stop();
            if (now instanceof KeyActModel.Outcome.Code) {
                codeLife.playFromStart();
            }
        });
    }

    /** Of each screen the part that nothing else covers, the first screen first. */
    private static List<Rectangle2D> rooms() {
        return Stream.concat(Stream.of(Screen.getPrimary()), Screen.getScreens().stream())
                .map(Screen::getVisualBounds)
                .toList();
    }

    /** Opens it where it was left. */
    public void open() {
        open(false);
    }

    /**
     * Opens it.
     *
     * @param beside true beside another window of this profile, over which it would lie
     */
    void open(boolean beside) {
        settings.preferencesProperty().addListener((property, before, now) -> dress(before, now));
        stage.setScene(scene);
        stage.setMinWidth(place.leastWidth());
        stage.setMinHeight(place.leastHeight());
        stage.setOnHidden(event -> close());
        stage.setOnCloseRequest(event -> {
            if (sign.stage() == SignModel.Stage.RUNNING) {
                sign.cancel();
                shell.ifPresent(built -> built.go("sign"));
                event.consume();
            } else if (helpdesk.ordering()) {
                helpdesk.showOrder();
                shell.ifPresent(built -> built.go("helpdesk"));
                event.consume();
            } else if (keys.act().stage() == KeyActModel.Stage.RUNNING) {
                shell.ifPresent(built -> built.go("keys"));
                event.consume();
            }
        });
        var corner = place.corner();
        if (corner != null && !(beside && left.isPresent())) {
            stage.setX(corner.getX());
            stage.setY(corner.getY());
        }
        stage.setMaximized(place.maximised() && !beside);
        var kept = keepPlace();
        stage.setOnHiding(event -> kept.close());
        build(state -> {});
        ahead.add(this::drawn);
        ahead.begin();
        // JavaFX 21 opens windows at 200x200 on Linux (JDK-8316423); sizing after the window exists mends it.
        FirstSize.keep(stage, scene);
        server.later(() -> {
            if (!stage.isMaximized()) {
                stage.sizeToScene();
            }
        });
        stage.show();
        // Behind the first picture of the window and before the first page that somebody waits for.
        warming.playFromStart();
        if (!options.documents().isEmpty()) {
            bring(options.documents());
        }
    }

    private PlaceKept keepPlace() {
        var file = LastPlace.file(options.profile());
        return new PlaceKept(stage, scene, left, place, next -> notes.run(() -> next.save(file), done -> {}, () -> {}));
    }

    /** What asks the server, and what nobody sees, waits until the first picture of the window is there. */
    private void whenDrawn(Runnable act) {
        if (drawn) {
            act.run();
        } else {
            ahead.add(act);
        }
    }

    private void drawn() {
        drawn = true;
        earlier.settle();
        files.run(Window::icons, stage.getIcons()::addAll, () -> {});
        settings.preferences()
                .folder()
                .ifPresent(folder ->
                        shares.run(() -> Files.isDirectory(folder), there -> remembered(folder, there), () -> {}));
        sign.placing().lookForPictures(shares);
    }

    /**
     * A folder that is gone counts as none, so that no signed copy lands where nobody looks. It stays remembered: a
     * share may be there again at the next start.
     */
    private void remembered(Path folder, boolean there) {
        if (!there && folder.equals(sign.folderProperty().get()) && sign.stage() == SignModel.Stage.QUEUE) {
            sign.folderProperty().removeListener(keepsFolder);
            sign.folderProperty().set(null);
            sign.folderProperty().addListener(keepsFolder);
        }
    }

    private static List<Image> icons() {
        return ICON_SIZES.stream()
                .map(size -> new Image("/dev/natsuin/desktop/app/natsuin-" + size + ".png"))
                .toList();
    }

    /**
     * Takes files from another start of the program and comes to the front. Called from other threads than JavaFX's,
     * and waits for that one: what it says is so.
     *
     * @return false if the window closes or stands still: then they are not here
     */
    boolean take(List<Path> documents) {
        var answer = new CompletableFuture<Boolean>();
        server.later(() -> {
            if (closing || !answer.complete(true)) {
                answer.complete(false);
                return;
            }
            if (!documents.isEmpty()) {
                bring(documents);
            }
            stage.setIconified(false);
            stage.toFront();
            stage.requestFocus();
        });
        return answer.completeOnTimeout(false, (long) STILL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Adds documents to the queue and goes there; whoever signs nothing here sees what is in them. */
    private void bring(List<Path> documents) {
        if (opening) {
            brought.addAll(documents);
        } else if (staff()) {
            documents.forEach(verify::verify);
            shell.ifPresent(built -> built.go("verify"));
        } else {
            sign.add(documents);
            shell.ifPresent(built -> built.go("sign"));
        }
    }

    private boolean is(Role role) {
        return services.staff().role().filter(role::equals).isPresent();
    }

    private boolean staff() {
        return services.staff().role().filter(role -> role != Role.SIGNER).isPresent();
    }

    private void close() {
        closing = true;
        checking.stop();
        raising.stop();
        codeLife.stop();
        warming.stop();
        ahead.pause();
        earlier.raiseLater();
        waiting.stop();
        archives.stop();
        sign.clear();
        verify.clear();
        keys.act().leave();
        keys.file().leave();
        // What the lanes still hold (open documents, working files of an order) is put away first, but not for ever.
        pages.run(() -> true, done -> afterServer(), this::afterServer);
        new Timeline(new KeyFrame(PATIENCE, tick -> end())).play();
    }

    private void afterServer() {
        server.run(() -> true, done -> afterOthers(), this::afterOthers);
    }

    private void afterOthers() {
        others.run(() -> true, done -> afterNotes(), this::afterNotes);
    }

    private void afterNotes() {
        notes.run(() -> true, done -> end(), this::end);
    }

    private void end() {
        files.close();
        pages.close();
        looking.close();
        server.close();
        others.close();
        proofs.close();
        texts.close();
        notes.close();
        shares.close();
        closed.run();
    }

    private void dress(Preferences before, Preferences now) {
        if (before.language().equals(now.language())) {
            look();
        } else {
            var here = shell.map(Shell::here);
            rebuild(state -> shell.ifPresent(built -> here.ifPresent(built::go)));
        }
    }

    private void look() {
        var now = settings.preferences();
        new Look(now.dark(), now.textPercent(), now.stillness()).dress(scene, now.language());
    }

    /**
     * Builds all views in the language of the preferences. Who sits here is asked for away from this thread where that
     * may wait for a person: the system asks them to unlock their keyring.
     */
    private void build(Consumer<DeskState> then) {
        var dates = speak();
        opening = services.desk().secretPlace().equals(Optional.of(SecretPlace.KEYRING));
        if (opening) {
            show(nobodyYet(words.text("keyring.waits"), dates));
            server.run(
                    services.desk()::state,
                    state -> opened(state, dates, then),
                    () -> opened(new DeskState.Unusable(Problem.of(ProblemCode.DESK_FAULT)), dates, then));
        } else {
            opened(services.desk().state(), dates, then);
        }
    }

    /** Another language makes nobody else sit here: who it is is not asked for behind what the server is working on. */
    private void rebuild(Consumer<DeskState> then) {
        if (opening || seated.isEmpty()) {
            build(then);
        } else {
            opened(seated.get(), speak(), then);
        }
    }

    private Dates speak() {
        var language = settings.preferences().language();
        Locale.setDefault(language);
        words = Words.of(Window.class, language);
        stage.setTitle(words.text("window"));
        var dates = new Dates(language, ZoneId.systemDefault());
        sign.placing().written(language, dates.zone());
        return dates;
    }

    private void opened(DeskState state, Dates dates, Consumer<DeskState> then) {
        opening = false;
        seated = Optional.of(state);
        owned = state instanceof DeskState.Enrolled || state instanceof DeskState.Unfinished;
        if (state instanceof DeskState.Unfinished unfinished) {
            enrol.resume(new Enrolling.Enrolled(
                    unfinished.name(), unfinished.server(), unfinished.fingerprint(), Enrolling.Next.CONFIRMATION));
        }
        var built = state instanceof DeskState.Enrolled enrolled ? enrolled(enrolled, dates) : stranger(state, dates);
        show(built);
        then.accept(state);
        if (!brought.isEmpty()) {
            var documents = List.copyOf(brought);
            brought.clear();
            bring(documents);
        }
    }

    private void show(Shell built) {
        demo().ifPresent(built::announce);
        whenDrawn(built::complete);
        whenDrawn(() -> built.tell(earlierNote()));
        // What is dropped beside a place that takes files itself is for signing.
        Drops.accept(built, this::bring);
        shell = Optional.of(built);
        scene.setRoot(built);
        look();
    }

    private EarlierNote earlierNote() {
        return new EarlierNote(
                earlier,
                words,
                Bindings.createBooleanBinding(
                        () -> sign.stage() == SignModel.Stage.QUEUE
                                && !helpdesk.ordering()
                                && keys.act().stage() != KeyActModel.Stage.RUNNING,
                        sign.stageProperty(),
                        keys.act().stageProperty(),
                        helpdesk.invite().stageProperty(),
                        helpdesk.confirm().stageProperty(),
                        helpdesk.measure().stageProperty(),
                        helpdesk.list().stageProperty()));
    }

    private Shell enrolled(DeskState.Enrolled state, Dates dates) {
        var language = settings.preferences().language();
        var none = new SimpleIntegerProperty();
        whenDrawn(this::ask);
        var status = new StatusLine(connection, words);
        var foot = new VBox(status);
        whenDrawn(status::explain);
        whenDrawn(() -> foot.getChildren()
                .addAll(
                        0,
                        List.of(
                                new IdentityLine(identity, words, dates),
                                new ArchivesLine(archives, words),
                                new WaitingLine(waiting, words))));
        var places = new ArrayList<Place>();
        places.add(first(state, dates));
        if (is(Role.ADMINISTRATOR)) {
            places.add(place(
                    "server",
                    Icon.SERVER,
                    none,
                    overview::refresh,
                    () -> new ServerView(overview, Words.of(ServerView.class, language), dates)));
        }
        places.add(place("verify", Icon.VERIFY, none, () -> verifyView(dates)));
        places.add(place(
                "activity",
                Icon.ACTIVITY,
                activity.alarmsProperty(),
                activity::refresh,
                () -> Pieces.scrolling(new ActivityView(activity, Words.of(ActivityView.class, language), dates))));
        places.add(place(
                "keys",
                Icon.KEYS,
                none,
                keys::refresh,
                () -> new KeysView(
                        keys, Words.of(KeysView.class, language), dates, state, !staff(), chooser, this::bring)));
        return shell(places, foot);
    }

    private void ask() {
        sign.loadKeys();
        keys.refresh();
        activity.refresh();
        connection.check();
        checking.play();
        waiting.look();
        waiting.tryFromTimeToTime();
        archives.look();
        raising.play();
    }

    /** What could not be had while the server was away; nobody needs to press anything for it. */
    private void askAgain() {
        earlier.askAgain();
        sign.askForKeysAgain();
        keys.askAgain();
        activity.askAgain();
        helpdesk.askAgain();
        audit.askAgain();
        overview.askAgain();
    }

    /** What somebody is here for: each role has a place of its own. */
    private Place first(DeskState.Enrolled state, Dates dates) {
        var language = settings.preferences().language();
        if (is(Role.AUDITOR)) {
            return place(
                    "audit",
                    Icon.LOG,
                    audit.alarmsProperty(),
                    audit::look,
                    () -> Pieces.scrolling(new AuditView(
                            audit, Words.of(AuditView.class, language), dates, chooser, state.fingerprint())));
        }
        return staff()
                ? place(
                        "helpdesk",
                        Icon.HELPDESK,
                        new SimpleIntegerProperty(),
                        helpdesk::refresh,
                        () -> new HelpdeskView(
                                helpdesk,
                                Words.of(HelpdeskView.class, language),
                                dates,
                                chooser,
                                opener,
                                state.fingerprint()))
                : place(
                        "sign",
                        Icon.SIGN,
                        Bindings.size(sign.queue()),
                        () -> new SignView(
                                sign,
                                Words.of(SignView.class, language),
                                dates,
                                chooser,
                                this::verify,
                                () -> settings.preferences().stillness()));
    }

    /** A new code at a desk that is somebody's: their enrolment stays until the server has accepted the new one. */
    private void setUpAnew() {
        enrol.beginAnew();
        var language = settings.preferences().language();
        var dates = new Dates(language, ZoneId.systemDefault());
        Runnable leave = () -> build(state -> shell.ifPresent(built -> built.go("settings")));
        show(shell(
                List.of(
                        place(
                                "enrol",
                                Icon.SETUP,
                                new SimpleIntegerProperty(),
                                () -> new EnrolView(
                                        enrol,
                                        Words.of(EnrolView.class, language),
                                        chooser,
                                        this::begin,
                                        Optional.of(leave))),
                        place("verify", Icon.VERIFY, new SimpleIntegerProperty(), () -> verifyView(dates))),
                new Group()));
    }

    private Shell stranger(DeskState state, Dates dates) {
        var language = settings.preferences().language();
        var none = new SimpleIntegerProperty();
        return shell(
                List.of(
                        place(
                                "enrol",
                                Icon.SETUP,
                                none,
                                () -> state instanceof DeskState.Unusable unusable
                                        ? unusable(unusable.why())
                                        : new EnrolView(
                                                enrol, Words.of(EnrolView.class, language), chooser, this::begin)),
                        place("verify", Icon.VERIFY, none, () -> verifyView(dates))),
                new Group());
    }

    private Shell nobodyYet(String sentence, Dates dates) {
        var none = new SimpleIntegerProperty();
        return shell(
                List.of(
                        place("enrol", Icon.SETUP, none, () -> body(Pieces.line(sentence, "keyring-waits"))),
                        place("verify", Icon.VERIFY, none, () -> verifyView(dates))),
                new Group());
    }

    /** Somebody has just set this computer up: a signer tries it with one signature. */
    private void begin() {
        build(this::begin);
    }

    private void begin(DeskState state) {
        if (state instanceof DeskState.Enrolled && !staff()) {
            var now = settings.preferences();
            keys.act().begin(new KeyActModel.Act.Try(Optional.empty(), true, now.language(), ZoneId.systemDefault()));
            shell.ifPresent(built -> built.go("keys"));
            keys.act().stageProperty().addListener(signsNext);
        }
    }

    /**
     * Whoever has just set this computer up came to sign, not to read of keys, unless something is wrong with theirs.
     */
    private void signsNext(KeyActModel.Stage stage) {
        var wrong = keys.act().outcomeProperty().get() instanceof KeyActModel.Outcome.Tried tried
                && !tried.trial().passed();
        if (wrong || stage == KeyActModel.Stage.NONE) {
            keys.act().stageProperty().removeListener(signsNext);
            if (!wrong && !closing) {
                shell.filter(built -> built.here().equals("keys")).ifPresent(built -> built.go("sign"));
            }
        }
    }

    private VerifyView verifyView(Dates dates) {
        return new VerifyView(verify, Words.of(VerifyView.class, words.language()), dates, chooser);
    }

    private Shell shell(List<Place> places, Parent status) {
        // On the lane of the server: whoever waits for it there would not wait for a file.
        var way = new WayModel(services.connecting(), server);
        way.outcomeProperty().addListener((property, before, now) -> {
            if (now != null && !(now instanceof WayModel.Outcome.Trying)) {
                connection.check(); // What the line at the foot says is of the way of before.
            }
        });
        var address = new ServerAddressModel(services.connecting(), server);
        address.outcomeProperty().addListener((property, before, now) -> {
            if (now instanceof ServerAddressModel.Outcome.Kept) {
                connection.check();
            }
        });
        var last = place(
                "settings",
                Icon.SETTINGS,
                new SimpleIntegerProperty(),
                address::refresh,
                () -> new SettingsView(
                        settings,
                        new TrustModel(services.trusting(), files),
                        way,
                        address,
                        new StampModel(services.stamping(), proofs),
                        Words.of(SettingsView.class, words.language()),
                        new Dates(words.language(), ZoneId.systemDefault()),
                        chooser,
                        services.desk().secretPlace(),
                        owned ? Optional.of(this::setUpAnew) : Optional.empty()));
        return new Shell(Words.of(Shell.class, words.language()), places, List.of(last), status);
    }

    private Place place(String id, Icon icon, ObservableIntegerValue count, Supplier<Parent> view) {
        return place(id, icon, count, () -> {}, view);
    }

    private Place place(String id, Icon icon, ObservableIntegerValue count, Runnable entered, Supplier<Parent> view) {
        return new Place(id, icon, words.text("place." + id), count, entered, view);
    }

    /** A keyring that was locked can be asked again. */
    private Parent unusable(Problem why) {
        var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
        if (why.code() != ProblemCode.KEYRING_UNAVAILABLE) {
            return body(trouble);
        }
        var again = Pieces.button(words.text("keyring.again"), () -> build(state -> {}));
        again.setId("keyring-again");
        return body(trouble, again);
    }

    private static Parent body(Node... nodes) {
        var box = new VBox(nodes);
        box.getStyleClass().add("place-body");
        return box;
    }

    private void verify(Path file) {
        verify.verify(file);
        shell.ifPresent(built -> built.go("verify"));
    }

    /** The line with the demo PIN, which exists only where somebody started a demo. */
    private Optional<Node> demo() {
        var file = options.demoPinFile();
        if (file == null) {
            return Optional.empty();
        }
        try {
            var pin = Pieces.line(Files.readString(file).strip(), "demo-pin");
            pin.setId("demo-pin");
            var line = new HBox(Icon.DEMO.node("small-icon"), Pieces.line(words.text("demo")), pin);
            line.getStyleClass().add("demo");
            line.setAlignment(Pos.CENTER);
            return Optional.of(line);
        } catch (IOException e) {
            LOG.warn("demo pin file not readable");
            return Optional.empty();
        }
    }

    private void broken(Throwable fault) {
        LOG.error("background work failed", fault instanceof CompletionException ? fault.getCause() : fault);
    }
}
