package dev.natsuin.desktop.app;

import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import javafx.util.Duration;

/**
 * Sees to it that the window opens as large as it was meant to be. Where a window manager comes late to it, what was
 * asked for is lost, and it stays at the least size that it may have (JDK-8316423). It is asked for once more, once
 * only, when the size is at rest there; never once the window had its frame and another size, or once somebody has
 * begun to use it.
 */
final class FirstSize {
    /** On the way to its size a window may have the least one for some milliseconds. */
    private static final Duration AT_REST = Duration.millis(300);

    /** What is to be done about a size at rest. */
    enum Next {
        /** Nobody has answered yet. */
        WAIT,
        /** It is to be asked for again. */
        AGAIN,
        /** It is as it should be, or as somebody wants it. */
        OVER
    }

    private final Stage stage;
    private final PauseTransition rest = new PauseTransition(AT_REST);
    private final InvalidationListener changed = observable -> rest.playFromStart();

    private FirstSize(Stage stage) {
        this.stage = stage;
    }

    /** Watches this stage, which is about to be shown with a scene of the size that it should have. */
    static void keep(Stage stage, Scene scene) {
        var size = new FirstSize(stage);
        var wanted = new Area(scene.getWidth(), scene.getHeight());
        size.rest.setOnFinished(end -> size.atRest(wanted, scene));
        stage.widthProperty().addListener(size.changed);
        stage.heightProperty().addListener(size.changed);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> size.over());
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> size.over());
    }

    private void atRest(Area wanted, Scene scene) {
        var whole = new Area(stage.getWidth(), stage.getHeight());
        var least = new Area(stage.getMinWidth(), stage.getMinHeight());
        var next = stage.isMaximized() || stage.isFullScreen() || stage.isIconified()
                ? Next.OVER
                : next(whole, new Area(scene.getWidth(), scene.getHeight()), least, wanted);
        if (next != Next.WAIT) {
            over();
        }
        if (next == Next.AGAIN) {
            stage.setWidth(wanted.width() + whole.width() - scene.getWidth());
            stage.setHeight(wanted.height() + whole.height() - scene.getHeight());
        }
    }

    private void over() {
        rest.stop();
        stage.widthProperty().removeListener(changed);
        stage.heightProperty().removeListener(changed);
    }

    /** A width and a height. */
    record Area(double width, double height) {}

    /**
     * What is to be done about a window at rest.
     *
     * @param whole with its frame
     * @param inside without it: the same as long as no window manager has answered
     * @param least the least that it may have, with its frame
     * @param wanted the inside that was asked for
     */
    static Next next(Area whole, Area inside, Area least, Area wanted) {
        if (whole.equals(least) && !inside.equals(wanted)) {
            return Next.AGAIN;
        }
        return whole.equals(inside) ? Next.WAIT : Next.OVER;
    }
}
