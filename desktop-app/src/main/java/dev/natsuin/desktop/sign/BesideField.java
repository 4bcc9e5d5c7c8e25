package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** The text beside which signatures shall stand, which of several, and in how many documents it was found. */
final class BesideField extends VBox {
    /** Whoever types is not asked about every letter. */
    private static final Duration PAUSE = Duration.millis(600);

    private final PlacingModel model;
    private final Words words;
    private final TextField text = new TextField();
    private final ComboBox<SignOptions.Anchor.Which> which;
    private final VBox state = new VBox();
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private boolean following;

    BesideField(PlacingModel model, Words words) {
        this.model = model;
        this.words = words;
        text.setId("anchor-text");
        text.setPromptText(words.text("anchor.prompt"));
        text.setAccessibleText(words.text("anchor.text"));
        text.setTextFormatter(new TextFormatter<String>(
                change -> change.getControlNewText().length() <= PlaceRule.Beside.LONGEST ? change : null));
        text.textProperty().addListener((property, before, now) -> {
            if (!following) {
                pause.playFromStart();
            }
        });
        text.setOnAction(event -> take());
        text.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                take();
            }
        });
        pause.setOnFinished(event -> take());
        which = Pieces.combo(
                FXCollections.observableArrayList(SignOptions.Anchor.Which.values()),
                each -> words.text("anchor." + each),
                words.text("anchor.which"));
        which.setId("anchor-which");
        which.setValue(SignOptions.Anchor.Which.ONLY);
        which.valueProperty().addListener((property, before, now) -> take());
        state.setId("anchor-state");
        getStyleClass().add("tight");
        getChildren().addAll(text, which, state);
        Watching.whileShown(this, this::tell, model.tallyProperty(), model.ruleProperty());
    }

    /** What is written, without what surrounds it. */
    String text() {
        return text.getText().strip();
    }

    /** Shows this rule; hides itself where it is another kind. */
    void follow(PlaceRule rule) {
        Pieces.show(this, rule instanceof PlaceRule.Beside);
        if (rule instanceof PlaceRule.Beside beside) {
            following = true;
            if (!text().equals(beside.anchor().text())) {
                text.setText(beside.anchor().text());
            }
            which.setValue(beside.anchor().which());
            following = false;
        }
    }

    /** What is written becomes the rule, if it is another one. */
    private void take() {
        pause.stop();
        if (!following && model.ruleProperty().get() instanceof PlaceRule.Beside before) {
            var size = before.size();
            var next =
                    new PlaceRule.Beside(new SignOptions.Anchor(text(), which.getValue(), size.width(), size.height()));
            if (!next.equals(before)) {
                model.ruleProperty().set(next);
            }
        }
    }

    private void tell() {
        state.getChildren().clear();
        if (!(model.ruleProperty().get() instanceof PlaceRule.Beside beside)) {
            return;
        }
        if (beside.anchor().text().isBlank()) {
            state.getChildren().add(Pieces.quiet(words.text("anchor.wanted")));
            return;
        }
        var tally = model.tallyProperty().get();
        if (tally.lookedFor() > 0) {
            state.getChildren().add(Pieces.quiet(words.text("anchor.looking", tally.lookedFor())));
        }
        if (tally.there() > 0) {
            state.getChildren().add(Pieces.quiet(words.text("anchor.found", tally.there())));
        }
        if (tally.missing() > 0) {
            state.getChildren().add(Pieces.trouble(words.text("anchor.missing", tally.missing())));
        }
    }
}
