package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Whether the signature is seen on the page, how, and by which rule it is placed. */
final class SeenField extends VBox {
    /**
     * One entry of the first list.
     *
     * @param look a look; null for none, or for one that is to be made
     * @param fresh true for one that is to be made
     */
    private record Choice(@Nullable SavedLook look, boolean fresh) {}

    private static final Choice NOT_SEEN = new Choice(null, false);
    private static final Choice FRESH = new Choice(null, true);

    /** The rules that the list offers; sizes are kept. */
    private enum Rule {
        FIELD,
        BESIDE,
        LAST_LOWER_RIGHT,
        LAST_LOWER_LEFT,
        LAST_UPPER_RIGHT,
        LAST_UPPER_LEFT,
        FIRST_LOWER_RIGHT,
        FIRST_UPPER_RIGHT,
        FIRST_UPPER_LEFT,
        AS_PLACED;

        static Rule of(PlaceRule rule) {
            if (rule instanceof PlaceRule.InField) {
                return FIELD;
            }
            if (rule instanceof PlaceRule.Beside) {
                return BESIDE;
            }
            if (rule instanceof PlaceRule.AtCorner at) {
                var name = (at.last() ? "LAST_" : "FIRST_") + at.corner();
                return Arrays.stream(values())
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElse(LAST_LOWER_RIGHT);
            }
            return AS_PLACED;
        }

        PlaceRule rule(PlaceRule before, String text) {
            var size = before.size();
            return switch (this) {
                case FIELD ->
                    new PlaceRule.InField(
                            Optional.empty(),
                            new PlaceRule.AtCorner(true, PlaceRule.Corner.LOWER_RIGHT, size.width(), size.height()));
                case BESIDE ->
                    new PlaceRule.Beside(
                            new SignOptions.Anchor(text, SignOptions.Anchor.Which.ONLY, size.width(), size.height()));
                case AS_PLACED -> before;
                default ->
                    new PlaceRule.AtCorner(
                            name().startsWith("LAST_"),
                            PlaceRule.Corner.valueOf(name().replaceFirst("^(LAST|FIRST)_", "")),
                            size.width(),
                            size.height());
            };
        }
    }

    private final PlacingModel model;
    private final Words words;
    private final Consumer<SavedLook> edit;
    private final ObservableList<Choice> choices = FXCollections.observableArrayList();
    private final ObservableList<Rule> rules = FXCollections.observableArrayList();
    private final ComboBox<Choice> look;
    private final ComboBox<Rule> rule;
    private final Hyperlink change;
    private final BesideField beside;
    private final VBox more;
    private boolean following;

    SeenField(PlacingModel model, Words words, Consumer<SavedLook> edit) {
        this.model = model;
        this.words = words;
        this.edit = edit;
        look = Pieces.combo(choices, this::text, words.text("seen"));
        look.setId("seen");
        look.valueProperty().addListener((property, before, now) -> chosen(now));
        look.setOnHidden(event -> {
            if (FRESH.equals(look.getValue())) {
                make();
            }
        });
        beside = new BesideField(model, words);
        rule = Pieces.combo(rules, each -> words.text("place." + each), words.text("place"));
        rule.setId("place-rule");
        rule.valueProperty().addListener((property, before, now) -> {
            if (!following && now != null) {
                model.ruleProperty().set(now.rule(model.ruleProperty().get(), beside.text()));
            }
        });
        change = new Hyperlink(words.text("look.change"));
        change.setId("look-change");
        change.setOnAction(event -> edit.accept(model.lookProperty().get()));
        more = new VBox(rule, beside, change, Pieces.quiet(words.text("place.hint")));
        more.getStyleClass().add("tight");
        var box = new VBox(look, more);
        box.getStyleClass().add("stack");
        getChildren().add(Pieces.field(words.text("seen"), box));
        Watching.whileShown(
                this, this::follow, model.seenProperty(), model.lookProperty(), model.saved(), model.ruleProperty());
    }

    private String text(Choice choice) {
        if (choice.fresh()) {
            return words.text("look.fresh");
        }
        var shown = choice.look();
        return shown == null
                ? words.text("seen.not")
                : shown.name().isEmpty() ? words.text("look.plain") : words.text("look.named", shown.name());
    }

    private void follow() {
        following = true;
        var all = new ArrayList<Choice>();
        all.add(NOT_SEEN);
        all.add(new Choice(SavedLook.PLAIN, false));
        model.saved().forEach(each -> all.add(new Choice(each, false)));
        all.add(FRESH);
        if (!choices.equals(all)) {
            choices.setAll(all);
        }
        look.setValue(
                model.seenProperty().get() ? new Choice(model.lookProperty().get(), false) : NOT_SEEN);
        var now = Rule.of(model.ruleProperty().get());
        var offered = Arrays.stream(Rule.values())
                .filter(each -> each != Rule.AS_PLACED || now == Rule.AS_PLACED)
                .toList();
        if (!rules.equals(offered)) {
            rules.setAll(offered);
        }
        rule.setValue(now);
        beside.follow(model.ruleProperty().get());
        Pieces.show(more, model.seenProperty().get());
        change.setText(words.text(model.lookProperty().get().name().isEmpty() ? "look.make" : "look.change"));
        following = false;
    }

    private void make() {
        follow();
        edit.accept(SavedLook.PLAIN);
    }

    private void chosen(@Nullable Choice choice) {
        if (following || choice == null) {
            return;
        }
        if (choice.fresh()) {
            if (!look.isShowing()) {
                make();
            }
            return; // With arrow keys it is passed in the open list; it is chosen once that closes.
        }
        var chosen = choice.look();
        if (chosen != null) {
            model.lookProperty().set(chosen);
        }
        model.seenProperty().set(chosen != null);
    }
}
