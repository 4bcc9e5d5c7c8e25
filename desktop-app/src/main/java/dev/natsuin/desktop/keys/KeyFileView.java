package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.ChosenPath;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sheets;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.VBox;

/** The sheet on which a key file is chosen and its password typed. */
final class KeyFileView extends VBox {
    private static final double FIELD_WIDTH = 360;

    private final KeyFileModel model;
    private final Words words;
    private final Chooser chooser;

    KeyFileView(KeyFileModel model, Words words, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.chooser = chooser;
        setId("key-file");
        getStyleClass().add("card");
        Shortcuts.whileShown(
                this,
                new KeyCodeCombination(KeyCode.ESCAPE),
                () -> model.stage() == KeyFileModel.Stage.ASKING,
                model::leave);
        Watching.whileShown(this, this::draw, model.stageProperty(), model.problemProperty());
    }

    private void draw() {
        switch (model.stage()) {
            case ASKING -> asking();
            case OPENING -> Sheets.lay(this, Sheets.body(words.text("import.title"), words.text("import.opening")));
            case NONE -> getChildren().clear();
        }
    }

    private void asking() {
        var password = new PasswordField(words.text("import.password"));
        password.setId("password");
        password.setMaxWidth(FIELD_WIDTH);
        var file = ChosenPath.row(
                "key-file-name",
                Icon.FOLDER,
                words.text("import.choose"),
                words.text("import.none"),
                model.fileProperty(),
                () -> {
                    var chosen = chooser.keyFile();
                    chosen.ifPresent(named -> Sheets.focus(password)); // It is what is asked for next.
                    return chosen;
                });
        var body = Sheets.body(
                words.text("import.title"),
                words.text("import.file.text"),
                file,
                Pieces.field(words.text("import.password"), password));
        model.problem().ifPresent(why -> Sheets.trouble(body, ProblemWords.importing(why, words.language())));
        var back = Pieces.button(Icon.BACK, words.text("back"), model::leave, "flat");
        back.setId("back");
        var on = Pieces.button(words.text("import.open"), () -> model.open(password.take()), "accent");
        on.setId("go-on");
        on.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> model.fileProperty().get() == null, model.fileProperty()));
        password.setOnEnter(on::fire);
        Sheets.lay(this, body, back, Pieces.spacer(), on);
        Sheets.focus(model.fileProperty().get() == null ? file.lookup("#choose-key-file-name") : password);
    }
}
