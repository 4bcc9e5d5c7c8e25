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
import javafx.scene.layout.VBox;

/** Above the foot, only while signed documents wait for their level: how many, and the act. */
final class WaitingLine extends VBox {
    private final WaitingModel model;
    private final Words words;
    private final Label text = Pieces.line("", "quiet", Shell.FOLDED);
    private final Tooltip details = FootTooltip.above(this);
    private final HBox head = new HBox(Icon.ACTIVITY.node("small-icon", "faint"), text);

    WaitingLine(WaitingModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("waiting");
        head.getStyleClass().add("status");
        head.setAlignment(Pos.CENTER_LEFT);
        text.setId("waiting-text");
        text.setWrapText(true);
        Pieces.shownWhile(this, model.waitingProperty().greaterThan(0));
        Watching.whileShown(this, this::draw, model.waitingProperty(), model.stateProperty());
    }

    private void draw() {
        var count = Integer.toString(model.waiting());
        text.setText(words.text("waiting." + model.state(), count));
        details.setText(words.text("waiting.details", count));
        setAccessibleText(text.getText() + " " + details.getText());
        getChildren().setAll(head);
        switch (model.state()) {
            case WAITING, STOPPED -> add(Icon.REFRESH, "waiting.try", "waiting-try", model::tryNow);
            case TRYING -> add(Icon.REMOVE, "waiting.stop", "waiting-stop", model::stop);
            case STOPPING -> {}
        }
    }

    private void add(Icon icon, String key, String id, Runnable act) {
        var button = Pieces.button(icon, words.text(key), act, "flat", "status-act");
        button.setTooltip(new Tooltip(words.text(key)));
        button.setId(id);
        button.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(button);
    }
}
