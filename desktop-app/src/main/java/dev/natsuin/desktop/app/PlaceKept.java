package dev.natsuin.desktop.app;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.geometry.Dimension2D;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;

/**
 * Tells where the window was left, whenever it has been at rest for a second: a session that ends closes no window. Of
 * one that fills the screen, what it goes back to is told; and it does go back to that, where the toolkit has forgotten
 * it.
 */
final class PlaceKept {
    /** Longer than {@link FirstSize} takes to see to the size of the window. */
    private static final Duration AT_REST = Duration.seconds(1);

    /** So long after it fills the screen no more it has the size that the system knows. */
    private static final Duration GOES_BACK = Duration.millis(300);

    private static final double FRAME = 64;

    private final Stage stage;
    private final Scene scene;
    private final FirstPlace opened;
    private final Optional<LastPlace> left;
    private final Consumer<LastPlace> told;
    private final PauseTransition rest = new PauseTransition(AT_REST);
    private final PauseTransition back = new PauseTransition(GOES_BACK);
    private Optional<LastPlace> last;
    private Optional<Dimension2D> filled = Optional.empty();
    private boolean closed;

    /**
     * Watches this stage, which is about to be shown.
     *
     * @param left where it was left
     * @param opened what this screen has room for of that: what nobody changes stays as it was left, for a larger one
     */
    PlaceKept(Stage stage, Scene scene, Optional<LastPlace> left, FirstPlace opened, Consumer<LastPlace> told) {
        this.stage = stage;
        this.scene = scene;
        this.last = left;
        this.left = left;
        this.opened = opened;
        this.told = told;
        rest.setOnFinished(end -> note());
        InvalidationListener changed = observable -> {
            if (!closed) {
                rest.playFromStart();
            }
        };
        stage.xProperty().addListener(changed);
        stage.yProperty().addListener(changed);
        stage.widthProperty().addListener(changed);
        stage.heightProperty().addListener(changed);
        stage.maximizedProperty().addListener(changed);
        stage.maximizedProperty().addListener((property, before, now) -> {
            if (!now && !closed) {
                back.playFromStart();
            }
        });
        back.setOnFinished(end -> goBack());
    }

    /**
     * Called before it is hidden: what is not at rest yet is told at once, and nothing after it. A stage that is being
     * hidden changes its place once more.
     */
    void close() {
        closed = true;
        back.stop();
        if (rest.getStatus() == PauseTransition.Status.RUNNING) {
            rest.stop();
            note();
        }
    }

    private void note() {
        if (stage.isIconified() || stage.isFullScreen() || Double.isNaN(stage.getX())) {
            return;
        }
        var now = stage.isMaximized() ? filling() : atLarge();
        if (!last.equals(Optional.of(now))) {
            last = Optional.of(now);
            told.accept(now);
        }
    }

    /** GTK knows no size of before if it was made to fill the screen as it opened (JavaFX 21). */
    private void goBack() {
        if (stage.isMaximized() || stage.isIconified() || !stillFills()) {
            return;
        }
        last.ifPresent(place -> {
            var inside = place.inside()
                    .filter(size -> !left.flatMap(LastPlace::inside).equals(Optional.of(size)))
                    .orElse(new Dimension2D(opened.width(), opened.height()));
            var corner = left.map(LastPlace::corner)
                    .filter(place.corner()::equals)
                    .flatMap(before -> Optional.ofNullable(opened.corner()))
                    .orElse(place.corner());
            stage.setX(corner.getX());
            stage.setY(corner.getY());
            stage.setWidth(inside.getWidth() + place.frame().getWidth());
            stage.setHeight(inside.getHeight() + place.frame().getHeight());
        });
    }

    private boolean stillFills() {
        return filled.filter(size ->
                        stage.getWidth() > size.getWidth() - FRAME && stage.getHeight() > size.getHeight() - FRAME)
                .isPresent();
    }

    private LastPlace atLarge() {
        var inside = new Dimension2D(scene.getWidth(), scene.getHeight());
        var corner = new Point2D(stage.getX(), stage.getY());
        var unmoved = opened.corner() != null && opened.corner().distance(corner) < 2;
        return new LastPlace(
                left.filter(before -> unmoved).map(LastPlace::corner).orElse(corner),
                isAsLarge(new Dimension2D(opened.width(), opened.height()), inside)
                        ? left.flatMap(LastPlace::inside)
                        : Optional.of(inside),
                new Dimension2D(
                        Math.max(0, stage.getWidth() - inside.getWidth()),
                        Math.max(0, stage.getHeight() - inside.getHeight())),
                false);
    }

    /** It goes back to where it was, on the screen that it fills now. */
    private LastPlace filling() {
        filled = Optional.of(new Dimension2D(stage.getWidth(), stage.getHeight()));
        var fills = new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        var before = last.orElseGet(() ->
                new LastPlace(new Point2D(stage.getX(), stage.getY()), Optional.empty(), new Dimension2D(0, 0), true));
        var corner = fills.contains(before.corner()) ? before.corner() : new Point2D(stage.getX(), stage.getY());
        return new LastPlace(corner, before.inside(), before.frame(), true);
    }

    /** Screens that show two points as three know no whole ones. */
    private static boolean isAsLarge(Dimension2D one, Dimension2D other) {
        return Math.abs(one.getWidth() - other.getWidth()) < 1 && Math.abs(one.getHeight() - other.getHeight()) < 1;
    }
}
