package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.function.Function;
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
import javafx.util.StringConverter;

/** The order being prepared: how many documents, which key, where copies go, what leaves; and the one button. */
final class OrderPanel extends VBox {
    private final SignModel model;
    private final Words words;
    private final KeyWords keyWords;
    private final Chooser chooser;
    private final Label title = Pieces.sectionTitle("");
    private final VBox fields = new VBox();
    private final Button review;

    OrderPanel(SignModel model, Words words, KeyWords keyWords, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.keyWords = keyWords;
        this.chooser = chooser;
        getStyleClass().add("order");
        fields.getStyleClass().add("fields");
        review = Pieces.button(words.text("review"), model::review, "seal-button");
        review.setId("review");
        review.setMaxWidth(Double.MAX_VALUE);
        var scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(title, scroll, review, Pieces.quiet(words.text("review.hint")));
        Watching.whileShown(this, this::count, model.readyCountProperty(), model.keyProperty());
        Watching.whileShown(
                this,
                this::fill,
                model.keys(),
                model.keysProblemProperty(),
                model.loadingKeysProperty(),
                model.keyProperty(),
                model.levels(),
                model.folderProperty());
    }

    private void count() {
        title.setText(words.text("order.title", model.readyCount()));
        review.setDisable(model.readyCount() == 0 || model.keyProperty().get() == null);
        fill();
    }

    private void fill() {
        fields.getChildren().setAll(keyField(), levelField(), outField(), leavesField());
    }

    private Node keyField() {
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
            var choice = new ComboBox<>(model.keys());
            choice.setConverter(
                    written((KeyRow row) -> words.text("key.choice", keyWords.name(row), keyWords.kind(row))));
            choice.setMaxWidth(Double.MAX_VALUE);
            choice.setValue(key);
            choice.valueProperty()
                    .addListener((property, before, now) -> model.keyProperty().set(now));
            choice.setAccessibleText(words.text("key"));
            return Pieces.field(words.text("key"), new VBox(choice, details));
        }
        var name = Pieces.text(key == null ? "" : keyWords.name(key), "strong");
        return Pieces.field(words.text("key"), new VBox(name, details));
    }

    private Node levelField() {
        if (model.levels().size() > 1) {
            var choice = new ComboBox<>(model.levels());
            choice.setConverter(written((SignatureLevel level) -> keyWords.level(level)));
            choice.setMaxWidth(Double.MAX_VALUE);
            choice.valueProperty().bindBidirectional(model.levelProperty());
            choice.setAccessibleText(words.text("level"));
            return Pieces.field(words.text("level"), choice);
        }
        return Pieces.field(
                words.text("level"),
                Pieces.text(keyWords.level(model.levelProperty().get())));
    }

    private Node outField() {
        var where = Pieces.text(keyWords.where(model.folderProperty().get(), model.suffix()));
        var change = new Hyperlink(words.text("out.change"));
        change.setOnAction(event -> chooser.folder().ifPresent(model.folderProperty()::set));
        var box = new VBox(where, change);
        if (model.folderProperty().get() != null) {
            var beside = new Hyperlink(words.text("out.beside.again"));
            beside.setId("out-beside");
            beside.setOnAction(event -> model.folderProperty().set(null));
            box.getChildren().add(beside);
        }
        return Pieces.field(words.text("out"), box);
    }

    private Node leavesField() {
        var services = Pieces.text(words.text("leaves.services"), "muted");
        Pieces.shownWhile(services, model.levelProperty().isNotEqualTo(SignatureLevel.B));
        var plan = new VBox(Pieces.text(words.text("leaves.plan", model.readyCount())), services);
        return Pieces.field(words.text("leaves"), plan);
    }

    private static <T> StringConverter<T> written(Function<T, String> write) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : write.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("this list is not typed into");
            }
        };
    }
}
