package dev.natsuin.desktop.ui;

import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/** The divider between an upper and a lower part, moved with keys as with the mouse; it tells where it was left. */
public final class Divider {
    private final SplitPane split;
    private final Words words;
    private final DoubleSupplier step;
    private final Consumer<Double> left;
    private final Runnable forgotten;

    /**
     * What a divider says to those who do not see it.
     *
     * @param name what it is
     * @param help which keys move it
     */
    public record Words(String name, String help) {}

    private Divider(SplitPane split, Words words, DoubleSupplier step, Consumer<Double> left, Runnable forgotten) {
        this.split = split;
        this.words = words;
        this.step = step;
        this.left = left;
        this.forgotten = forgotten;
    }

    /**
     * Sees to the divider of this pane, which is made once both parts are there.
     *
     * @param step how far an arrow key moves it, in pixels
     * @param left hears which share of the height the upper part has, once somebody moved it
     * @param forgotten hears that it shall stand where it would by itself
     */
    public static void of(
            SplitPane split, Words words, DoubleSupplier step, Consumer<Double> left, Runnable forgotten) {
        var divider = new Divider(split, words, step, left, forgotten);
        split.getChildrenUnmodifiable().addListener((ListChangeListener<Node>) change -> {
            while (change.next()) {
                change.getAddedSubList().stream()
                        .filter(each -> each.getStyleClass().contains("split-pane-divider"))
                        .forEach(divider::see);
            }
        });
    }

    private void see(Node node) {
        node.setFocusTraversable(true);
        node.setAccessibleRole(AccessibleRole.THUMB);
        node.setAccessibleText(words.name());
        node.setAccessibleHelp(words.help());
        node.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (obeys(event.getCode(), node)) {
                event.consume();
            }
        });
        node.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
            if (!event.isStillSincePress()) {
                left.accept(share(node));
            }
        });
        node.addEventFilter(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getClickCount() == 2 && event.isStillSincePress()) {
                forgotten.run();
            }
        });
    }

    private boolean obeys(KeyCode code, Node node) {
        var by = step.getAsDouble() / split.getHeight();
        switch (code) {
            case UP -> move(share(node) - by);
            case DOWN -> move(share(node) + by);
            case HOME -> move(0);
            case END -> move(1);
            case ENTER -> forgotten.run();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(double to) {
        split.setDividerPosition(0, Math.max(0, Math.min(1, to)));
        split.layout(); // The parts have least heights, and it stands only where these are kept.
        split.getChildrenUnmodifiable().stream()
                .filter(each -> each.getStyleClass().contains("split-pane-divider"))
                .findFirst()
                .ifPresent(node -> left.accept(share(node)));
    }

    /** Where it really stands. */
    private double share(Node node) {
        var bounds = node.getBoundsInParent();
        return (bounds.getMinY() + bounds.getHeight() / 2) / split.getHeight();
    }
}
