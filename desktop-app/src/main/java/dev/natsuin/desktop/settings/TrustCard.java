package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The trusted authorities: which there are, one more from a file, and whether the system's count. */
final class TrustCard extends TrustPart {
    private final Chooser chooser;
    private final VBox sources = new VBox();
    private final CheckBox system;

    TrustCard(TrustModel model, Words words, Dates dates, Chooser chooser) {
        super(TrustModel.Part.AUTHORITIES, model, words, dates);
        this.chooser = chooser;
        setId("trust");
        sources.setId("trust-sources");
        sources.getStyleClass().add("trust-sources");
        system = new CheckBox(words.text("trust.system"));
        system.setId("trust-system");
        system.setWrapText(true);
        system.setMinHeight(Region.USE_PREF_SIZE);
        system.setOnAction(event -> model.system(system.isSelected()));
        Watching.whileShown(
                this, this::draw, model.believedProperty(), model.lookedProperty(), model.troubleProperty());
    }

    private void draw() {
        var focused = focused();
        getChildren()
                .setAll(
                        new VBox(
                                Pieces.sectionTitle(words.text("trust.title")), Pieces.quiet(words.text("trust.text"))),
                        sources);
        sources.getChildren().clear();
        model.believed().ifPresent(believed -> {
            system.setSelected(believed.system());
            if (believed.sources().isEmpty()) {
                sources.getChildren().add(Pieces.text(words.text("trust.none")));
            }
            believed.sources().forEach(source -> sources.getChildren().add(row(source)));
        });
        addTrouble("trust-problem");
        var looked = model.looked();
        var next = looked.isPresent()
                ? Pieces.button(words.text("trust.leave"), model::leave, "flat")
                : Pieces.button(Icon.ADD, words.text("trust.add"), this::choose);
        next.setId(looked.isPresent() ? "trust-leave" : "trust-add");
        var below = looked.<Node>map(shown -> question(shown, next)).orElse(next);
        getChildren().add(below);
        getChildren().add(system);
        // What had the focus was drawn anew: whoever uses keys stays here, and a question begins with the harmless
        // answer.
        focused.ifPresent(node -> {
            (node == system ? system : next).requestFocus();
            Revealing.reveal(node == system ? system : below);
        });
    }

    private void choose() {
        chooser.file(words.text("trust.choose")).ifPresent(model::look);
    }

    private HBox row(Trusting.Source source) {
        var none = source.authorities().isEmpty();
        var facts = none
                ? facts(List.of(Pieces.text(source.name()), Pieces.quiet(words.text("trust.unreadable"))))
                : facts(source.authorities().stream()
                        .flatMap(each -> lines(each).stream())
                        .toList());
        return row(
                facts,
                words.text(
                        "trust.forget",
                        none ? source.name() : source.authorities().get(0).subject()),
                () -> model.forget(source));
    }

    private VBox question(TrustModel.Looked looked, Button leave) {
        var believe = Pieces.button(words.text("trust.believe"), model::believe);
        believe.setId("trust-believe");
        return question(
                "trust-question",
                words.text("trust.question"),
                looked.authorities().stream().map(each -> facts(lines(each))).toList(),
                List.of(believe, leave));
    }
}
