package dev.natsuin.desktop.ui;

import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;

/** Scrolls to what came up just now: only what is reached with the keys is scrolled to by itself. */
public final class Revealing {
    /** Between what is revealed and the edge of what is seen. */
    private static final double AROUND = 16;

    private Revealing() {}

    /**
     * Once it has its place: all of it, or its beginning where there is no room for all. What is seen stays where it
     * is.
     */
    public static void reveal(Node node) {
        var scene = node.getScene();
        if (scene == null) {
            return;
        }
        scene.addPostLayoutPulseListener(new Runnable() {
            @Override
            public void run() {
                scene.removePostLayoutPulseListener(this);
                scroll(node, scene);
            }
        });
        Platform.requestNextPulse();
    }

    private static void scroll(Node node, Scene scene) {
        for (var above = node.getParent(); above != null && node.getScene() == scene; above = above.getParent()) {
            if (above instanceof ScrollPane pane) {
                var content = pane.getContent();
                scroll(pane, content.sceneToLocal(node.localToScene(node.getBoundsInLocal())));
                return;
            }
        }
    }

    private static void scroll(ScrollPane pane, Bounds part) {
        var seen = pane.getViewportBounds().getHeight();
        var hidden = pane.getContent().getLayoutBounds().getHeight() - seen;
        if (seen <= 0 || hidden <= 0) {
            return;
        }
        var from = pane.getVvalue() * hidden;
        if (part.getMinY() >= from && part.getMaxY() <= from + seen) {
            return;
        }
        var last = Math.min(part.getMaxY() + AROUND - seen, part.getMinY() - AROUND);
        pane.setVvalue(Math.max(0, Math.min(1, last / hidden)));
    }
}
