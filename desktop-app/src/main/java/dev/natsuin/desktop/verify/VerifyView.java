package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The place where the signatures of a file are judged: the verdict first, in one sentence, then the signatures. */
public final class VerifyView extends StackPane {
    /** Height of a row in the list, in sizes of the text; as in the style sheet. */
    private static final double ROW_EM = 3.385;

    private static final int ROWS_AT_MOST = 3;
    /** More rows than those where the window is so high that they take no more of it than this. */
    private static final double SHARE_AT_MOST = 0.2;

    private static final List<String> FORMS = List.of("html", "pdf", "xml", "json");

    private final VerifyModel model;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final VBox answer = new VBox();
    private final Map<VerifyModel.Item, Set<Integer>> unfolded = new WeakHashMap<>();
    private final StackPane compared = new StackPane();
    private final Node empty;
    private final Node work;
    private Optional<Shown> shown = Optional.empty();
    private boolean goingThrough;

    /** What the answer is drawn from; other files of the list change without it. */
    private record Shown(
            VerifyModel.Item item,
            Optional<Answer<Verification>> answer,
            Optional<Answer<Verifying.Reported>> report,
            boolean twin) {}

    /** A view of this model. */
    public VerifyView(VerifyModel model, Words words, Dates dates, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        setId("verify-view");
        getStyleClass().add("verify");
        empty = empty();
        work = work();
        var veil = new StackPane(Pieces.line(words.text("drop.now"), "section-title"));
        veil.getStyleClass().add("drop-veil");
        veil.setMouseTransparent(true);
        getChildren().addAll(empty, work, compared, veil);
        Drops.accept(this, this::verify);
        Drops.acceptPasted(this, this::verify);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN), this::choose);
        Watching.whileShown(
                this,
                this::draw,
                model.items(),
                model.selectedProperty(),
                model.comparing().stageProperty());
    }

    /** The first of several ends up on top. */
    private void verify(List<Path> files) {
        goingThrough = false;
        for (var i = files.size() - 1; i >= 0; i--) {
            model.verify(files.get(i));
        }
    }

    private void choose() {
        verify(chooser.documents());
    }

    private Node empty() {
        var choose = Pieces.button(Icon.ADD, words.text("choose"), this::choose, "accent");
        choose.setId("choose");
        var zone = new VBox(
                Icon.VERIFY.node("large-icon"),
                Pieces.text(words.text("empty.title"), "page-title", "centered"),
                choose,
                Pieces.text(words.text("empty.text"), "muted", "centered"));
        zone.getStyleClass().add("drop-zone");
        zone.setAlignment(Pos.CENTER);
        var box = new StackPane(Pieces.scrolling(zone));
        box.getStyleClass().add("place-body");
        return box;
    }

    private Node work() {
        var add = Pieces.button(Icon.ADD, words.text("another"), this::choose);
        add.setId("choose-another");
        var head = Pieces.placeHead(words.text("title"), add);
        var list = new ListView<>(model.items());
        list.setId("verified");
        list.getStyleClass().addAll("card", "queue");
        list.setAccessibleText(words.text("files"));
        list.setCellFactory(unused -> new Cell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> goingThrough = true);
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> goingThrough = true);
        list.setMinHeight(Region.USE_PREF_SIZE);
        Watching.whileShown(
                list,
                () -> list.setPrefHeight(rows(ROW_EM * add.getFont().getSize())),
                model.items(),
                add.fontProperty(),
                heightProperty());
        list.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        Watching.whileShown(
                list,
                () -> list.getSelectionModel().select(model.selectedProperty().get()),
                model.selectedProperty());
        Pieces.shownWhile(list, Bindings.size(model.items()).greaterThan(1));
        answer.getStyleClass().add("answer");
        var scroll = new ScrollPane(answer);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var body = new VBox(head, list, scroll);
        body.getStyleClass().add("place-body");
        return body;
    }

    private double rows(double row) {
        var most = Math.max(ROWS_AT_MOST, (int) (SHARE_AT_MOST * getHeight() / row));
        return row * Math.min(most, model.items().size()) + 4;
    }

    private void draw() {
        var none = model.items().isEmpty();
        var comparing = model.comparing().stage() != CompareModel.Stage.NONE;
        Pieces.show(empty, none);
        Pieces.show(work, !none && !comparing);
        Pieces.show(compared, comparing);
        if (!comparing) {
            compared.getChildren().clear();
        } else if (compared.getChildren().isEmpty()) {
            compared.getChildren().add(new CompareView(model.comparing(), words, dates));
        }
        var now = Optional.ofNullable(model.selectedProperty().get())
                .map(item -> new Shown(item, item.answer(), item.report(), hasTwin(item)));
        if (!now.equals(shown)) { // A password is typed there, and somebody reads there.
            shown = now;
            answer.getChildren().clear();
            now.ifPresent(there -> draw(there.item()));
        }
    }

    private void draw(VerifyModel.Item item) {
        item.answer()
                .ifPresentOrElse(
                        there -> {
                            there.given().ifPresent(verification -> judged(item, verification));
                            there.refusal().ifPresent(why -> refused(item, why));
                        },
                        () -> {
                            var wait = new ProgressIndicator();
                            wait.getStyleClass().add("small-progress");
                            var row = new HBox(wait, Pieces.text(words.text("verifying", item.name())));
                            row.getStyleClass().add("row");
                            answer.getChildren().setAll(row);
                        });
    }

    private void refused(VerifyModel.Item item, Problem why) {
        answer.getChildren().setAll(Pieces.text(item.name(), "section-title"));
        folder(item).ifPresent(answer.getChildren()::add);
        answer.getChildren().add(Pieces.trouble(sentence(why)));
        if (why.code() == ProblemCode.DOCUMENT_ENCRYPTED) {
            answer.getChildren().add(password(item));
        }
    }

    private boolean hasTwin(VerifyModel.Item item) {
        return model.items().stream()
                .anyMatch(each -> each != item && each.name().equals(item.name()));
    }

    /** Of two files with one name, where this one lies. */
    private Optional<Label> folder(VerifyModel.Item item) {
        if (!hasTwin(item)) {
            return Optional.empty();
        }
        var folder = Pieces.quiet(Printable.name(String.valueOf(item.file().getParent())));
        folder.setId("verdict-folder");
        return Optional.of(folder);
    }

    /** Whoever verifies has not made the document, and wants to sign nothing. */
    private String sentence(Problem why) {
        var own = "trouble." + why.code().code();
        return words.has(own) ? words.text(own) : ProblemWords.sentence(why, words.language());
    }

    private Node password(VerifyModel.Item item) {
        var field = new PasswordField(words.text("password.prompt"));
        field.setId("document-password");
        HBox.setHgrow(field, Priority.ALWAYS);
        Runnable verify = () -> model.verify(item.file(), field.take());
        field.setOnEnter(() -> {
            if (field.length() > 0) {
                verify.run();
            }
        });
        var row = new HBox(field, Pieces.button(Icon.VERIFY, words.text("password.verify"), verify));
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        var asked = Pieces.field(words.text("password.prompt"), row);
        if (item.password().isPresent()) {
            var wrong = Pieces.trouble(words.text("password.wrong"));
            wrong.setId("password-wrong");
            asked.getChildren().add(wrong);
        }
        if (item.password().isPresent() || !goingThrough) { // Else the next arrow key would not reach the list.
            Sheets.focus(field);
        }
        return asked;
    }

    private void judged(VerifyModel.Item item, Verification verification) {
        var icon = icon(verification.verdict()).node("verdict-icon");
        var verdict = Pieces.text(words.text("verdict." + verification.verdict()), "page-title");
        verdict.setId("verdict");
        var sentence = Pieces.text(sentence(verification));
        sentence.setId("verdict-sentence");
        var text = new VBox(verdict, sentence, Pieces.text(item.name(), "muted"));
        folder(item).ifPresent(text.getChildren()::add);
        text.getStyleClass().add("tight");
        HBox.setHgrow(text, Priority.ALWAYS);
        var head = new HBox(icon, text);
        head.getStyleClass().addAll("card", "verdict", "verdict-" + verification.verdict());
        head.setAccessibleText(verdict.getText() + " " + sentence.getText());
        answer.getChildren().setAll(head);
        answer.getChildren().add(reporting(item));
        if (!verification.signatures().isEmpty() || !verification.timestamps().isEmpty()) {
            if (!verification.asked()) {
                var nobody = Pieces.text(words.text("asked.nobody"), "muted");
                nobody.setId("asked-nobody");
                answer.getChildren().add(1, nobody);
            }
            answer.getChildren()
                    .add(Pieces.sectionTitle(
                            words.text("signatures", verification.signatures().size())));
            answer.getChildren()
                    .add(new TimelineView(
                            verification,
                            words,
                            dates,
                            unfolded.computeIfAbsent(item, unused -> new HashSet<>()),
                            signature -> model.compare(item, signature)));
        }
    }

    /** What is written down of it, for people or programs. */
    private Node reporting(VerifyModel.Item item) {
        var menu = new MenuButton(words.text("report"), Icon.REPORT.node());
        menu.setId("report");
        menu.setMinWidth(Region.USE_PREF_SIZE);
        for (var form : FORMS) {
            var choice = new MenuItem(words.text("report." + form));
            choice.setOnAction(event -> chooser.save(
                            words.text("report.choose"), words.text("report.name", item.name()) + "." + form)
                    .ifPresent(target -> model.report(item, target, words.language(), dates.zone())));
            menu.getItems().add(choice);
        }
        var box = new VBox(menu);
        box.getStyleClass().add("stack");
        item.report().ifPresent(answered -> {
            answered.given().ifPresent(written -> {
                var saved = Pieces.text(
                        words.text("report.saved", Printable.name(String.valueOf(written.file()))), "muted");
                saved.setId("report-saved");
                box.getChildren().add(saved);
                if (item.reportDiffers()) {
                    var differs =
                            Pieces.trouble(words.text("report.differs", words.text("verdict." + written.verdict())));
                    differs.setId("report-differs");
                    box.getChildren().add(differs);
                }
            });
            answered.refusal().ifPresent(why -> {
                var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
                trouble.setId("report-problem");
                box.getChildren().add(trouble);
            });
        });
        return box;
    }

    private static Icon icon(Verification.Verdict verdict) {
        return switch (verdict) {
            case VALID -> Icon.VALID;
            case CHANGED -> Icon.TROUBLE;
            case INDETERMINATE -> Icon.UNKNOWN;
            case INVALID -> Icon.CROSS;
            case UNSIGNED -> Icon.UNSIGNED;
        };
    }

    /** One sentence to repeat on the phone. */
    private String sentence(Verification verification) {
        var signers = verification.signatures().stream()
                .map(signature -> signature.signer().isEmpty() ? words.text("signer.unknown") : signature.signer())
                .distinct()
                .collect(Collectors.joining(words.text("and")));
        var last = verification.signatures().isEmpty()
                ? null
                : verification
                        .signatures()
                        .get(verification.signatures().size() - 1)
                        .time();
        var time = last == null ? words.text("time.unknown") : dates.moment(last);
        return words.text("sentence." + (verification.revoked() ? "REVOKED" : verification.verdict()), signers, time);
    }

    private final class Cell extends ListCell<VerifyModel.Item> {
        private Cell() {
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(VerifyModel.Item item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                setTooltip(null);
                setAccessibleText("");
                setAccessibleHelp("");
                return;
            }
            var icon = item.answer()
                    .flatMap(answer -> answer.given())
                    .map(verification -> icon(verification.verdict()))
                    .orElse(item.answer().isPresent() ? Icon.TROUBLE : Icon.WAITING);
            var name = Pieces.line(item.name(), "document-name");
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            var row = new HBox(icon.node(), name);
            row.getStyleClass().add("queue-row");
            row.setAlignment(Pos.CENTER_LEFT);
            var place = Printable.fromLeft(Printable.name(item.file().toString()));
            setTooltip(new Tooltip(place));
            setAccessibleHelp(place);
            setAccessibleText(item.name()
                    + item.answer()
                            .flatMap(Answer::given)
                            .map(verification -> ", " + words.text("verdict." + verification.verdict()))
                            .orElse(""));
            setGraphic(row);
        }
    }
}
