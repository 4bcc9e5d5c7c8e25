package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Above every place: what became of an order from before, until it has been read. */
final class EarlierNote extends VBox {
    /** The names of more documents are only counted. */
    private static final int MOST_NAMES = 3;

    private static final double FIELD = 280;

    private final EarlierModel model;
    private final Words words;
    private final ObservableBooleanValue idle;
    private final HBox line = new HBox();
    private final VBox note = new VBox(line);

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
        line.getStyleClass().add("note-row");
        line.setAlignment(Pos.CENTER_LEFT);
        VBox.setMargin(note, new Insets(16, 24, 0, 24));
        getChildren().add(note);
        Watching.whileShown(this, this::draw, model.orderProperty(), model.workProperty(), idle);
    }

    private void draw() {
        var told = model.order();
        var work = model.work();
        Pieces.show(this, (told.isPresent() || work.isPresent()) && idle.get());
        if (work.isPresent()) {
            draw(work.get());
            return;
        }
        var here = holdsFocus();
        told.ifPresent(order -> {
            var text = Pieces.text(text(order.found()), "note-text");
            text.setId("earlier-text");
            HBox.setHgrow(text, Priority.ALWAYS);
            line.getChildren().setAll(Icon.NOTE.node("note-icon"), text);
            note.getChildren().setAll(line);
            if (order.isOpen()) {
                var again = Pieces.button(words.text("earlier.again"), model::settle);
                again.setId("earlier-again");
                line.getChildren().add(again);
            }
            if (order.found() != null) {
                var read = Pieces.button(words.text("earlier.read"), model::forget, "flat");
                read.setId("earlier-read");
                line.getChildren().add(read);
            }
            if (!order.locked().isEmpty()) {
                note.getChildren().addAll(unlocking(order.wrong(), here));
            }
        });
    }

    private void draw(EarlierModel.Work work) {
        var text = Pieces.text(words.text(key(work), work.done(), work.total()), "note-text");
        text.setId("earlier-work");
        HBox.setHgrow(text, Priority.ALWAYS);
        line.getChildren().setAll(Icon.NOTE.node("note-icon"), text);
        note.getChildren().setAll(line);
        if (work.canBeLeft()) {
            var later = Pieces.button(words.text("earlier.later"), model::raiseLater);
            later.setId("earlier-later");
            line.getChildren().add(later);
        }
    }

    private static String key(EarlierModel.Work work) {
        if (work.ends()) {
            return "earlier.work.ends";
        }
        return switch (work.step()) {
            case ASK -> "earlier.work.asks";
            case RAISE -> "earlier.work.raises";
            case HASH, SEAL, CHECK -> "earlier.work.writes";
        };
    }

    /** True if whoever sits here is just in this note: what takes its place takes the focus, too. */
    private boolean holdsFocus() {
        @Nullable Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && owner != note) {
            owner = owner.getParent();
        }
        return owner != null;
    }

    /** A password is all that a signed copy lacks. */
    private List<Node> unlocking(boolean wrong, boolean here) {
        var name = words.text("earlier.password");
        var field = new PasswordField(name);
        field.setId("earlier-password");
        field.setPrefWidth(FIELD);
        var unlock = Pieces.button(words.text("earlier.unlock"), () -> model.unlock(field.take()));
        unlock.setId("earlier-unlock");
        unlock.disableProperty().bind(field.lengthProperty().isEqualTo(0));
        field.setOnEnter(unlock::fire);
        var row = new HBox(Pieces.field(name, field), unlock);
        row.getStyleClass().add("note-row");
        row.setAlignment(Pos.BOTTOM_LEFT);
        if (here) {
            Sheets.focus(field);
        }
        if (!wrong) {
            return List.of(row);
        }
        var trouble = Pieces.trouble(words.text("earlier.wrong"));
        trouble.setId("earlier-wrong");
        return List.of(row, trouble);
    }

    private String names(List<String> names) {
        var shown = names.stream().limit(MOST_NAMES).map(Printable::name).toList();
        var list = String.join(words.text("comma"), shown);
        return names.size() > MOST_NAMES
                ? words.text("earlier.more", list, Integer.toString(names.size() - MOST_NAMES))
                : list;
    }

    private String text(@Nullable Earlier found) {
        if (found == null) {
            return words.text("earlier.open");
        }
        var key = "earlier.act." + found.act();
        var act = words.has(key) ? words.text(key) : found.act();
        var what = found.documents().isEmpty() ? act : words.text("earlier.what", act, names(found.documents()));
        if (found.outcome() instanceof Earlier.Outcome.Done done) {
            var sign = found.act().equals("sign");
            return words.text(sign ? "earlier.done.sign" : "earlier.done", what, Long.toString(done.logIndex()));
        }
        if (found.outcome() instanceof Earlier.Outcome.Finished finished) {
            if (!finished.locked().isEmpty()) {
                return locked(finished);
            }
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

    private String locked(Earlier.Outcome.Finished finished) {
        var text = words.text(
                "earlier.locked",
                Long.toString(finished.logIndex()),
                finished.written(),
                names(finished.locked()),
                finished.locked().size());
        var others = finished.missing() - finished.locked().size();
        return others == 0 ? text : text + "\n" + words.text("earlier.locked.others", others);
    }
}
