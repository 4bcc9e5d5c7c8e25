package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.FootTooltip;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shell;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** Above the foot, only while signed documents wait for their level: how many. */
final class WaitingLine extends HBox {
    private final WaitingModel model;
    private final Words words;
    private final Label text = Pieces.line("", "quiet", Shell.FOLDED);
    private final Tooltip details = FootTooltip.above(this);

    WaitingLine(WaitingModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("waiting");
        getStyleClass().add("status");
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(Icon.ACTIVITY.node("small-icon", "faint"), text);
        Pieces.shownWhile(this, model.waitingProperty().greaterThan(0));
        Watching.whileShown(this, this::draw, model.waitingProperty());
    }

    private void draw() {
        var count = Integer.toString(model.waiting());
        text.setText(words.text("waiting", count));
        details.setText(words.text("waiting.details", count));
        setAccessibleText(details.getText());
    }
}
