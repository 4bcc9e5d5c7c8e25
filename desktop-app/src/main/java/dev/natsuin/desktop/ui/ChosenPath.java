package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.Printable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
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
        var text = Pieces.text("");
        text.setId(id);
        Watching.whileShown(
                text,
                () -> {
                    var now = value.get();
                    text.setText(now == null ? none : Printable.name(now.toString()));
                },
                value);
        var button = Pieces.button(icon, choose, () -> choosing.get().ifPresent(value::set));
        button.setId("choose-" + id);
        var row = new HBox(button, text);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
