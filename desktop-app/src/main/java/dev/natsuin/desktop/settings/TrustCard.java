package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The trusted authorities: which there are, one more from a file, and whether the system's count. */
final class TrustCard extends VBox {
    private final TrustModel model;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final VBox sources = new VBox();
    private final CheckBox system;

    TrustCard(TrustModel model, Words words, Dates dates, Chooser chooser) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        setId("trust");
        getStyleClass().addAll("card", "settings-card");
        sources.setId("trust-sources");
        sources.getStyleClass().add("trust-sources");
        system = new CheckBox(words.text("trust.system"));
        system.setId("trust-system");
        system.setWrapText(true);
        system.setMinHeight(Region.USE_PREF_SIZE);
        system.setOnAction(event -> model.system(system.isSelected()));
        Watching.whileShown(
                this, this::draw, model.believedProperty(), model.lookedProperty(), model.problemProperty());
        model.refresh();
    }

    private void draw() {
        var focused = focused();
        var body = List.<Node>of(
                new VBox(Pieces.sectionTitle(words.text("trust.title")), Pieces.quiet(words.text("trust.text"))),
                sources);
        getChildren().setAll(body);
        sources.getChildren().clear();
        model.believed().ifPresent(believed -> {
            system.setSelected(believed.system());
            if (believed.sources().isEmpty()) {
                sources.getChildren().add(Pieces.text(words.text("trust.none")));
            }
            believed.sources().forEach(source -> sources.getChildren().add(row(source)));
        });
        model.problem().ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId("trust-problem");
            getChildren().add(trouble);
        });
        var looked = model.looked();
        var next = looked.isPresent()
                ? Pieces.button(words.text("trust.leave"), model::leave, "flat")
                : Pieces.button(Icon.ADD, words.text("trust.add"), this::choose);
        next.setId(looked.isPresent() ? "trust-leave" : "trust-add");
        getChildren().add(looked.<Node>map(shown -> question(shown, next)).orElse(next));
        getChildren().add(system);
        // What had the focus was drawn anew: whoever uses keys stays here, and a question begins with the harmless
        // answer.
        focused.ifPresent(node -> (node == system ? system : next).requestFocus());
    }

    /** What has the focus, if it is here. */
    private Optional<Node> focused() {
        var owner = Optional.ofNullable(getScene()).map(Scene::getFocusOwner);
        for (var node = owner.orElse(null); node != null; node = node.getParent()) {
            if (node == this) {
                return owner;
            }
        }
        return Optional.empty();
    }

    private void choose() {
        chooser.file(words.text("trust.choose")).ifPresent(model::look);
    }

    private HBox row(Trusting.Source source) {
        var facts = new VBox();
        facts.getStyleClass().add("trust-facts");
        HBox.setHgrow(facts, Priority.ALWAYS);
        if (source.authorities().isEmpty()) {
            facts.getChildren().addAll(Pieces.text(source.name()), Pieces.quiet(words.text("trust.unreadable")));
        }
        source.authorities().forEach(each -> facts.getChildren().addAll(authority(each)));
        var forget = Pieces.iconButton(
                Icon.REMOVE,
                words.text(
                        "trust.forget",
                        source.authorities().isEmpty()
                                ? source.name()
                                : source.authorities().get(0).subject()),
                () -> model.forget(source));
        forget.getStyleClass().add("trust-forget");
        var row = new HBox(facts, forget);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    private List<Node> authority(Trusting.Authority authority) {
        return List.of(
                Pieces.text(authority.subject()),
                Pieces.quiet(words.text("trust.until", dates.day(authority.until()))),
                Pieces.quiet("SHA-256 " + Sizes.grouped(authority.sha256())));
    }

    /** What a file would bring: nothing is believed by choosing alone. */
    private VBox question(TrustModel.Looked looked, Button leave) {
        var question = new VBox(Pieces.text(words.text("trust.question"), "strong"));
        question.setId("trust-question");
        question.getStyleClass().add("trust-question");
        looked.authorities().forEach(each -> {
            var facts = new VBox();
            facts.getStyleClass().add("trust-facts");
            facts.getChildren().addAll(authority(each));
            question.getChildren().add(facts);
        });
        var believe = Pieces.button(words.text("trust.believe"), model::believe);
        believe.setId("trust-believe");
        var acts = new FlowPane(believe, leave);
        acts.getStyleClass().add("place-acts");
        question.getChildren().add(acts);
        return question;
    }
}
