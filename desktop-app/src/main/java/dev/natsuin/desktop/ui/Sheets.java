package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import java.util.ArrayList;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A sheet of work: what it is, its body, and what can be done. */
public final class Sheets {
    private static final String TROUBLE = "problem";

    /** Between what was refused and the edge of what is seen. */
    private static final double BELOW = 16;

    private Sheets() {}

    /** The body of a sheet: its title, what it is about, and what is added. */
    public static VBox body(String title, String text, Node... more) {
        var body = new VBox(Pieces.pageTitle(title), Pieces.text(text, "muted"));
        body.getChildren().addAll(more);
        body.getStyleClass().add("sheet-body");
        return body;
    }

    /**
     * Puts a body, and what can be done below it, in the place of what is on a card. Why something was refused is seen,
     * however much stands above it. What of the body grows takes the room that is left.
     */
    public static void lay(VBox card, VBox body, Node... foot) {
        var scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(body.getChildren().stream().anyMatch(node -> VBox.getVgrow(node) == Priority.ALWAYS));
        scroll.getStyleClass().add("bare");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        card.getChildren().setAll(scroll, foot(foot));
        body.getChildren().stream()
                .filter(node -> TROUBLE.equals(node.getId()))
                .findFirst()
                .ifPresent(trouble -> keepInView(trouble, body, scroll));
    }

    /** What can be done: behind {@link Pieces#spacer()} to the right, one below the other where they do not fit. */
    private static Foot foot(Node... foot) {
        var wrapping = new FlowPane();
        wrapping.setPrefWrapLength(1);
        wrapping.setAlignment(Pos.CENTER_RIGHT);
        wrapping.getStyleClass().add("place-acts");
        var before = new ArrayList<Node>();
        var behind = false;
        for (var node : foot) {
            if (HBox.getHgrow(node) == Priority.ALWAYS && node.getClass() == Region.class) {
                behind = true;
            } else if (behind) {
                wrapping.getChildren().add(node);
            } else {
                before.add(node);
            }
        }
        return new Foot(before, wrapping);
    }

    private static void keepInView(Node trouble, VBox body, ScrollPane scroll) {
        InvalidationListener moved = changed -> {
            var seen = scroll.getViewportBounds().getHeight();
            var hidden = body.getHeight() - seen;
            var below = trouble.getBoundsInParent().getMaxY() + BELOW - seen;
            if (seen > 0 && hidden > 0 && below > 0) {
                scroll.setVvalue(Math.min(1, below / hidden));
            }
        };
        trouble.boundsInParentProperty().addListener(moved);
        scroll.viewportBoundsProperty().addListener(moved);
    }

    /**
     * Puts the focus there as soon as it is in the window, and once more behind whatever is being shown and hidden just
     * now: a sheet that is not seen yet takes no focus, and what is hidden for it hands its own to the next there is.
     */
    public static void focus(Node node) {
        node.sceneProperty().addListener((property, before, now) -> {
            if (now != null) {
                focus(node, now);
            }
        });
        if (node.getScene() != null) {
            focus(node, node.getScene());
        }
    }

    private static void focus(Node node, Scene scene) {
        node.requestFocus();
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                if (node.getScene() == scene) {
                    node.requestFocus();
                }
            }
        });
        Platform.requestNextPulse();
    }

    /** Adds why something was refused, if it was. */
    public static void trouble(VBox body, Optional<Problem> problem, Words words) {
        problem.ifPresent(why -> trouble(body, ProblemWords.sentence(why, words.language())));
    }

    /** Adds what is to be mended. */
    public static void trouble(VBox body, String sentence) {
        var trouble = Pieces.trouble(sentence);
        trouble.setId(TROUBLE);
        body.getChildren().add(trouble);
    }
}
