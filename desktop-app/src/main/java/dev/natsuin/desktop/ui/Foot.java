package dev.natsuin.desktop.ui;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** What can be done with a sheet: on one line as far as it has room, else what leads on below what leads back. */
final class Foot extends Pane {
    private static final double GAP = 8;
    private static final double LEAST = 68;

    private final List<Node> before;
    private final Region behind;

    /**
     * A foot.
     *
     * @param before at the left
     * @param behind at the right; it wraps
     */
    Foot(List<Node> before, Region behind) {
        this.before = List.copyOf(before);
        this.behind = behind;
        getStyleClass().add("sheet-foot");
        getChildren().addAll(before);
        getChildren().add(behind);
    }

    private double sides() {
        return snappedLeftInset() + snappedRightInset();
    }

    private boolean isOneLine(double room) {
        var left = before.stream().mapToDouble(each -> wide(each) + GAP).sum();
        return left + behind.minWidth(-1) <= room;
    }

    private static double wide(Node node) {
        return Math.ceil(node.prefWidth(-1));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        var widest = before.stream().mapToDouble(Foot::wide).max().orElse(0);
        return sides() + Math.max(widest, behind.minWidth(-1));
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        var tall = place(width < 0 ? getWidth() : width, 0, false);
        return Math.max(LEAST, snappedTopInset() + tall + snappedBottomInset());
    }

    @Override
    protected void layoutChildren() {
        place(getWidth(), getHeight() - snappedTopInset() - snappedBottomInset(), true);
    }

    /** How high all of it is; places it, too, if it is to be. */
    private double place(double width, double height, boolean really) {
        var room = width - sides();
        var line =
                before.stream().mapToDouble(each -> each.prefHeight(-1)).max().orElse(0);
        var oneLine = isOneLine(room);
        var x = 0.0;
        var y = 0.0;
        for (var each : before) {
            var wide = wide(each);
            if (x > 0 && x + wide > room) {
                x = 0;
                y += line + GAP;
            }
            var high = each.prefHeight(-1);
            if (really) {
                var middle = ((oneLine ? Math.max(height, line) : line) - high) / 2;
                each.resizeRelocate(snappedLeftInset() + x, snappedTopInset() + snapPositionY(y + middle), wide, high);
            }
            x += wide + GAP;
        }
        var from = oneLine ? x : 0;
        var below = oneLine || before.isEmpty() ? 0 : y + line + GAP;
        var tall = snapSizeY(behind.prefHeight(room - from));
        if (really) {
            var middle = oneLine ? Math.max(0, (height - tall) / 2) : 0;
            behind.resizeRelocate(
                    snappedLeftInset() + from, snappedTopInset() + snapPositionY(below + middle), room - from, tall);
        }
        return oneLine ? Math.max(line, tall) : below + tall;
    }
}
