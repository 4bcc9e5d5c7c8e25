package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Above every place: what became of an order from before, until it has been read. */
final class EarlierNote extends VBox {
    private final EarlierModel model;
    private final Words words;
    private final ObservableBooleanValue idle;
    private final HBox note = new HBox();

    /**
     * A note of this model.
     *
     * @param idle true while nothing else is being ordered
     */
    EarlierNote(EarlierModel model, Words words, ObservableBooleanValue idle) {
        this.model = model;
        this.words = words;
        this.idle = idle;
        note.setId("earlier");
        note.getStyleClass().addAll("note", "earlier");
        note.setAlignment(Pos.CENTER_LEFT);
        VBox.setMargin(note, new Insets(16, 24, 0, 24));
        getChildren().add(note);
        Watching.whileShown(this, this::draw, model.orderProperty(), idle);
    }

    private void draw() {
        var told = model.order();
        Pieces.show(this, told.isPresent() && idle.get());
        told.ifPresent(order -> {
            var text = Pieces.text(text(order.found()), "note-text");
            text.setId("earlier-text");
            HBox.setHgrow(text, Priority.ALWAYS);
            note.getChildren().setAll(Icon.NOTE.node("note-icon"), text);
            if (order.isOpen()) {
                var again = Pieces.button(words.text("earlier.again"), model::settle);
                again.setId("earlier-again");
                note.getChildren().add(again);
            }
            if (order.found() != null) {
                var read = Pieces.button(words.text("earlier.read"), model::forget, "flat");
                read.setId("earlier-read");
                note.getChildren().add(read);
            }
        });
    }

    private String text(@Nullable Earlier found) {
        if (found == null) {
            return words.text("earlier.open");
        }
        var key = "earlier.act." + found.act();
        var act = words.has(key) ? words.text(key) : found.act();
        var what = found.documents().isEmpty()
                ? act
                : words.text("earlier.what", act, String.join(words.text("comma"), found.documents()));
        if (found.outcome() instanceof Earlier.Outcome.Done done) {
            var sign = found.act().equals("sign");
            return words.text(sign ? "earlier.done.sign" : "earlier.done", what, Long.toString(done.logIndex()));
        }
        if (found.outcome() instanceof Earlier.Outcome.Finished finished) {
            var all = finished.missing() == 0;
            return words.text(
                    all ? "earlier.finished" : "earlier.finished.missing",
                    what,
                    Long.toString(finished.logIndex()),
                    finished.written(),
                    finished.missing());
        }
        if (found.outcome() instanceof Earlier.Outcome.Refused refused) {
            return words.text("earlier.refused", what) + " " + ProblemWords.sentence(refused.why(), words.language());
        }
        return words.text("earlier.over", what);
    }
}
