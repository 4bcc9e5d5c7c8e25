package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The file that shows who somebody is: chosen, named with the beginning of its hash, and taken back. */
final class EvidenceField extends VBox {
    /**
     * Shows what is chosen.
     *
     * @param hint what is said while none is
     */
    EvidenceField(
            Words words,
            Chooser chooser,
            String hint,
            ReadOnlyObjectProperty<InviteModel.@Nullable Evidence> evidence,
            Consumer<Path> take,
            Runnable clear) {
        var text = Pieces.text("");
        text.setId("evidence");
        var remove = Pieces.iconButton(Icon.REMOVE, words.text("evidence.clear"), clear);
        Watching.whileShown(
                text,
                () -> {
                    var chosen = evidence.get();
                    text.setText(
                            chosen == null
                                    ? hint
                                    : words.text(
                                            "evidence.chosen",
                                            String.valueOf(chosen.file().getFileName()),
                                            chosen.sha256().toHex().substring(0, 16)));
                    Pieces.show(remove, chosen != null);
                },
                evidence);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        var choose = Pieces.button(
                Icon.DOCUMENT,
                words.text("evidence.choose"),
                () -> chooser.file(words.text("evidence.dialog")).ifPresent(take));
        choose.setId("choose-evidence");
        var row = new HBox(text, remove);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(choose, row);
        getStyleClass().add("stack");
    }
}
