package dev.natsuin.desktop.ui;

import java.util.function.BooleanSupplier;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** Key combinations that work wherever the focus is, while a node is in the window. */
public final class Shortcuts {
    private Shortcuts() {}

    /** Runs {@code action} on these keys while the node is in a window, visible and not disabled. */
    public static void whileShown(Node node, KeyCombination keys, Runnable action) {
        whileShown(node, keys, () -> true, action);
    }

    /** The same, and only while this holds; otherwise the keys go where they would. */
    public static void whileShown(Node node, KeyCombination keys, BooleanSupplier holds, Runnable action) {
        EventHandler<KeyEvent> handler = event -> {
            if (keys.match(event) && node.isVisible() && !node.isDisabled() && holds.getAsBoolean()) {
                action.run();
                event.consume();
            }
        };
        node.sceneProperty().addListener((property, before, now) -> {
            if (before != null) {
                before.removeEventFilter(KeyEvent.KEY_PRESSED, handler);
            }
            if (now != null) {
                now.addEventFilter(KeyEvent.KEY_PRESSED, handler);
            }
        });
    }
}
