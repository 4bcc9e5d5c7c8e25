package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A sheet of work: what it is, its body, and what can be done. */
public final class Sheets {
    private Sheets() {}

    /** The body of a sheet: its title, what it is about, and what is added. */
    public static VBox body(String title, String text, Node... more) {
        var body = new VBox(Pieces.pageTitle(title), Pieces.text(text, "muted"));
        body.getChildren().addAll(more);
        body.getStyleClass().add("sheet-body");
        return body;
    }

    /** Puts a body, and what can be done below it, in the place of what is on a card. */
    public static void lay(VBox card, VBox body, Node... foot) {
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var row = new HBox(foot);
        row.getStyleClass().add("sheet-foot");
        row.setAlignment(Pos.CENTER_LEFT);
        card.getChildren().setAll(scroll, row);
    }

    /** Puts the focus there as soon as it is in the window. */
    public static void focus(Node node) {
        node.sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                node.requestFocus();
            }
        });
        if (node.getScene() != null) {
            node.requestFocus();
        }
    }

    /** Adds why something was refused, if it was. */
    public static void trouble(VBox body, Optional<Problem> problem, Words words) {
        problem.ifPresent(why -> trouble(body, ProblemWords.sentence(why, words.language())));
    }

    /** Adds what is to be mended. */
    public static void trouble(VBox body, String sentence) {
        var trouble = Pieces.trouble(sentence);
        trouble.setId("problem");
        body.getChildren().add(trouble);
    }
}
