package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The documents in the order in which they will be signed. */
final class QueueList extends ListView<QueuedDocument> {
    /** A row that is being dragged, by its place. */
    private static final DataFormat ROW = new DataFormat("application/x-natsuin-row");

    private static final PseudoClass TARGET = PseudoClass.getPseudoClass("target");

    /** In less a name has no room beside what is to be known of its document. */
    private static final double TIGHT_EM = 28;

    private final SignModel model;
    private final Words words;
    private boolean beside;

    QueueList(SignModel model, Words words) {
        super(model.queue());
        this.model = model;
        this.words = words;
        setId("queue");
        getStyleClass().addAll("card", "queue");
        setAccessibleText(words.text("queue"));
        setAccessibleHelp(words.text("queue.help"));
        setCellFactory(list -> new Cell());
        getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        Watching.whileShown(this, this::follow, model.selectedProperty());
        Watching.whileShown(this, this::places, model.placing().changesProperty());
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setOnKeyPressed(event -> {
            var document = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.DELETE && document != null) {
                model.remove(List.copyOf(getSelectionModel().getSelectedItems()));
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            var document = getSelectionModel().getSelectedItem();
            var by = event.getCode() == KeyCode.UP ? -1 : event.getCode() == KeyCode.DOWN ? 1 : 0;
            if (event.isAltDown() && by != 0 && document != null) {
                move(document, by);
                event.consume();
            }
        });
    }

    private void follow() {
        var document = model.selectedProperty().get();
        if (document == null) {
            getSelectionModel().clearSelection();
        } else if (!document.equals(getSelectionModel().getSelectedItem())) {
            getSelectionModel().clearAndSelect(model.queue().indexOf(document));
        }
    }

    /** Another rule, or a place by hand, changes what rows say; what was found in a document tells its row itself. */
    private void places() {
        var now = model.placing().ruleProperty().get() instanceof PlaceRule.Beside;
        if (beside || now) {
            refresh();
        }
        beside = now;
    }

    private void move(QueuedDocument document, int by) {
        model.move(document, by);
        getSelectionModel().clearAndSelect(model.queue().indexOf(document));
        getFocusModel().focus(model.queue().indexOf(document));
    }

    private String seen(QueuedDocument document, DocumentFacts facts) {
        if (!facts.hasPages()) {
            return words.text(document.seenWhole() ? "seen.opened" : "seen.none");
        }
        return document.seenCount() == 0
                ? words.text("seen.none")
                : words.text("seen.short", document.seenCount(), facts.pages());
    }

    /** What a signer has to know first of a document that could be read. */
    private Optional<String> trouble(QueuedDocument document) {
        var placed = model.placing().placed(document);
        if (placed.missing().isPresent()) {
            return Optional.of(words.text("place.none.short"));
        }
        var warnings = HiddenThings.warnings(document);
        return warnings == 0 ? Optional.empty() : Optional.of(words.text("hidden.short", warnings));
    }

    private final class Cell extends ListCell<QueuedDocument> {
        private final Label name = Pieces.line("", "document-name");
        private final Label size = Pieces.line("", "muted", "column", "size-column");
        private final Label state = Pieces.line("", "muted", "column", "state-column");
        private final HBox icon = new HBox();
        private final HBox stateIcon = new HBox();
        private final Button remove;
        private final HBox row = new HBox();
        private final VBox lines = new VBox();

