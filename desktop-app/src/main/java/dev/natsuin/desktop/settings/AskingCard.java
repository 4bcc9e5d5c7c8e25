package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Whether anybody is asked what became of certificates, and what it costs if nobody is. */
final class AskingCard extends TrustPart {
    private final CheckBox nobody;

    AskingCard(TrustModel model, Words words, Dates dates) {
        super(TrustModel.Part.ASKING, model, words, dates);
        setId("asking");
        nobody = new CheckBox(words.text("asking.nobody"));
        nobody.setId("ask-nobody");
        nobody.setWrapText(true);
        nobody.setMinHeight(Region.USE_PREF_SIZE);
        nobody.setOnAction(event -> model.offline(nobody.isSelected()));
        Watching.whileShown(this, this::draw, model.believedProperty(), model.troubleProperty());
    }

    private void draw() {
        var focused = focused();
        getChildren()
                .setAll(
                        new VBox(
                                Pieces.sectionTitle(words.text("asking.title")),
                                Pieces.quiet(words.text("asking.text"))),
                        nobody);
        model.believed().ifPresent(believed -> nobody.setSelected(believed.offline()));
        addTrouble("asking-problem");
        focused.ifPresent(node -> nobody.requestFocus());
    }
}
