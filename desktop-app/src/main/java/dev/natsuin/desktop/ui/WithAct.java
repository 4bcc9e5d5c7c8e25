package dev.natsuin.desktop.ui;

import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** Words, and the button for what they say: beside them, or below where the words would have no room beside it. */
public final class WithAct extends Pane {
    private static final double GAP = 12;

    /** In less, in sizes of the text, sentences are not easily read. */
    private static final double LEAST_EM = 14;

    private final Region words;
    private final Button act;

    /** These words, which wrap, and this button. */
    public WithAct(Region words, Button act) {
        this.words = words;
        this.act = act;
        getChildren().addAll(words, act);
    }

    private double acting() {
        return Math.ceil(act.prefWidth(-1));
    }

    private boolean isBeside(double width) {
        return width - acting() - GAP >= LEAST_EM * act.getFont().getSize();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return acting();
    }

    @Override
    protected double computePrefWidth(double height) {
        return words.prefWidth(-1) + GAP + acting();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        var given = width < 0 ? getWidth() : width;
        return isBeside(given)
                ? Math.max(snapSizeY(words.prefHeight(given - acting() - GAP)), act.prefHeight(-1))
                : snapSizeY(words.prefHeight(given)) + GAP + act.prefHeight(-1);
    }

    @Override
    protected void layoutChildren() {
        var width = getWidth();
        var beside = isBeside(width);
        var wide = beside ? width - acting() - GAP : width;
        var high = snapSizeY(words.prefHeight(wide));
        var act = this.act.prefHeight(-1);
        if (beside) {
            words.resizeRelocate(0, snapPositionY((getHeight() - high) / 2), wide, high);
            this.act.resizeRelocate(width - acting(), snapPositionY((getHeight() - act) / 2), acting(), act);
        } else {
            words.resizeRelocate(0, 0, wide, high);
            this.act.resizeRelocate(0, high + GAP, Math.min(width, acting()), act);
        }
    }
}
