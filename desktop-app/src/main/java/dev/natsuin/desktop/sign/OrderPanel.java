package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.ui.Ahead;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The order being prepared: how many documents, which key, whether it is seen on the page, where copies go, what
 * leaves; and the one button. Its controls stay while it lives, so that whoever goes by keyboard keeps the place.
 */
final class OrderPanel extends VBox {
    private final SignModel model;
    private final Words words;
    private final KeyWords keyWords;
    private final Chooser chooser;
    private final Label title = Pieces.sectionTitle("");
    private final VBox keyField = new VBox();
    private final VBox levelField = new VBox();
    private final Label where = Pieces.text("");
    private final Hyperlink beside;
    private final Label leaves = Pieces.text("");
    private final Node formField;
    private final Button review;

    /**
     * A panel over this model.
     *
     * @param editLook opens a look to be changed
     * @param ahead where its larger parts are put in one after the other
     */
    OrderPanel(
            SignModel model,
            Words words,
            KeyWords keyWords,
            Chooser chooser,
            Consumer<SavedLook> editLook,
            Ahead ahead) {
        this.model = model;
        this.words = words;
        this.keyWords = keyWords;
        this.chooser = chooser;
        getStyleClass().add("order");
        beside = link("out.beside.again", () -> model.folderProperty().set(null));
        beside.setId("out-beside");
        formField = formField();
        var fields = new VBox();
        ahead.add(() -> fields.getChildren().addAll(keyField, levelField));
        ahead.add(() -> new SeenField(model.placing(), words, editLook), fields.getChildren()::add);
        ahead.add(() -> fields.getChildren().addAll(formField, outField(), leavesField()));
        fields.getStyleClass().add("fields");
        review = Pieces.button(words.text("review"), model::review, "seal-button");
        review.setId("review");
        review.setMaxWidth(Double.MAX_VALUE);
        var scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(title, scroll, review, Pieces.quiet(words.text("review.hint")));
        Watching.whileShown(this, this::count, model.readyCountProperty(), model.keyProperty());
        Watching.whileShown(
                this,
                this::keys,
                model.keys(),
                model.keysProblemProperty(),
                model.loadingKeysProperty(),
                model.keyProperty());
        Watching.whileShown(this, this::levels, model.levels());
        Watching.whileShown(this, this::out, model.folderProperty(), model.readyCountProperty());
    }

    private Hyperlink link(String key, Runnable action) {
        var link = new Hyperlink(words.text(key));
        link.setOnAction(event -> action.run());
        return link;
    }

    private void count() {
        title.setText(words.text("order.title", model.readyCount()));
        review.setDisable(model.readyCount() == 0 || model.keyProperty().get() == null);
        leaves.setText(words.text("leaves.plan", model.readyCount()));
        Pieces.show(formField, model.wholeFiles() > 0);
    }

    private void out() {
        where.setText(keyWords.where(model.folderProperty().get(), model.suffix(), model.wholeFiles()));
        Pieces.show(beside, model.folderProperty().get() != null);
    }

    private void keys() {
        var focused = keyField.lookup(".combo-box") instanceof ComboBox<?> before && before.isFocused();
        keyField.getChildren().setAll(keyNode());
        if (focused && keyField.lookup(".combo-box") instanceof ComboBox<?> now) {
            now.requestFocus();
        }
    }

    private Node keyNode() {
        var problem = model.keysProblemProperty().get();
        if (model.loadingKeysProperty().get() && model.keys().isEmpty()) {
            var wait = new ProgressIndicator();
            wait.getStyleClass().add("small-progress");
            var row = new HBox(wait, Pieces.line(words.text("key.loading"), "muted"));
            row.getStyleClass().add("row");
            return Pieces.field(words.text("key"), row);
        }
        if (problem != null) {
            var again = Pieces.button(Icon.REFRESH, words.text("again"), model::loadKeys);
            var box = new VBox(Pieces.trouble(ProblemWords.sentence(problem, words.language())), again);
            box.getStyleClass().add("stack");
            return Pieces.field(words.text("key"), box);
        }
        var key = model.keyProperty().get();
        var details = Pieces.quiet(key == null ? "" : keyWords.details(key));
        if (model.keys().size() > 1) {
            var choice = Pieces.combo(
                    model.keys(),
                    (KeyRow row) -> words.text("key.choice", keyWords.name(row), keyWords.kind(row)),
                    words.text("key"));
            choice.setValue(key);
            choice.valueProperty()
                    .addListener((property, before, now) -> model.keyProperty().set(now));
            return Pieces.field(words.text("key"), withEnd(new VBox(choice, details)));
        }
        var name = Pieces.text(key == null ? "" : keyWords.name(key), "strong");
        return Pieces.field(words.text("key"), withEnd(new VBox(name, details)));
    }

    /** Says in time that the certificate ends. */
    private VBox withEnd(VBox key) {
        model.daysLeft().ifPresent(days -> {
            var chosen = model.keyProperty().get();
            var imported = chosen != null && chosen.imported();
            var ends = Pieces.trouble(words.text(imported ? "key.ends.imported" : "key.ends", days));
            ends.setId("key-ends");
            key.getChildren().add(ends);
        });
        key.getStyleClass().add("tight");
        return key;
    }

    private void levels() {
        if (model.levels().size() == 1) {
            levelField
                    .getChildren()
                    .setAll(Pieces.field(
                            words.text("level"),
                            Pieces.text(keyWords.level(model.levelProperty().get()))));
        } else if (!(levelField.lookup("#level") instanceof ComboBox)) {
            var choice = Pieces.combo(model.levels(), keyWords::level, words.text("level"));
            choice.setId("level");
            choice.valueProperty().bindBidirectional(model.levelProperty());
            levelField.getChildren().setAll(Pieces.field(words.text("level"), choice));
        }
    }

    private Node formField() {
        var forms = FXCollections.observableArrayList(Arrays.stream(SignatureForm.values())
                .filter(form -> form != SignatureForm.PADES)
                .toList());
        var choice = Pieces.combo(forms, form -> words.text("form." + form), words.text("form"));
        choice.setId("form");
        choice.valueProperty().bindBidirectional(model.formProperty());
        return Pieces.field(words.text("form"), new VBox(choice, Pieces.quiet(words.text("form.hint"))));
    }

    private Node outField() {
        var change = link(
                "out.change", () -> chooser.folder(words.text("out.choose")).ifPresent(model.folderProperty()::set));
        return Pieces.field(words.text("out"), new VBox(where, change, beside));
    }

    private Node leavesField() {
        var services = Pieces.text(words.text("leaves.services"), "muted");
        Pieces.shownWhile(services, model.levelProperty().isNotEqualTo(SignatureLevel.B));
        return Pieces.field(words.text("leaves"), new VBox(leaves, services));
    }
}
