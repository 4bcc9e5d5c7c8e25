package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.Printable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A button that chooses a file or folder, and what is chosen beside it. */
public final class ChosenPath {
    private ChosenPath() {}

    /**
     * Draws it; the button is called {@code choose-ID}, the text {@code ID}.
     *
     * @param choose what the button says
     * @param none what stands there while nothing is chosen
     */
    public static Node row(
            String id,
            Icon icon,
            String choose,
            String none,
            ObjectProperty<@Nullable Path> value,
            Supplier<Optional<Path>> choosing) {
        return inLine(button(id, icon, choose, value, choosing), text(id, none, value));
    }

    /** The same where little room is beside the button: what is chosen stands below it, with what goes with that. */
    public static Node stack(
            String id,
            Icon icon,
            String choose,
            String none,
            ObjectProperty<@Nullable Path> value,
            Supplier<Optional<Path>> choosing,
            Node... beside) {
        var text = text(id, none, value);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        var below = inLine(text);
        below.getChildren().addAll(beside);
        var stack = new VBox(button(id, icon, choose, value, choosing), below);
        stack.getStyleClass().add("stack");
        return stack;
    }

    private static HBox inLine(Node... nodes) {
        var row = new HBox(nodes);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Label text(String id, String none, ObjectProperty<@Nullable Path> value) {
        var text = Pieces.text("");
        text.setId(id);
        Watching.whileShown(
                text,
                () -> {
                    var now = value.get();
                    text.setText(now == null ? none : Printable.name(now.toString()));
                },
                value);
        return text;
    }

    private static Node button(
            String id,
            Icon icon,
            String choose,
            ObjectProperty<@Nullable Path> value,
            Supplier<Optional<Path>> choosing) {
        var button = Pieces.button(icon, choose, () -> choosing.get().ifPresent(value::set));
        button.setId("choose-" + id);
        return button;
    }
}
