package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.PinField;
import dev.natsuin.desktop.ui.SealMark;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.FindingWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The sheet that leads from reading to the seal: Read, Confirm, PIN, the work itself, the result. */
final class SignSheet extends StackPane {
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");
    private static final PseudoClass PAST = PseudoClass.getPseudoClass("past");
    private static final int SHOWN_AT_MOST = 200;
    private static final int NAMED_AT_MOST = 3;

    private final SignModel model;
    private final Words words;
    private final KeyWords keyWords;
    private final Consumer<Path> verify;
    private final BooleanSupplier stillness;
    private final BorderPane card = new BorderPane();
    private boolean leavesUnfolded;
    private boolean lookedAgain;
    private @Nullable ReadList reading;
    private Asking asked = new Asking(false, 0, 0);
    private Button goOn = new Button();
    private SignModel.Stage drawn = SignModel.Stage.QUEUE;

    /** Whether somebody is asked about what was not seen or is hidden, and about how much; it may be seen meanwhile. */
    private record Asking(boolean asking, int unseen, int warned) {
        boolean open() {
            return asking && unseen + warned > 0;
        }
    }

    SignSheet(SignModel model, Words words, KeyWords keyWords, Consumer<Path> verify, BooleanSupplier stillness) {
        this.model = model;
        this.words = words;
        this.keyWords = keyWords;
        this.verify = verify;
        this.stillness = stillness;
        getStyleClass().add("sheet-ground");
        card.getStyleClass().addAll("card", "sign-sheet");
        getChildren().add(card);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.ESCAPE), this::escape);
        Watching.whileShown(
                this,
                this::draw,
                model.stageProperty(),
                model.askingAboutUnseenProperty(),
                model.preparingProperty(),
                model.orderProperty(),
                model.problemProperty(),
                model.noticeProperty(),
                model.writingProperty());
        Watching.whileShown(this, this::looked, model.queue());
    }

    /** While the list is read through, what is found comes in: of thousands, once for each picture. */
    private void looked() {
        var scene = getScene();
        if (model.stage() != SignModel.Stage.READ || lookedAgain || scene == null) {
            return;
        }
        lookedAgain = true;
        scene.addPreLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePreLayoutPulseListener(this);
                lookedAgain = false;
                if (model.stage() == SignModel.Stage.READ) {
                    draw();
                }
            }
        });
        Platform.requestNextPulse();
    }

    private void escape() {
        if (model.stage() == SignModel.Stage.RUNNING) {
            model.cancel();
        } else {
            model.back();
        }
    }

    private void draw() {
        var stage = model.stage();
        var arrived = stage != drawn;
        drawn = stage;
        switch (stage) {
            case QUEUE -> {
                leavesUnfolded = false;
                reading = null;
                card.setTop(null);
                card.setCenter(null);
                card.setBottom(null);
            }
            case READ -> read(arrived);
            case CONFIRM -> confirm();
            case PIN -> pin();
            case RUNNING -> running();
            case DONE -> done(arrived);
            case REFUSED -> refused();
        }
    }

    private void lay(int step, Node body, Node... foot) {
        card.setTop(step == 0 ? null : steps(step));
        card.setCenter(body);
        var row = new HBox(foot);
        row.getStyleClass().add("sheet-foot");
        row.setAlignment(Pos.CENTER_LEFT);
        card.setBottom(row);
    }

    private Node steps(int now) {
        var row = new HBox();
        row.getStyleClass().add("steps");
        row.setAlignment(Pos.CENTER);
        var names = List.of(words.text("step.read"), words.text("step.confirm"), words.text("step.pin"));
        for (var i = 1; i <= names.size(); i++) {
            if (i > 1) {
                var bar = new Region();
                bar.getStyleClass().add("step-bar");
                row.getChildren().add(bar);
            }
            var number = new Label(i < now ? "" : Integer.toString(i));
            number.getStyleClass().add("step-number");
            if (i < now) {
                number.setGraphic(Icon.DONE.node("small-icon"));
            }
            var step = new HBox(number, Pieces.line(names.get(i - 1), "step-name"));
            step.getStyleClass().add("step");
            step.setAlignment(Pos.CENTER);
            step.pseudoClassStateChanged(NOW, i == now);
            step.pseudoClassStateChanged(PAST, i < now);
            step.setAccessibleText(words.text("step.of", i, names.get(i - 1)));
            row.getChildren().add(step);
        }
        return row;
    }

    private Button back() {
        var back = Pieces.button(Icon.BACK, words.text("back"), model::back, "flat");
        back.setId("back");
        return back;
    }

    private static ScrollPane scrolled(Node content) {
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        return scroll;
    }

    private VBox body(String title, Node... content) {
        var body = new VBox(Pieces.pageTitle(title));
        body.getChildren().addAll(content);
        body.getStyleClass().add("sheet-body");
        return body;
    }

    // 1 Read

    private void read(boolean arrived) {
        var there = reading;
        if (arrived || there == null) {
            there = new ReadList(model, words);
            reading = there;
        }
        there.update();
        var unseen = model.unseen();
        var warned = model.warned();
        var asking = model.askingAboutUnseenProperty().get()
                ? new Asking(true, unseen.size(), warned.size())
                : new Asking(false, 0, 0);
        if (arrived || !asking.equals(asked)) {
            asked = asking;
            goOn = asking.open() ? ask(there, unseen, warned) : plain(there);
        }
        var waits = model.stillGathering() || model.readyCount() == 0;
        var was = goOn.isDisabled();
        goOn.setDisable(waits);
        if (was && !waits && getScene() != null && !there.holds(getScene().getFocusOwner())) {
            Sheets.focus(foremost()); // Nobody could put the focus there before.
        }
    }

    private Node foremost() {
        var look = card.getBottom().lookup("#look");
        return look == null ? goOn : look;
    }

    private Button plain(ReadList list) {
        var on = Pieces.button(words.text("read.on"), model::confirmRead, "accent");
        on.setId("go-on");
        on.setDefaultButton(true);
        lay(1, new BorderPane(scroll(list)), back(), Pieces.spacer(), on);
        Sheets.focus(on);
        return on;
    }

    private Button ask(ReadList list, List<QueuedDocument> unseen, List<QueuedDocument> warned) {
        var on = Pieces.button(words.text("read.anyway"), model::confirmRead);
        on.setId("go-on");
        var first = unseen.isEmpty() ? warned.get(0) : unseen.get(0);
        var look = Pieces.button(words.text("read.look"), () -> model.look(first));
        look.setId("look");
        look.getStyleClass().add("accent");
        look.setDefaultButton(true);
        var question = new VBox();
        if (!warned.isEmpty()) {
            question.getChildren().add(Pieces.trouble(words.text("read.hidden", warned.size())));
        }
        if (!unseen.isEmpty()) {
            question.getChildren().add(Pieces.trouble(words.text("read.unseen", unseen.size())));
        }
        question.getStyleClass().addAll("ask", "asks");
        lay(1, new BorderPane(scroll(list), null, null, question, null), back(), Pieces.spacer(), on, look);
        Sheets.focus(look);
        return on;
    }

    /** Where the list was scrolled to, it stays. */
    private static ScrollPane scroll(ReadList list) {
        for (Node above = list.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane there) {
                return there;
            }
        }
        return scrolled(list);
    }

    private void more(VBox list, int size) {
        if (size > SHOWN_AT_MOST) {
            list.getChildren().add(Pieces.text(words.text("rows.more", size - SHOWN_AT_MOST), "muted"));
        }
    }

    private static Label documentName(String name) {
        return Pieces.text(name, "document-name");
    }

    // 2 Confirm

    private void confirm() {
        var order = model.order();
        var on = Pieces.button(words.text("confirm.on"), model::confirm, "accent");
        on.setId("go-on");
        on.setDefaultButton(true);
        on.setDisable(!model.canConfirm());
        var nothing = !model.preparingProperty().get() && !model.canConfirm();
        var body = body(words.text(nothing ? "confirm.none" : "confirm.title"));
        if (model.noticeProperty().get() == SignModel.Notice.CANCELLED) {
            body.getChildren().add(note(words.text("cancelled")));
        }
        if (model.preparingProperty().get()) {
            var wait = new ProgressIndicator();
            wait.getStyleClass().add("small-progress");
            var row = new HBox(wait, Pieces.text(words.text("preparing", model.readyCount())));
            row.getStyleClass().add("row");
            body.getChildren().add(row);
        }
        model.problem()
                .ifPresent(why -> body.getChildren().add(Pieces.trouble(ProblemWords.sentence(why, words.language()))));
        order.ifPresent(prepared -> body.getChildren().addAll(confirmed(prepared)));
        if (nothing) {
            var back = back();
            lay(2, scrolled(body), back);
            Sheets.focus(back);
        } else {
            lay(2, scrolled(body), back(), Pieces.spacer(), on);
            Sheets.focus(on);
        }
    }

    private Node note(String text) {
        var label = Pieces.text(text, "note-text");
        HBox.setHgrow(label, Priority.ALWAYS);
        var note = new HBox(Icon.NOTE.node("note-icon"), label);
        note.getStyleClass().add("note");
        return note;
    }

    private List<Node> confirmed(Order order) {
        var nodes = new ArrayList<Node>();
        var refused = new LinkedHashMap<String, List<Order.Item>>();
        for (var item : order.items()) {
            item.hash()
                    .refusal()
                    .ifPresent(why -> refused.computeIfAbsent(
                                    ProblemWords.sentence(why, words.language()), same -> new ArrayList<>())
                            .add(item));
        }
        refused.forEach((why, items) -> nodes.add(trouble(items, why)));
        var count = order.leaving().size();
        if (count == 0) {
            return nodes;
        }
        var covering = order.items().stream()
                .filter(item -> item.coversSigned() && item.hash().given().isPresent())
                .toList();
        if (!covering.isEmpty()) {
            nodes.add(trouble(covering, FindingWords.sentence(Finding.OVER_SIGNED, words.language())));
        }
        var code = Pieces.line(order.comparisonCode(), "comparison-code");
        code.setId("comparison-code");
        var codeBox =
                new VBox(Pieces.line(words.text("code"), "field-name"), code, Pieces.quiet(words.text("code.hint")));
        codeBox.getStyleClass().add("code-box");
        nodes.add(codeBox);
        nodes.add(facts(order.key(), count));
        nodes.add(leaving(order));
        return nodes;
    }

    /** What is true of many documents is said once, with the names of the first. */
    private Node trouble(List<Order.Item> items, String sentence) {
        var names = items.stream()
                .limit(NAMED_AT_MOST)
                .map(item ->
                        Printable.name(String.valueOf(item.document().file().getFileName())))
                .collect(Collectors.joining(words.text("comma")));
        var more = items.size() - NAMED_AT_MOST;
        return Pieces.trouble(
                words.text("item.refused", more > 0 ? words.text("names.more", names, more) : names, sentence));
    }

    private Node facts(KeyRow key, int count) {
        var grid = Pieces.facts();
        Pieces.fact(grid, words.text("fact.documents"), words.text("documents", count));
        Pieces.fact(grid, words.text("fact.signer"), keyWords.name(key));
        Pieces.fact(grid, words.text("fact.key"), words.text("fact.key.value", keyWords.kind(key), key.keyId()));
        var certificate = key.certificate();
        if (certificate != null) {
            Pieces.fact(
                    grid,
                    words.text("fact.certificate"),
                    words.text(
                            "fact.certificate.value",
                            certificate.issuer(),
                            keyWords.dates().day(certificate.notAfter()),
                            certificate.serial()));
        }
        Pieces.fact(
                grid, words.text("level"), keyWords.level(model.levelProperty().get()));
        if (model.levelProperty().get() != SignatureLevel.B) {
            Pieces.fact(grid, words.text("fact.services"), words.text("fact.services.value"));
        }
        var ordered = model.ordered();
        Pieces.fact(grid, words.text("fact.seen"), seen(ordered));
        var whole = SignModel.wholeFiles(ordered);
        if (whole > 0) {
            Pieces.fact(
                    grid,
                    words.text("form"),
                    words.text("form." + model.formProperty().get()));
        }
        Pieces.fact(
                grid, words.text("out"), keyWords.where(model.folderProperty().get(), model.suffix(), whole));
        return grid;
    }

    /** Whether the signatures are seen: said either way, so that nobody has to wonder. */
    private String seen(List<QueuedDocument> ordered) {
        var placing = model.placing();
        var there = (int) ordered.stream()
                .filter(document -> placing.spot(document).isPresent())
                .count();
        if (there == 0) {
            return words.text("fact.seen.not");
        }
        var hand = (int) ordered.stream().filter(placing::byHand).count();
        var look = placing.lookProperty().get().name();
        var beside = placing.ruleProperty().get() instanceof PlaceRule.Beside rule
                ? words.text("fact.seen.beside", rule.anchor().text())
                : "";
        return words.text("fact.seen.value", there, look.isEmpty() ? words.text("look.plain") : look)
                + beside
                + (hand == 0 ? "" : words.text("fact.seen.hand", hand));
    }

    private Node leaving(Order order) {
        var rows = new VBox();
        rows.getStyleClass().add("hashes");
        var leaving = order.leaving();
        for (var each : leaving.subList(0, Math.min(leaving.size(), SHOWN_AT_MOST))) {
            var hash = Pieces.text(each.hash().toHex(), "mono");
            var of = Pieces.quiet(words.text(
                    "leaves.one",
                    String.valueOf(each.file().getFileName()),
                    each.algorithm().jcaName(),
                    each.hash().size()));
            rows.getChildren().add(new VBox(of, hash));
        }
        more(rows, leaving.size());
        var bytes = leaving.stream().mapToLong(each -> each.hash().size()).sum();
        var box = new VBox(Pieces.text(words.text("leaves.text"), "muted"), rows);
        box.getStyleClass().add("stack");
        var pane = new TitledPane(words.text("leaves.title", leaving.size(), bytes), box);
        pane.getStyleClass().add("dense");
        pane.setMinWidth(0);
        pane.setAnimated(false);
        pane.setExpanded(leavesUnfolded);
        pane.expandedProperty().addListener((property, before, now) -> leavesUnfolded = now);
        pane.setId("leaves");
        return pane;
    }

    // 3 PIN

    private void pin() {
        var count = model.order().map(order -> order.leaving().size()).orElse(0);
        var field = new PinField(words.text("pin.name"));
        field.setId("pin");
        field.setMaxWidth(320);
        var sign = Pieces.button(words.text("sign.button", count), () -> model.sign(field.take()), "seal-button");
        sign.setId("sign");
        sign.disableProperty().bind(Bindings.lessThan(field.lengthProperty(), Pin.SHORTEST));
        field.setOnEnter(sign::fire);
        var label = Pieces.line(words.text("pin.label"), "field-name");
        label.setLabelFor(field);
        var body = body(words.text("pin.title"), Pieces.text(words.text("pin.text", count), "muted", "centered"));
        body.getStyleClass().add("centered-body");
        var fieldBox = new VBox(label, field);
        fieldBox.getStyleClass().add("field");
        fieldBox.setMaxWidth(320);
        body.getChildren().add(fieldBox);
        model.problem().ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.getStyleClass().add("readable");
            trouble.setId("pin-problem");
            body.getChildren().add(trouble);
        });
        lay(3, scrolled(body), back(), Pieces.spacer(), sign);
        Sheets.focus(field);
    }

    // The work

    private void running() {
        var count = model.order().map(order -> order.leaving().size()).orElse(0);
        var rows = new VBox();
        rows.setId("work");
        rows.getStyleClass().add("work");
        for (var step : Progress.Step.values()) {
            if (step != Progress.Step.RAISE || model.levelProperty().get() != SignatureLevel.B) {
                rows.getChildren().add(work(step));
            }
        }
        var body = body(words.text("running.title", count), rows);
        body.getStyleClass().add("centered-body");
        var cancel = Pieces.button(words.text("cancel"), model::cancel);
        cancel.setId("cancel");
        Pieces.shownWhile(cancel, model.canCancelProperty());
        var finishing = Pieces.text("", "muted");
        Watching.whileShown(
                finishing,
                () -> finishing.setText(words.text(whatIsDone())),
                model.serverWorksProperty(),
                model.waitingProperty(),
                model.canRaiseLaterProperty(),
                model.raisingEndsProperty());
        Pieces.shownWhile(finishing, model.canCancelProperty().not());
        HBox.setHgrow(finishing, Priority.ALWAYS);
        var next = Pieces.text("", "muted");
        next.setId("for-next-order");
        Watching.whileShown(
                next,
                () -> {
                    var added = model.forNextOrderProperty().get();
                    next.setText(words.text("next.order", added));
                    Pieces.show(next, added > 0);
                },
                model.forNextOrderProperty());
        body.getChildren().add(next);
        var stop = Pieces.button(words.text("stop.waiting"), model::stopWaiting);
        stop.setId("stop-waiting");
        Pieces.shownWhile(
                stop,
                Bindings.and(model.waitingProperty(), model.canCancelProperty().not()));
        var later = Pieces.button(words.text("raise.later"), model::raiseLater);
        later.setId("raise-later");
        Pieces.shownWhile(later, model.canRaiseLaterProperty());
        lay(0, body, finishing, Pieces.spacer(), stop, later, cancel);
        for (var each : List.of(stop, later, cancel)) {
            each.visibleProperty().addListener((property, before, now) -> {
                if (!now && each.isFocused()) {
                    rows.requestFocus(); // Else it would go to whatever stands outside the sheet.
                }
            });
        }
        // Whoever presses Enter twice must not cancel what the first has sent.
        rows.setFocusTraversable(true);
        rows.setAccessibleText(words.text("running.title", count));
        Sheets.focus(rows);
    }

    private String whatIsDone() {
        if (model.raisingEndsProperty().get()) {
            return "raising.ends";
        }
        if (model.canRaiseLaterProperty().get()) {
            return "raising";
        }
        if (model.serverWorksProperty().get()) {
            return "server.works";
        }
        return model.waitingProperty().get() ? "waiting" : "finishing";
    }

    private Node work(Progress.Step step) {
        var icon = new StackPane();
        icon.getStyleClass().add("work-icon");
        var name = Pieces.line(words.text("work." + step), "work-name");
        var count = Pieces.line("", "muted");
        var row = new HBox(icon, name, Pieces.spacer(), count);
        row.getStyleClass().add("work-row");
        row.setAlignment(Pos.CENTER_LEFT);
        Watching.whileShown(
                row,
                () -> {
                    var state = model.step(step);
                    row.pseudoClassStateChanged(NOW, state.pace() == SignModel.Pace.RUNNING);
                    row.pseudoClassStateChanged(PAST, state.pace() == SignModel.Pace.DONE);
                    icon.getChildren().setAll(paceIcon(state.pace()));
                    count.setText(
                            state.total() > 1 && state.pace() != SignModel.Pace.WAITING
                                    ? words.text("work.count", state.done(), state.total())
                                    : "");
                    row.setAccessibleText(name.getText() + ", " + words.text("pace." + state.pace()));
                },
                model.watch(step));
        return row;
    }

    private static Node paceIcon(SignModel.Pace pace) {
        return switch (pace) {
            case DONE -> Icon.DONE.node();
            case WAITING -> Icon.WAITING.node("faint");
            case RUNNING -> {
                var wait = new ProgressIndicator();
                wait.getStyleClass().add("small-progress");
                yield wait;
            }
        };
    }

    // The result

    private void done(boolean arrived) {
        var results = model.results();
        var signed = (int) results.stream().filter(ResultRow::signed).count();
        var kept = model.kept();
        var not = results.size() - signed - kept;
        var head = new HBox();
        head.getStyleClass().add("result-head");
        head.setAlignment(Pos.CENTER_LEFT);
        var titles = new VBox(Pieces.pageTitle(title(signed, kept)));
        titles.getStyleClass().add("tight");
        if (kept > 0) {
            titles.getChildren().add(Pieces.text(words.text("done.kept", kept), "amber-text"));
        }
        if (not > 0) {
            titles.getChildren().add(Pieces.text(words.text("done.not", not), "amber-text"));
        }
        if (signed > 0) {
            titles.getChildren().add(Pieces.text(words.text("done.text"), "muted"));
            var mark = new SealMark("捺印", words.text("done.title", signed));
            head.getChildren().add(mark);
            if (arrived && !stillness.getAsBoolean()) {
                mark.settle();
            }
        }
        HBox.setHgrow(titles, Priority.ALWAYS);
        head.getChildren().add(titles);
        var list = new VBox();
        list.getStyleClass().add("rows");
        for (var row : results.subList(0, Math.min(results.size(), SHOWN_AT_MOST))) {
            list.getChildren().add(resultRow(row));
        }
        more(list, results.size());
        var body = new VBox(head);
        body.getStyleClass().add("sheet-body");
        if (model.noticeProperty().get() == SignModel.Notice.COULD_NOT_OPEN) {
            body.getChildren().add(note(words.text("could.not.open")));
        }
        body.getChildren().add(list);
        var finish = Pieces.button(words.text("done.button"), model::back, "accent");
        finish.setId("finish");
        finish.setDefaultButton(true);
        var more = Pieces.quiet(words.text("done.more"));
        var left = model.remaining().size();
        if (kept > 0) {
            var write = Pieces.button(words.text("write.kept", kept), model::writeKept);
            write.setId("write-kept");
            write.disableProperty().bind(model.writingProperty());
            lay(0, scrolled(body), more, Pieces.spacer(), write, finish);
        } else if (left == 0) {
            lay(0, scrolled(body), more, Pieces.spacer(), finish);
        } else {
            var remaining = Pieces.button(words.text("remaining", left), model::signRemaining);
            remaining.setId("sign-remaining");
            lay(0, scrolled(body), more, Pieces.spacer(), remaining, finish);
        }
        Sheets.focus(finish);
    }

    private String title(int signed, int kept) {
        if (signed > 0) {
            return words.text("done.title", signed);
        }
        return words.text(kept > 0 ? "done.kept.title" : "done.none");
    }

    private Node resultRow(ResultRow result) {
        var name = documentName(String.valueOf(result.file().getFileName()));
        var text = new VBox(name);
        HBox.setHgrow(text, Priority.ALWAYS);
        var row = new HBox(text);
        row.getStyleClass().add("sheet-row");
        row.setAlignment(Pos.CENTER_LEFT);
        result.outcome()
                .given()
                .ifPresentOrElse(
                        signed -> signedRow(row, name, text, signed),
                        () -> result.outcome().refusal().ifPresent(why -> {
                            row.getChildren().add(0, Icon.TROUBLE.node("amber"));
                            text.getChildren().add(Pieces.text(ProblemWords.sentence(why, words.language()), "muted"));
                            if (result.isKept()) {
                                text.getChildren().add(Pieces.text(words.text("row.kept"), "muted"));
                            }
                        }));
        return row;
    }

    private void signedRow(HBox row, Label name, VBox text, SignResult.Signed signed) {
        var output = signed.output();
        name.setText(Printable.name(String.valueOf(output.getFileName())));
        text.getChildren()
                .add(Pieces.text(
                        words.text("signed.details", signed.level(), Long.toString(signed.logIndex())), "quiet"));
        signed.notHigher().ifPresent(why -> {
            text.getChildren().add(Pieces.text(ProblemWords.sentence(why, words.language()), "muted"));
            if (signed.waits()) {
                text.getChildren().add(Pieces.text(words.text("signed.waits"), "muted"));
            }
        });
        var show = Pieces.iconButton(Icon.FOLDER, words.text("show.folder"), () -> model.showInFolder(output));
        var check = Pieces.iconButton(Icon.VERIFY, words.text("verify"), () -> verify.accept(output));
        check.setId("verify-result");
        var open = Pieces.iconButton(Icon.OPEN, words.text("open"), () -> model.open(output));
        row.getChildren().add(0, signed.notHigher().isPresent() ? Icon.TROUBLE.node("amber") : Icon.DONE.node());
        row.getChildren().addAll(show, check, open);
    }

    private void refused() {
        var icon = Icon.TROUBLE.node("large-icon", "amber");
        var sentence = Pieces.text(
                model.problem()
                        .map(why -> ProblemWords.sentence(why, model.instead(), words.language()))
                        .orElse(""),
                "centered",
                "readable");
        sentence.setId("refusal");
        var open = model.problem()
                .filter(why -> why.code() == ProblemCode.NOT_CONFIRMED)
                .isPresent();
        var title = Pieces.pageTitle(words.text(open ? "not.confirmed.title" : "refused.title"));
        var body = new VBox(icon, title, sentence);
        body.getStyleClass().addAll("sheet-body", "centered-body", "refusal");
        var toQueue = Pieces.button(Icon.BACK, words.text("refused.back"), model::back, "flat");
        toQueue.setId("back");
        if (model.canAskAgain()) {
            var ask = Pieces.button(words.text("ask.again"), model::askAgain, "accent");
            ask.setId("ask-again");
            ask.setDefaultButton(true);
            lay(0, scrolled(body), toQueue, Pieces.spacer(), ask);
            Sheets.focus(ask);
        } else if (model.canTryAgain()) {
            var again = Pieces.button(words.text("again"), model::tryAgain, "accent");
            again.setId("again");
            again.setDefaultButton(true);
            lay(0, scrolled(body), toQueue, Pieces.spacer(), again);
            Sheets.focus(again);
        } else {
            lay(0, scrolled(body), toQueue);
            Sheets.focus(toQueue);
        }
    }
}
