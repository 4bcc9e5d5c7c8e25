package dev.natsuin.desktop.ui;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** Keeps a view true to its model while it is in the window, and lets go of the model when it is not. */
public final class Watching {
    private Watching() {}

    /** Runs {@code refresh} when the node comes into a window and, while it is there, after each change of a source. */
    public static void whileShown(Node node, Runnable refresh, Observable... sources) {
        InvalidationListener invalidated = source -> refresh.run();
        ChangeListener<Object> changed = (property, before, now) -> refresh.run();
        node.sceneProperty().addListener((property, before, now) -> {
            if (before == null && now != null) {
                for (var source : sources) {
                    if (source instanceof ObservableValue<?> value) {
                        value.addListener(changed);
                    } else {
                        source.addListener(invalidated);
                    }
                }
                refresh.run();
            } else if (before != null && now == null) {
                for (var source : sources) {
                    if (source instanceof ObservableValue<?> value) {
                        value.removeListener(changed);
                    } else {
                        source.removeListener(invalidated);
                    }
                }
            }
        });
    }
}