        private Cell() {
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            name.setMinWidth(40);
            name.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(name, Priority.ALWAYS);
            size.setMinWidth(Region.USE_PREF_SIZE);
            state.setMinWidth(Region.USE_PREF_SIZE);
            icon.setAlignment(Pos.CENTER);
            stateIcon.setAlignment(Pos.CENTER);
            remove = Pieces.iconButton(Icon.REMOVE, words.text("remove"), () -> {
                if (getItem() != null) {
                    model.remove(getItem());
                }
            });
            remove.getStyleClass().add("row-action");
            remove.setFocusTraversable(false);
            HBox.setHgrow(lines, Priority.ALWAYS);
            lines.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().add("queue-row");
            row.setAlignment(Pos.CENTER_LEFT);
            setPrefWidth(0);
            arrange(false);
            InvalidationListener measured = changed -> {
                var tight =
                        QueueList.this.getWidth() < TIGHT_EM * name.getFont().getSize();
                if (tight != row.getChildren().contains(lines)) {
                    arrange(tight);
                }
            };
            QueueList.this.widthProperty().addListener(measured);
            name.fontProperty().addListener(measured);
            setOnDragDetected(event -> {
                var document = getItem();
                if (document != null) {
                    var content = new ClipboardContent();
                    content.put(ROW, model.queue().indexOf(document));
                    startDragAndDrop(TransferMode.MOVE).setContent(content);
                    event.consume();
                }
            });
            setOnDragOver(event -> {
                if (event.getDragboard().hasContent(ROW)) {
                    event.acceptTransferModes(TransferMode.MOVE);
                    pseudoClassStateChanged(TARGET, true);
                    event.consume();
                }
            });
            setOnDragExited(event -> pseudoClassStateChanged(TARGET, false));
            setOnDragDropped(event -> {
                if (event.getDragboard().getContent(ROW) instanceof Integer from
                        && from < model.queue().size()) {
                    var to = getItem() == null
                            ? model.queue().size() - 1
                            : model.queue().indexOf(getItem());
                    move(model.queue().get(from), to - from);
                    event.setDropCompleted(true);
                    event.consume();
                }
            });
        }

        /** Where a name has no room beside what is to be known of its document, that stands below it. */
        private void arrange(boolean tight) {
            row.getChildren().clear();
            lines.getChildren().clear();
            if (tight) {
                var below = new HBox(stateIcon, state);
                below.getStyleClass().add("note-row");
                below.setAlignment(Pos.CENTER_LEFT);
                lines.getChildren().addAll(name, below);
                row.getChildren().addAll(icon, lines, remove);
            } else {
                row.getChildren().addAll(icon, name, size, stateIcon, state, remove);
            }
        }

        @Override
        protected void updateItem(QueuedDocument document, boolean empty) {
            super.updateItem(document, empty);
            if (empty || document == null) {
                setGraphic(null);
                setTooltip(null);
                setAccessibleText("");
                setAccessibleHelp("");
                return;
            }
            name.setText(document.name());
            setTooltip(new Tooltip(
                    Printable.fromLeft(Printable.name(document.file().toString()))));
            show(document);
            setAccessibleText(document.name() + ", " + size.getText() + ", " + state.getText());
            setAccessibleHelp(getTooltip().getText());
            setGraphic(row);
        }

        private void show(QueuedDocument document) {
            state.getStyleClass().remove("amber-text");
            if (document.state() instanceof QueuedDocument.State.Ready ready) {
                var facts = ready.facts();
                icon.getChildren().setAll((facts.signers().isEmpty() ? Icon.DOCUMENT : Icon.SIGNED_BEFORE).node());
                var length = Sizes.of(facts.sizeBytes(), words.language());
                size.setText(facts.hasPages() ? words.text("pages.size", facts.pages(), length) : length);
                var trouble = trouble(document);
                state.setText(trouble.orElseGet(() -> seen(document, facts)));
                if (trouble.isPresent()) {
                    state.getStyleClass().add("amber-text");
                }
                stateIcon
                        .getChildren()
                        .setAll(
                                trouble.isEmpty()
                                        ? (document.seenWhole() ? Icon.SEEN : Icon.NOT_SEEN).node("small-icon")
                                        : Icon.TROUBLE.node("small-icon", "amber"));
                model.placing()
                        .placed(document)
                        .missing()
                        .ifPresent(why -> setTooltip(new Tooltip(ProblemWords.sentence(why, words.language()))));
            } else if (document.state() instanceof QueuedDocument.State.Refused refused) {
                icon.getChildren().setAll(Icon.DOCUMENT.node());
                size.setText("");
                var locked = refused.why().code() == ProblemCode.DOCUMENT_ENCRYPTED;
                state.setText(words.text(locked ? "password.short" : "cannot.sign.short"));
                state.getStyleClass().add("amber-text");
                stateIcon.getChildren().setAll((locked ? Icon.LOCK : Icon.TROUBLE).node("small-icon", "amber"));
                var reasons = HiddenThings.reasons(document, words.language());
                setTooltip(new Tooltip(
                        reasons.isEmpty()
                                ? ProblemWords.sentence(refused.why(), words.language())
                                : String.join("\n", reasons)));
            } else {
                icon.getChildren().setAll(Icon.DOCUMENT.node());
                size.setText("");
                state.setText(words.text("reading"));
                stateIcon.getChildren().clear();
            }
        }
    }
}
