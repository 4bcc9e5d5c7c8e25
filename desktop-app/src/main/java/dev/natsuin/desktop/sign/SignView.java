package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.ui.Ahead;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Divider;
import dev.natsuin.desktop.ui.Drops;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** The place where documents are signed. Files may be dropped anywhere on it at any time. */
public final class SignView extends StackPane {
    /** Height of a row in the queue, in sizes of the text; as in the style sheet. */
    private static final double ROW_EM = 3.385;

    private static final int ROWS_AT_FIRST = 4;
    /** More rows than those where the window is so high that they take no more of it than this. */
    private static final double SHARE_AT_FIRST = 0.25;

    private static final double MOST_AT_FIRST = 0.4;

    private final SignModel model;
    private final Words words;
    private final Chooser chooser;
    private final SplitPane split = new SplitPane();
    private final Ahead ahead = new Ahead();
    private final Node empty;
    private final BorderPane work = new BorderPane();
    private final SignSheet sheet;
    private final Label measure = Pieces.text("", "note-text");
    private @Nullable LookSheet lookSheet;
    private boolean listed;

    /**
     * A view of this model.
     *
     * @param verify goes to the verification of a file
     * @param stillness true if nothing shall move
     */
    public SignView(
            SignModel model,
            Words words,
            Dates dates,
            Chooser chooser,
            Consumer<Path> verify,
            BooleanSupplier stillness) {
        this.model = model;
        this.words = words;
        this.chooser = chooser;
        var keyWords = new KeyWords(words, dates);
        getStyleClass().add("sign");
        setId("sign-view");
        empty = empty();
        sheet = new SignSheet(model, words, keyWords, verify, stillness);
        var places = new StackPane(empty, work);
        getChildren().addAll(places, sheet);
        ahead.add(() -> getChildren().add(veil()));
        ahead.add(this::table);
        ahead.add(() -> split.getItems().add(new QueueList(model, words)));
        ahead.add(() -> new PreviewPane(model, words), split.getItems()::add);
        ahead.add(() -> new OrderPanel(model, words, keyWords, chooser, this::open, ahead), panel -> {
            work.setRight(panel);
            ahead.add(this::lookSheet);
        });
        // A window that was closed keeps its scene, and nothing is to be made for it any more.
        var shown = sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false);
        shown.addListener((property, before, now) -> {
            if (now) {
                ahead.begin();
            } else {
                ahead.pause();
            }
        });
        Drops.accept(this, model::add);
        Drops.acceptPasted(this, model::add);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN), this::choose);
        Watching.whileShown(this, this::arrange, model.stageProperty(), model.queue());
    }

    private void choose() {
        var chosen = chooser.documents();
        if (!chosen.isEmpty()) {
            model.add(chosen);
        }
    }

    private void arrange() {
        var queueing = model.stage() == SignModel.Stage.QUEUE;
        var none = model.queue().isEmpty();
        if (!queueing || !none) {
            ahead.now();
        }
        Pieces.show(empty, queueing && none);
        Pieces.show(work, queueing && !none);
        Pieces.show(sheet, !queueing);
        firstListed(queueing && !none, none);
        if (!none && split.getHeight() > 0) {
            divide();
        }
    }

    /** Keys are then for the list: they went to the places, or to whatever came next behind the empty page. */
    private void firstListed(boolean seen, boolean none) {
        if (seen && !listed) {
            split.getItems().get(0).requestFocus();
        }
        listed = seen || (listed && !none);
    }

    /**
     * The queue gets as much room as its first rows need, and leaves the larger part to the pages, until the signer
     * moves the divider.
     */
    private void divide() {
        if (model.dividerProperty().get().isPresent()) {
            split.setDividerPositions(model.dividerProperty().get().get());
            return;
        }
        var row = row();
        var atFirst = Math.max(ROWS_AT_FIRST, (int) (SHARE_AT_FIRST * split.getHeight() / row));
        var rows = Math.max(1, Math.min(atFirst, model.queue().size()));
        split.setDividerPositions(Math.min(MOST_AT_FIRST, (rows * row + 12) / split.getHeight()));
    }

    private double row() {
        return ROW_EM * measure.getFont().getSize();
    }

    private void left(double share) {
        model.dividerProperty().set(Optional.of(share));
    }

    private void undivided() {
        model.dividerProperty().set(Optional.empty());
        divide();
    }

    private Node empty() {
        var choose = Pieces.button(Icon.ADD, words.text("choose"), this::choose, "accent");
        choose.setId("choose");
        var lines = new VBox(
                Pieces.promise(Icon.NOT_SEEN, words.text("empty.see")),
                Pieces.promise(Icon.COMPUTER, words.text("empty.stay")),
                Pieces.promise(Icon.LOCK, words.text("empty.pin")));
        lines.getStyleClass().add("promises");
        var zone = new VBox(
                Icon.DOCUMENT.node("large-icon"),
                Pieces.text(words.text("empty.title"), "page-title", "centered"),
                Pieces.text(words.text("empty.kinds"), "muted", "centered"),
                choose,
                lines);
        zone.getStyleClass().add("drop-zone");
        zone.setAlignment(Pos.CENTER);
        var box = new VBox(zone);
        VBox.setVgrow(zone, Priority.ALWAYS);
        box.getStyleClass().add("place-body");
        // Scrolling is a sixth of the nodes of the first picture, and in most windows nothing of it is ever seen.
        ahead.add(() -> {
            var scrolling = Pieces.scrolling(zone);
            VBox.setVgrow(scrolling, Priority.ALWAYS);
            box.getChildren().setAll(note(Pieces.text("", "note-text")), cannotSign(), scrolling);
        });
        return box;
    }

    private Node veil() {
        var veil = new StackPane(Pieces.line(words.text("drop.now"), "section-title"));
        veil.getStyleClass().add("drop-veil");
        veil.setMouseTransparent(true);
        return veil;
    }

    private String totals(SignModel.Totals all) {
        var ready = words.text("totals", all.ready(), all.pages(), Sizes.of(all.bytes(), words.language()));
        return all.others() == 0 ? ready : ready + words.text("totals.others", all.others());
    }

    private LookSheet lookSheet() {
        var there = lookSheet;
        if (there == null) {
            there = new LookSheet(model, words, chooser);
            lookSheet = there;
            work.disableProperty().bind(there.visibleProperty()); // What is behind it is not seen, and obeys no keys.
            getChildren().add(getChildren().indexOf(sheet), there);
        }
        return there;
    }

    private void open(SavedLook look) {
        lookSheet().open(look);
    }

    /** What is to be said quietly of what was dropped or asked for, while there is something. */
    private Node note(Label text) {
        Watching.whileShown(
                text, () -> text.setText(notice(model.noticeProperty().get())), model.noticeProperty());
        HBox.setHgrow(text, Priority.ALWAYS);
        var note = new HBox(Icon.NOTE.node("note-icon"), text);
        note.getStyleClass().add("note");
        return Pieces.shownWhile(note, text.textProperty().isNotEmpty());
    }

    /** Why nothing could be signed here, before anybody drops a document; what passes by itself stands at the foot. */
    private Node cannotSign() {
        var why = new VBox();
        why.setId("cannot-sign");
        Watching.whileShown(
                why,
                () -> {
                    var problem = Optional.ofNullable(
                                    model.keysProblemProperty().get())
                            .filter(each -> !Away.is(each));
                    why.getChildren()
                            .setAll(
                                    problem
                                            .map(each -> Pieces.trouble(ProblemWords.sentence(each, words.language())))
                                            .stream()
                                            .toList());
                    Pieces.show(why, problem.isPresent());
                },
                model.keysProblemProperty());
        return why;
    }

    private String notice(SignModel.Notice notice) {
        return switch (notice) {
            case NO_DOCUMENTS -> words.text("no.documents");
            case NOT_ALL_READ -> words.text("not.all.read");
            case NOT_REPAIRED -> words.text("not.repaired");
            case LIST_CHANGED -> words.text("list.changed");
            case COULD_NOT_OPEN -> words.text("not.opened");
            case NONE, CANCELLED -> "";
        };
    }

    /** The totals once more, on a line of their own, where large text leaves no room for them beside the title. */
    private static Node below(HBox head, Label totals) {
        var below = Pieces.text("", "muted");
        below.setId("totals-below");
        below.textProperty().bind(totals.textProperty());
        var fits = Bindings.createBooleanBinding(
                () -> needed(head, totals) <= head.getWidth(),
                head.widthProperty(),
                totals.textProperty(),
                totals.fontProperty());
        totals.visibleProperty().bind(fits);
        return Pieces.shownWhile(below, fits.not());
    }

    /** A text that has just changed is measured by itself: its label and row still know how wide the last one was. */
    private static double needed(HBox head, Label totals) {
        var text = new Text(totals.getText());
        text.setFont(totals.getFont());
        return head.getChildren().stream()
                        .mapToDouble(each -> each == totals ? Math.ceil(text.prefWidth(-1)) : each.prefWidth(-1))
                        .sum()
                + head.getSpacing() * (head.getChildren().size() - 1);
    }

    /** Where the documents lie: what stands above them, and room for the queue and the pages. */
    private void table() {
        var add = Pieces.button(Icon.ADD, words.text("add"), this::choose);
        add.setId("add");
        var clear = Pieces.iconButton(Icon.CLEAR, words.text("clear"), model::clear);
        clear.setId("clear");
        var totals = Pieces.line("", "muted");
        totals.setId("totals");
        totals.setMinWidth(0);
        Watching.whileShown(
                totals, () -> totals.setText(totals(model.totalsProperty().get())), model.totalsProperty());
        var head = Pieces.placeHead(words.text("title"), totals, clear, add);
        var below = below(head, totals);
        var note = note(measure);
        split.setOrientation(Orientation.VERTICAL);
        split.getStyleClass().add("quiet-split");
        VBox.setVgrow(split, Priority.ALWAYS);
        split.heightProperty().addListener((property, before, now) -> divide());
        Divider.of(
                split,
                new Divider.Words(words.text("divider"), words.text("divider.help")),
                this::row,
                this::left,
                this::undivided);
        var middle = new VBox(head, below, note, split);
        middle.getStyleClass().add("place-body");
        work.setCenter(middle);
    }
}
