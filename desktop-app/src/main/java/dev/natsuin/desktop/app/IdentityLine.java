package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.FootTooltip;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shell;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.IdentityWords;
import dev.natsuin.desktop.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Above the foot, until it was read: the server has a new identity key, since when, ordered by whom. */
final class IdentityLine extends VBox {
    private final IdentityModel model;
    private final Words words;
    private final Dates dates;
    private final Label text = Pieces.line("", "quiet", Shell.FOLDED);
    private final Tooltip details = FootTooltip.above(this);

    IdentityLine(IdentityModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("identity");
        var head = new HBox(Icon.NOTE.node("small-icon", "faint"), text);
        head.getStyleClass().add("status");
        head.setAlignment(Pos.CENTER_LEFT);
        text.setId("identity-text");
        text.setWrapText(true);
        text.setText(words.text("identity.new"));
        var read = Pieces.button(Icon.DONE, words.text("identity.read"), model::read, "flat", "status-act");
        read.setTooltip(new Tooltip(words.text("identity.read").replace("_", "")));
        read.setId("identity-read");
        read.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(head, read);
        Watching.whileShown(this, this::draw, model.untoldProperty(), model.namesProperty());
    }

    private void draw() {
        Pieces.show(this, model.untold().isPresent());
        model.untold().map(this::said).ifPresent(sentence -> {
            details.setText(sentence);
            setAccessibleText(sentence);
        });
    }

    private String said(NewIdentity now) {
        return IdentityWords.sentence(
                now,
                model.namesProperty().get(),
                dates.moment(now.since()),
                Sizes.grouped(now.fingerprint()),
                words.language());
    }
}
