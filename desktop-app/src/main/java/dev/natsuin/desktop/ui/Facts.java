package dev.natsuin.desktop.ui;

import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** A table of facts, each a name and what it is: beside it, or below it where large text leaves no room beside. */
public final class Facts extends GridPane {
    /** In less, what something is would stand in a column of some letters. */
    private static final double NARROW_EM = 26;

    private static final Insets ABOVE = new Insets(6, 0, -6, 0);

    private boolean narrow;

    /** Nothing yet; see {@link Pieces#facts}. */
    Facts() {
        getStyleClass().add("facts");
    }

    /** Adds a fact below those that are there. */
    void add(Label name, Label value) {
        GridPane.setHgrow(value, Priority.ALWAYS);
        GridPane.setValignment(name, VPos.TOP);
        GridPane.setValignment(value, VPos.TOP);
        getChildren().addAll(name, value);
        place(getChildren().size() / 2 - 1);
    }

    private void place(int fact) {
        var name = getChildren().get(2 * fact);
        GridPane.setConstraints(name, 0, narrow ? 2 * fact : fact);
        GridPane.setMargin(name, narrow ? ABOVE : null);
        GridPane.setConstraints(getChildren().get(2 * fact + 1), narrow ? 0 : 1, narrow ? 2 * fact + 1 : fact);
    }

    private void arrange(double width) {
        if (width <= 0 || getChildren().isEmpty() || !(getChildren().get(0) instanceof Label name)) {
            return;
        }
        var now = width < NARROW_EM * name.getFont().getSize();
        if (now != narrow) {
            narrow = now;
            for (var fact = 0; fact < getChildren().size() / 2; fact++) {
                place(fact);
            }
        }
    }

    @Override
    protected double computeMinHeight(double width) {
        arrange(width);
        return super.computeMinHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        arrange(width);
        return super.computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        arrange(getWidth());
        super.layoutChildren();
    }
}
