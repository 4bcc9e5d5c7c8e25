package dev.natsuin.desktop.verify;

import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The document as one signature was made over it beside the document as it is, page by page. */
final class CompareView extends VBox {
    private static final double GAP = 16;
    /** Room for what scrolls. */
    private static final double BAR = 20;

    private final CompareModel model;
    private final Words words;
    private final Dates dates;
    private final Label title = Pieces.sectionTitle("");
    private final VBox notes = new VBox();
    private final Label pageNumber = Pieces.line("", "muted");
    private final Label sentence = Pieces.text("");
    private final Button previous;
    private final Button next;
    private final Button nextChanged;
    private final GridPane sides = new GridPane();
    private final ScrollPane scroll = new ScrollPane(sides);
    private final HBox bar;

    CompareView(CompareModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("compare-view");
        getStyleClass().addAll("place-body", "compare");
        var back = Pieces.button(Icon.BACK, words.text("compare.back"), model::leave, "flat");
        back.setId("compare-back");
        previous = Pieces.iconButton(
                Icon.PREVIOUS_PAGE,
                words.text("compare.previous"),
                () -> model.go(model.pageProperty().get() - 1));
        previous.setId("page-previous");
        next = Pieces.iconButton(
                Icon.NEXT_PAGE,
                words.text("compare.next"),
                () -> model.go(model.pageProperty().get() + 1));
        next.setId("page-next");
        nextChanged = Pieces.button(
                words.text("compare.changed"), () -> model.nextChanged().ifPresent(model::go));
        nextChanged.setId("page-changed");
        bar = new HBox(previous, pageNumber, next, nextChanged, sentence);
        bar.getStyleClass().add("row");
        bar.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setId("compare-sentence");
        pageNumber.setId("compare-page");
        pageNumber.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.ALWAYS);
        var head = new HBox(back, title);
        head.getStyleClass().add("row");
        head.setAlignment(Pos.CENTER_LEFT);
        notes.getStyleClass().add("tight");
        sides.setHgap(GAP);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, notes, bar, scroll);
        scroll.viewportBoundsProperty().addListener((property, before, now) -> {
            if (before == null || before.getWidth() != now.getWidth()) {
                wide();
            }
        });
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.ESCAPE), model::leave);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.PAGE_DOWN), next::fire);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.PAGE_UP), previous::fire);
        Watching.whileShown(this, this::draw, model.stageProperty(), model.sidesProperty(), model.pageProperty());
        sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                back.requestFocus();
            }
        });
    }

    private double column() {
        return Math.max(100, (scroll.getWidth() - BAR - GAP) / 2);
    }

    private void wide() {
        var scene = getScene();
        var scale = scene == null || scene.getWindow() == null
                ? 1
                : scene.getWindow().getOutputScaleX();
        if (scroll.getWidth() > 0) {
            model.wide((int) Math.round(column() * scale));
            draw();
        }
    }

    private void draw() {
        var shown = model.stage() == CompareModel.Stage.SHOWN;
        Pieces.show(bar, shown);
        notes.getChildren().clear();
        model.signature().ifPresent(signature -> {
            var time = signature.time();
            title.setText(words.text(
                    "compare.title",
                    signature.signer(),
                    time == null ? words.text("time.unknown") : dates.moment(time)));
            TimelineView.changes(signature, words)
                    .forEach(change -> notes.getChildren().add(Pieces.text(change, "amber-text")));
            if (signature.changes().isEmpty()) {
                notes.getChildren().add(Pieces.text(words.text("compare.allowed"), "muted"));
            }
            if (shown && model.signedCount() != model.nowCount()) {
                notes.getChildren()
                        .add(Pieces.text(
                                words.text("compare.counts", model.signedCount(), model.nowCount()), "amber-text"));
            }
        });
        sides.getChildren().clear();
        switch (model.stage()) {
            case OPENING -> sides.add(waiting(), 0, 0);
            case REFUSED ->
                model.problem().ifPresent(why -> {
                    var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
                    trouble.setId("compare-problem");
                    sides.add(trouble, 0, 0);
                });
            case SHOWN -> page();
            case NONE -> {}
        }
    }

    private Node waiting() {
        var wait = new ProgressIndicator();
        wait.getStyleClass().add("small-progress");
        var row = new HBox(wait, Pieces.line(words.text("compare.opening"), "muted"));
        row.getStyleClass().add("row");
        return row;
    }

    private void page() {
        var page = model.pageProperty().get();
        pageNumber.setText(words.text("compare.page", page, model.pages()));
        previous.setDisable(page <= 1);
        next.setDisable(page >= model.pages());
        nextChanged.setDisable(model.nextChanged().isEmpty());
        var drawn = model.sides();
        sentence.setText(
                drawn.map(there -> there.signed().isEmpty() || there.now().isEmpty()
                                ? ""
                                : words.text(there.differs() ? "compare.differs" : "compare.same"))
                        .orElse(""));
        sides.add(Pieces.line(words.text("compare.signed"), "field-name"), 0, 0);
        sides.add(Pieces.line(words.text("compare.now"), "field-name"), 1, 0);
        if (drawn.isEmpty()) {
            sides.add(waiting(), 0, 1);
            return;
        }
        sides.add(side(drawn.get().signed(), page <= model.signedCount(), "compare.none.signed"), 0, 1);
        sides.add(side(drawn.get().now(), page <= model.nowCount(), "compare.none.now"), 1, 1);
    }

    private Node side(Optional<PageImage> drawn, boolean exists, String none) {
        if (drawn.isEmpty()) {
            var text = Pieces.text(words.text(exists ? "compare.undrawn" : none), "amber-text");
            var box = new StackPane(text);
            box.setPrefWidth(column());
            return box;
        }
        var view = new ImageView(Pictures.of(drawn.get()));
        view.setPreserveRatio(true);
        view.setFitWidth(column());
        var paper = new StackPane(view);
        paper.getStyleClass().add("page");
        paper.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        paper.setAccessibleText(words.text(none.endsWith("now") ? "compare.now" : "compare.signed"));
        var box = new VBox(paper);
        box.getStyleClass().add("tight");
        if (drawn.get().flaws().contains(PageImage.Flaw.UNDECODABLE)) {
            box.getChildren().add(0, Pieces.text(words.text("compare.undecodable"), "amber-text"));
        }
        return box;
    }
}
