package dev.natsuin.desktop.settings;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/**
 * Groups of cards, in as many columns as have room side by side: never narrower or wider than lines are easily read.
 * What belongs together stays together, and no card goes to another column because one of them grew. The keys go
 * through one column after the other, as the cards are read.
 */
final class CardColumns extends Pane {
    private static final double GAP = 16;

    private final List<VBox> groups;

    /** Of these groups; the style sheet says between which widths each of them is. */
    CardColumns(List<VBox> groups) {
        this.groups = List.copyOf(groups);
        getChildren().addAll(groups);
    }

    private int columns(double width) {
        var least = groups.stream().mapToDouble(VBox::getMinWidth).max().orElse(0);
        return (int) Math.max(1, Math.min(groups.size(), (width + GAP) / (least + GAP)));
    }

    /** Where there are more groups than columns, the first ones stand below each other. */
    private int column(int group, int columns) {
        return Math.max(0, group - (groups.size() - columns));
    }

    private double wide(double width, int columns) {
        var most = groups.stream().mapToDouble(VBox::getMaxWidth).min().orElse(width);
        return Math.floor(Math.min(most, (width - (columns - 1) * GAP) / columns));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return groups.stream().mapToDouble(VBox::getMaxWidth).max().orElse(0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        var tall = place(width < 0 ? getWidth() : width, false);
        var most = 0.0;
        for (var each : tall) {
            most = Math.max(most, each);
        }
        return most;
    }

    @Override
    protected void layoutChildren() {
        place(getWidth(), true);
    }

    /** How tall each column is; places the groups, too, if they are to be. */
    private double[] place(double width, boolean really) {
        var columns = columns(width);
        var wide = wide(width, columns);
        var tall = new double[columns];
        for (var i = 0; i < groups.size(); i++) {
            var column = column(i, columns);
            var from = tall[column] == 0 ? 0 : tall[column] + GAP;
            Node group = groups.get(i);
            var height = snapSizeY(group.prefHeight(wide));
            if (really) {
                group.resizeRelocate(column * (wide + GAP), from, wide, height);
            }
            tall[column] = from + height;
        }
        return tall;
    }
}
