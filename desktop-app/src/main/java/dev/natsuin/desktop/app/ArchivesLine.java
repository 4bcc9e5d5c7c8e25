package dev.natsuin.desktop.app;

import dev.natsuin.desktop.ui.FootTooltip;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shell;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Above the foot, only while archived documents should be renewed: how many, and the act. */
final class ArchivesLine extends VBox {
    private final ArchivesModel model;
    private final Words words;
    private final Label text = Pieces.line("", "quiet", Shell.FOLDED);
    private final Tooltip details = FootTooltip.above(this);
    private final HBox head = new HBox(Icon.DOCUMENT.node("small-icon", "faint"), text);

    ArchivesLine(ArchivesModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("archives");
        head.getStyleClass().add("status");
        head.setAlignment(Pos.CENTER_LEFT);
        text.setId("archives-text");
        text.setWrapText(true);
        Watching.whileShown(this, this::draw, model.stateProperty());
    }

    private void draw() {
        var state = model.state();
        Pieces.show(this, !(state instanceof ArchivesModel.State.Quiet));
        getChildren().setAll(head);
        if (state instanceof ArchivesModel.State.Due due) {
            say(
                    words.text("archives.due", Integer.toString(due.count())),
                    words.text("archives.due.details", Integer.toString(due.count())));
            add(Icon.REFRESH, "archives.renew", "archives-renew", model::renew);
        } else if (state instanceof ArchivesModel.State.Renewing renewing) {
            say(
                    words.text(renewing.ends() ? "archives.ends" : "archives.renewing"),
                    words.text("archives.renewing.details"));
            if (!renewing.ends()) {
                add(Icon.REMOVE, "archives.stop", "archives-stop", model::stop);
            }
        } else if (state instanceof ArchivesModel.State.Renewed renewed) {
            say(said(renewed), renewed.left().isEmpty() ? words.text("archives.renewed.details") : left(renewed));
            add(Icon.DONE, "archives.read", "archives-read", model::read);
        } else if (state instanceof ArchivesModel.State.Failed failed) {
            say(words.text("archives.failed"), ProblemWords.sentence(failed.why(), words.language()));
            add(Icon.DONE, "archives.read", "archives-read", model::read);
        }
    }

    private String said(ArchivesModel.State.Renewed renewed) {
        var count = Integer.toString(renewed.renewed());
        return renewed.left().isEmpty()
                ? words.text("archives.renewed", count)
                : words.text(
                        "archives.renewed.left",
                        count,
                        Integer.toString(renewed.left().size()));
    }

    /** Each file that could not be renewed, with its reason. */
    private String left(ArchivesModel.State.Renewed renewed) {
        var lines = new StringBuilder();
        for (var each : renewed.left()) {
            lines.append(lines.isEmpty() ? "" : "\n")
                    .append(words.text(
                            "archives.left.file",
                            String.valueOf(each.file().getFileName()),
                            ProblemWords.sentence(each.why().orElseThrow(), words.language())));
        }
        return lines.toString();
    }

    private void say(String line, String more) {
        text.setText(line);
        details.setText(more);
        setAccessibleText(more);
    }

    private void add(Icon icon, String key, String id, Runnable act) {
        var button = Pieces.button(icon, words.text(key), act, "flat", "status-act");
        button.setTooltip(new Tooltip(words.text(key).replace("_", "")));
        button.setId(id);
        button.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(button);
    }
}
