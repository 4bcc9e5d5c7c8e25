package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Sizes;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One part of what is trusted, as a card that is drawn anew with every change. */
abstract class TrustPart extends VBox {
    final TrustModel model;
    final Words words;
    private final Dates dates;
    private final TrustModel.Part part;

    TrustPart(TrustModel.Part part, TrustModel model, Words words, Dates dates) {
        this.part = part;
        this.model = model;
        this.words = words;
        this.dates = dates;
        getStyleClass().addAll("card", "settings-card");
    }

    /** What has the focus, if it is here. */
    final Optional<Node> focused() {
        var owner = Optional.ofNullable(getScene()).map(Scene::getFocusOwner);
        for (var node = owner.orElse(null); node != null; node = node.getParent()) {
            if (node == this) {
                return owner;
            }
        }
        return Optional.empty();
    }

    /** Why the last thing here was refused, in words. */
    final void addTrouble(String id) {
        model.problem(part).ifPresent(why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId(id);
            getChildren().add(trouble);
        });
    }

    /** Facts of one thing that is trusted, and the way to trust it no more. */
    static HBox row(VBox facts, String forgetting, Runnable forget) {
        HBox.setHgrow(facts, Priority.ALWAYS);
        var button = Pieces.iconButton(Icon.REMOVE, forgetting, forget);
        button.getStyleClass().add("trust-forget");
        var row = new HBox(facts, button);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    static VBox facts(List<? extends Node> lines) {
        var facts = new VBox();
        facts.getStyleClass().add("trust-facts");
        facts.getChildren().addAll(lines);
        return facts;
    }

    /** What would be trusted: nothing is by choosing a file alone. */
    static VBox question(String id, String sentence, List<? extends Node> facts, List<Button> answers) {
        var question = new VBox(Pieces.text(sentence, "strong"));
        question.setId(id);
        question.getStyleClass().add("trust-question");
        question.getChildren().addAll(facts);
        var acts = new FlowPane();
        acts.getChildren().addAll(answers);
        acts.getStyleClass().add("place-acts");
        question.getChildren().add(acts);
        return question;
    }

    final List<Node> lines(Trusting.Authority authority) {
        return List.of(
                Pieces.text(authority.subject()),
                Pieces.quiet(words.text("trust.until", day(authority.until()))),
                Pieces.quiet(digest(authority.sha256())));
    }

    final String day(Instant moment) {
        return dates.day(moment);
    }

    static String digest(String sha256) {
        return "SHA-256 " + Sizes.grouped(sha256);
    }
}
