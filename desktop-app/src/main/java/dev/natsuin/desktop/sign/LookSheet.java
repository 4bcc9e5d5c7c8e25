package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.nio.file.Path;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A sheet on which a look is made or changed, with a picture of what will be seen. */
final class LookSheet extends StackPane {
    private static final double SHOWN_WIDTH = 320;
    private static final double PAPER_MARGINS = 40;

    private final SignModel model;
    private final Words words;
    private final Chooser chooser;
    private final TextField name;
    private final TextField reason;
    private final TextField location;
    private final ImageView picture = new ImageView();
    private final Label sealName = Pieces.line("");
    private final VBox troubles = new VBox();
    private final Button noSeal;
    private final Button remove;
    private Optional<Path> seal = Optional.empty();
    private SavedLook begun = SavedLook.PLAIN;
    private int round;
    private int opened;
    private @Nullable Node before;

    LookSheet(SignModel model, Words words, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.chooser = chooser;
        getStyleClass().add("sheet-ground");
        setId("look-sheet");
        name = field("look-name", "look.name");
        reason = field("look-reason", "look.reason");
        location = field("look-location", "look.location");
        var choose = Pieces.button(Icon.FOLDER, words.text("look.seal.choose"), this::chooseSeal);
        choose.setId("look-seal");
        noSeal = Pieces.button(words.text("look.seal.none"), () -> seal(Optional.empty()), "flat");
        var sealRow = new FlowPane(choose, noSeal, sealName);
        sealRow.getStyleClass().add("place-acts");
        var form = new VBox(
                new VBox(named(words.text("look.name"), name), taken()),
                named(words.text("look.reason"), reason),
                named(words.text("look.location"), location),
                Pieces.field(words.text("look.seal"), sealRow));
        form.getStyleClass().add("fields");
        picture.setPreserveRatio(true);
        picture.setFitWidth(SHOWN_WIDTH);
        var paper = new StackPane(picture);
        paper.getStyleClass().addAll("page", "look-paper");
        troubles.getStyleClass().add("stack");
        var preview = new VBox(
                Pieces.line(words.text("look.preview"), "field-name"),
                paper,
                Pieces.quiet(words.text("look.hint")),
                troubles);
        preview.getStyleClass().add("stack");
        preview.setPrefWidth(SHOWN_WIDTH + PAPER_MARGINS);
        var columns = new FlowPane(form, preview); // Large text has what is drawn below what is typed.
        columns.getStyleClass().add("look-columns");
        var body = new VBox(Pieces.pageTitle(words.text("look.title")), columns);
        body.getStyleClass().add("sheet-body");
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        var back = Pieces.button(words.text("look.cancel"), this::close, "flat");
        back.setId("look-cancel");
        remove = Pieces.button(words.text("look.remove"), this::forget, "flat");
        remove.setId("look-remove");
        var keep = Pieces.button(words.text("look.save"), this::save, "accent");
        keep.setId("look-save");
        keep.setDefaultButton(true);
        var foot = new HBox(back, remove, Pieces.spacer(), keep);
        foot.getStyleClass().add("sheet-foot");
        foot.setAlignment(Pos.CENTER_LEFT);
        var card = new BorderPane(scroll, null, null, foot, null);
        card.getStyleClass().addAll("card", "sign-sheet");
        getChildren().add(card);
        Shortcuts.whileShown(this, new KeyCodeCombination(KeyCode.ESCAPE), this::close);
        reason.textProperty().addListener((property, before, now) -> draw());
        location.textProperty().addListener((property, before, now) -> draw());
        Watching.whileShown(this, this::draw, model.placing().sealProblemProperty());
        close();
    }

    private TextField field(String id, String key) {
        var field = new TextField();
        field.setId(id);
        field.setAccessibleText(words.text(key));
        field.setTextFormatter(new TextFormatter<String>(
                change -> change.getControlNewText().length() <= SavedLook.LONGEST ? change : null));
        return field;
    }

    /** Nobody loses a look by a name that they had forgotten. */
    private Node taken() {
        var taken = Pieces.text(words.text("look.taken"), "amber-text");
        taken.setId("look-taken");
        name.textProperty()
                .addListener((property, before, now) ->
                        Pieces.show(taken, model.placing().replaces(now.strip(), begun)));
        Pieces.show(taken, false);
        return taken;
    }

    private static Node named(String label, TextField field) {
        return Pieces.field(label, field);
    }

    /** Opens it for this look. */
    void open(SavedLook look) {
        opened++;
        before = getScene().getFocusOwner();
        model.placing().forgetSealProblem();
        begun = look;
        name.setText(look.name());
        reason.setText(look.reason().orElse(""));
        location.setText(look.location().orElse(""));
        remove.setVisible(!look.name().isEmpty());
        seal(look.png());
        setVisible(true);
        setManaged(true);
        name.requestFocus();
    }

    private void close() {
        opened++;
        setVisible(false);
        setManaged(false);
        if (before != null && before.getScene() != null) {
            before.requestFocus();
        }
        before = null;
    }

    private void save() {
        var next = look();
        if (!begun.name().isEmpty() && !begun.name().equals(next.name())) {
            model.placing().remove(begun);
        }
        model.placing().save(next);
        close();
    }

    private void forget() {
        model.placing().remove(begun);
        close();
    }

    private void chooseSeal() {
        var mine = opened;
        chooser.picture()
                .ifPresent(png -> model.placing().keepSeal(png, kept -> {
                    if (mine == opened) { // It was chosen for this look, and not for one that is open by now.
                        seal(Optional.of(kept));
                    }
                }));
    }

    private void seal(Optional<Path> next) {
        seal = next;
        noSeal.setDisable(next.isEmpty());
        sealName.setText(next.isEmpty() ? words.text("look.seal.absent") : words.text("look.seal.there"));
        draw();
    }

    private SavedLook look() {
        var called = name.getText().strip();
        return new SavedLook(
                called.isEmpty() ? model.placing().freeName(number -> words.text("look.unnamed", number)) : called,
                seal,
                text(reason),
                text(location));
    }

    private static Optional<String> text(TextField field) {
        return Optional.of(field.getText().strip()).filter(text -> !text.isEmpty());
    }

    private void draw() {
        var key = model.keyProperty().get();
        troubles.getChildren().clear();
        var problem = model.placing().sealProblemProperty().get();
        if (problem != null) {
            troubles.getChildren().add(Pieces.trouble(ProblemWords.sentence(problem, words.language())));
        }
        if (key == null) {
            return;
        }
        var mine = ++round;
        var spot = new Spot(1, 0, 0, PlaceRule.WIDTH, PlaceRule.HEIGHT);
        model.placing().draw(look(), null, spot, key, (int) (SHOWN_WIDTH * 2), answer -> {
            if (mine != round) {
                return;
            }
            answer.given().ifPresent(drawn -> {
                picture.setImage(Pictures.of(drawn.image()));
                if (drawn.cut()) {
                    troubles.getChildren().add(Pieces.trouble(words.text("look.cut")));
                }
                if (!drawn.missing().isEmpty()) {
                    troubles.getChildren()
                            .add(Pieces.trouble(words.text("look.missing", String.join(" ", drawn.missing()))));
                }
            });
            answer.refusal()
                    .ifPresent(why ->
                            troubles.getChildren().add(Pieces.trouble(ProblemWords.sentence(why, words.language()))));
        });
    }
}
