package dev.natsuin.desktop.enrol;

import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.Pin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** The sheet on which a desk becomes somebody's. */
public final class EnrolView extends StackPane {
    /** How often the server is asked while the officer has not confirmed yet. */
    private static final Duration ASK_EVERY = Duration.seconds(10);

    private static final String TROUBLE = "problem";

    private final EnrolModel model;
    private final Words words;
    private final Chooser chooser;
    private final Runnable finished;
    private final Optional<Runnable> leave;
    private final BorderPane card = new BorderPane();
    private final TextArea area = new TextArea();
    private final Timeline asking;

    /**
     * A view of this model.
     *
     * @param finished goes on to signing
     */
    public EnrolView(EnrolModel model, Words words, Chooser chooser, Runnable finished) {
        this(model, words, chooser, finished, Optional.empty());
    }

    /**
     * A view of this model.
     *
     * @param finished goes on to signing
     * @param leave goes back to what this desk is already, if it is anybody's
     */
    public EnrolView(EnrolModel model, Words words, Chooser chooser, Runnable finished, Optional<Runnable> leave) {
        this.leave = leave;
        this.model = model;
        this.words = words;
        this.chooser = chooser;
        this.finished = finished;
        asking = new Timeline(new KeyFrame(ASK_EVERY, tick -> model.look()));
        setId("enrol-view");
        area.setId("code");
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::leaveByTab);
        getStyleClass().add("sheet-ground");
        card.getStyleClass().addAll("card", "sign-sheet");
        getChildren().add(card);
        Drops.accept(this, files -> model.read(files.get(0)));
        asking.setCycleCount(Animation.INDEFINITE);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                asking.stop();
            } else {
                asking.play();
            }
        });
        Watching.whileShown(
                this, this::draw, model.stageProperty(), model.problemProperty(), model.pinTroubleProperty());
    }

    private void draw() {
        switch (model.stage()) {
            case CODE -> code();
            case PIN -> {
                area.clear();
                pin();
            }
            case RUNNING -> running();
            case WAITING -> waiting();
            case KEY -> key();
            case DONE -> done();
        }
    }

    private void lay(VBox body, Node... foot) {
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        card.setCenter(scroll);
        var row = new HBox(foot);
        row.getStyleClass().add("sheet-foot");
        row.setAlignment(Pos.CENTER_LEFT);
        card.setBottom(row);
        body.getChildren().stream().filter(node -> TROUBLE.equals(node.getId())).forEach(Revealing::reveal);
    }

    private VBox body(String title, String text) {
        var body = new VBox(Pieces.pageTitle(title), Pieces.text(text, "muted"));
        body.getStyleClass().add("sheet-body");
        return body;
    }

    private void problem(VBox body) {
        model.problem().ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId(TROUBLE);
            body.getChildren().add(trouble);
        });
    }

    private void code() {
        // Kept while the code is being asked for, so that a refused one can be mended; emptied as soon as it is read.
        area.setWrapText(true);
        area.setPrefRowCount(4);
        area.getStyleClass().add("mono");
        area.setAccessibleText(words.text("code.label"));
        var label = Pieces.line(words.text("code.label"), "field-name");
        label.setLabelFor(area);
        var field = new VBox(label, area, Pieces.quiet(words.text("code.hint")));
        field.getStyleClass().add("field");
        var body = body(words.text(leave.isPresent() ? "anew.title" : "code.title"), words.text("code.text"));
        if (leave.isPresent()) {
            body.getChildren().add(Pieces.text(words.text("anew.text"), "muted"));
        }
        body.getChildren().add(field);
        problem(body);
        var before = new VBox(
                Pieces.promise(Icon.DOCUMENT, words.text("before.code")),
                Pieces.promise(Icon.LOCK, words.text("before.pin")),
                Pieces.promise(Icon.COMPUTER, words.text("before.fingerprint")),
                Pieces.promise(Icon.VERIFY, words.text("before.verify")));
        before.getStyleClass().add("promises");
        if (leave.isEmpty()) {
            body.getChildren().add(before);
        }
        var file = Pieces.button(
                Icon.DOCUMENT,
                words.text("code.file"),
                () -> chooser.file(words.text("code.choose")).ifPresent(model::read));
        file.setId("choose-file");
        var on = Pieces.button(words.text("on"), () -> {
            var pasted = Secret.taking(area.getText().getBytes(StandardCharsets.UTF_8));
            model.read(pasted);
        });
        on.getStyleClass().add("accent");
        on.setId("go-on");
        on.disableProperty().bind(area.textProperty().isEmpty());
        if (leave.isPresent()) {
            var away = Pieces.button(Icon.BACK, words.text("back"), leave.get(), "flat");
            away.setId("leave");
            lay(body, away, file, Pieces.spacer(), on);
        } else {
            lay(body, file, Pieces.spacer(), on);
        }
        Sheets.focus(area);
    }

    /** A code has no tabulator in it; whoever types has no other way out of the field. */
    private void leaveByTab(KeyEvent event) {
        if (event.getCode() == KeyCode.TAB && !event.isControlDown()) {
            event.consume();
            area.fireEvent(
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
        }
    }

    private void pin() {
        var first = new PinField(words.text("pin.first"));
        first.setId("pin");
        var again = new PinField(words.text("pin.again"));
        again.setId("pin-again");
        var facts = model.factsProperty().get();
        var body = body(words.text("pin.title"), words.text("pin.text"));
        if (facts != null) {
            body.getChildren()
                    .add(Pieces.field(
                            words.text("server"),
                            new VBox(
                                    Pieces.text(facts.server(), "strong"),
                                    Pieces.quiet(words.text(
                                            "server.fingerprint", Sizes.grouped(facts.serverFingerprint()))))));
        }
        var fields =
                new HBox(Pieces.field(words.text("pin.first"), first), Pieces.field(words.text("pin.again"), again));
        fields.getStyleClass().add("columns");
        for (var child : fields.getChildren()) {
            HBox.setHgrow(child, Priority.ALWAYS);
            ((Region) child).setPrefWidth(1);
        }
        body.getChildren().add(fields);
        problem(body);
        if (model.pinTroubleProperty().get() == EnrolModel.PinTrouble.DIFFERENT) {
            var trouble = Pieces.trouble(words.text("pin.different"));
            trouble.setId(TROUBLE);
            body.getChildren().add(trouble);
        }
        body.getChildren().add(Pieces.quiet(words.text("pin.advice")));
        var giveUp = new CheckBox(words.text("give.up"));
        giveUp.setId("give-up");
        giveUp.setWrapText(true);
        if (model.mayGiveUp()) {
            var choice = new VBox(giveUp, Pieces.quiet(words.text("give.up.hint")));
            choice.getStyleClass().add("field");
            body.getChildren().add(choice);
        }
        var on = Pieces.button(
                words.text("pin.on"), () -> model.choose(first.take(), again.take(), giveUp.isSelected()), "accent");
        on.setId("go-on");
        on.disableProperty()
                .bind(Bindings.or(
                        Bindings.lessThan(first.lengthProperty(), Pin.SHORTEST),
                        Bindings.lessThan(again.lengthProperty(), Pin.SHORTEST)));
        first.setOnEnter(again::requestFocus);
        again.setOnEnter(on::fire);
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        back.setId("back");
        lay(body, back, Pieces.spacer(), on);
        Sheets.focus(first);
    }

    private void running() {
        var body = body(words.text("running.title"), words.text("running.text"));
        var rows = new VBox();
        rows.getStyleClass().add("work");
        for (var step : Enrolling.Step.values()) {
            var icon = new StackPane();
            icon.getStyleClass().add("work-icon");
            var row = new HBox(icon, Pieces.line(words.text("step." + step), "work-name"));
            row.getStyleClass().add("work-row");
            row.setAlignment(Pos.CENTER_LEFT);
            Watching.whileShown(row, () -> icon.getChildren().setAll(pace(step)), model.stepProperty());
            rows.getChildren().add(row);
        }
        body.getChildren().add(rows);
        lay(body, Pieces.quiet(words.text("running.wait")));
    }

    private Node pace(Enrolling.Step step) {
        var now = model.stepProperty().get();
        if (now == null || step.compareTo(now) > 0) {
            return Icon.WAITING.node("faint");
        }
        if (step.compareTo(now) < 0) {
            return Icon.DONE.node();
        }
        var wait = new ProgressIndicator();
        wait.getStyleClass().add("small-progress");
        return wait;
    }

    /** The fingerprint, large, to be read out. */
    private VBox fingerprint(Enrolling.Enrolled owner) {
        var fingerprint = Pieces.text(Sizes.grouped(owner.fingerprint()), "comparison-code");
        fingerprint.setId("fingerprint");
        var box = new VBox(
                Pieces.line(words.text("done.fingerprint"), "field-name"),
                fingerprint,
                Pieces.quiet(words.text("done.hint")));
        box.getStyleClass().add("code-box");
        return box;
    }

    /** Who handed over which key. */
    private VBox handed(Enrolling.HandedOver handed) {
        var facts = Pieces.facts();
        var by = handed.name().isEmpty() ? handed.by() : words.text("handed.by.who", handed.name(), handed.by());
        Pieces.fact(facts, words.text("handed.by"), by);
        Pieces.fact(facts, words.text("handed.subject"), handed.subject());
        Pieces.fact(facts, words.text("handed.issuer"), handed.issuer());
        Pieces.fact(
                facts, words.text("handed.sha256"), handed.certificateSha256().toHex());
        var box = new VBox(
                Pieces.line(words.text("handed.title"), "field-name"), facts, Pieces.quiet(words.text("handed.hint")));
        box.setId("handed");
        box.getStyleClass().add("code-box");
        return box;
    }

    /** What was here before. */
    private VBox replaced(Enrolling.Replaced replaced) {
        var box = new VBox(Pieces.quiet(words.text("replaced", replaced.folder())));
        box.setId("replaced");
        if (replaced.unfinishedOrders() > 0) {
            box.getChildren().add(Pieces.text(words.text("replaced.unfinished", replaced.unfinishedOrders())));
        }
        return box;
    }

    /** With the person's name, where there is one. */
    private String greeting(String key, Enrolling.Enrolled owner) {
        return owner.name().map(name -> words.text(key, name)).orElseGet(() -> words.text(key + ".plain"));
    }

    private void waiting() {
        var owner = model.enrolledProperty().get();
        var body = body(words.text("waiting.title"), greeting("waiting.text", owner));
        body.getChildren().addAll(fingerprint(owner), Pieces.text(words.text("waiting.why"), "muted"));
        waitingKey().ifPresent(body.getChildren()::add);
        owner.replaced().ifPresent(replaced -> body.getChildren().add(replaced(replaced)));
        problem(body);
        var ask = Pieces.button(words.text("waiting.ask"), model::look, "accent");
        ask.setId("ask-again");
        lay(body, Pieces.quiet(words.text("waiting.wait")), Pieces.spacer(), ask);
        Sheets.focus(ask);
    }

    /** That a key waits with the person, and how long; whoever came back may have had such a code. */
    private Optional<Node> waitingKey() {
        var read = model.factsProperty().get();
        if (read != null && !read.handsKeyOver()) {
            return Optional.empty();
        }
        var told = Pieces.text(words.text(read == null ? "waiting.key.perhaps" : "waiting.key"));
        told.setId("key-waits");
        return Optional.of(told);
    }

    private void key() {
        var read = model.factsProperty().get();
        var handed = read != null && read.handsKeyOver();
        var body = body(words.text("key.title"), words.text(handed ? "key.text.key" : "key.text"));
        var pin = new PinField(words.text("pin.first"));
        pin.setId("pin");
        body.getChildren().add(Pieces.field(words.text("pin.first"), pin));
        problem(body);
        var on = Pieces.button(words.text(handed ? "key.on.key" : "key.on"), () -> model.finish(pin.take()), "accent");
        on.setId("go-on");
        on.disableProperty().bind(Bindings.lessThan(pin.lengthProperty(), Pin.SHORTEST));
        pin.setOnEnter(on::fire);
        lay(body, Pieces.spacer(), on);
        Sheets.focus(pin);
    }

    private void done() {
        var owner = model.enrolledProperty().get();
        var body = body(greeting("done.title", owner), words.text("done.text"));
        body.getChildren().add(fingerprint(owner));
        owner.handed().ifPresent(handed -> body.getChildren().add(handed(handed)));
        owner.replaced().ifPresent(replaced -> body.getChildren().add(replaced(replaced)));
        var on = Pieces.button(words.text("done.on"), finished, "accent");
        on.setId("finish");
        on.setDefaultButton(true);
        lay(body, Pieces.spacer(), on);
        Sheets.focus(on);
    }
}
