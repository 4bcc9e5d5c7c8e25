package dev.natsuin.desktop.ui;

import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.stage.PopupWindow;
import javafx.stage.Window;

/**
 * The whole of what a line at the foot of the window says in brief. It opens above the line: below it the screen may
 * end.
 */
public final class FootTooltip extends Tooltip {
    private static final double WIDEST = 320;
    private static final double INDENT = 4;

    private final Node line;

    private FootTooltip(Node line) {
        this.line = line;
        setWrapText(true);
        setMaxWidth(WIDEST);
        setAnchorLocation(PopupWindow.AnchorLocation.WINDOW_BOTTOM_LEFT);
    }

    /** One that opens above this line while the mouse rests on it. */
    public static FootTooltip above(Node line) {
        var tooltip = new FootTooltip(line);
        install(line, tooltip);
        return tooltip;
    }

    /** Above the line, wherever on it the mouse is; not over it with its shadow either, or it would be left at once. */
    @Override
    public void show(Window owner, double mouseX, double mouseY) {
        var bounds = line.localToScreen(line.getLayoutBounds());
        super.show(owner, bounds.getMinX() + INDENT, bounds.getMinY());
    }
}
