package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.geometry.BoundingBox;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The signature on the page, as it will be seen: dragged, resized at its lower right corner, or moved with arrow keys
 * (one point; ten with Shift; with Ctrl they resize; Page Up and Page Down change the page; Delete goes back to the
 * rule).
 */
final class SpotBox extends StackPane {
    private static final PseudoClass FIELD = PseudoClass.getPseudoClass("field");
    private static final double HANDLE = 14;
    private static final double REACH_PIXELS = 8;

    /** How often the pages move on while the mouse is held at their edge. */
    private static final Duration DRIFT = Duration.millis(40);

    private static final double STEP = 1;
    private static final double LEAP = 10;

    /**
     * A drag under way.
     *
     * @param from the spot before
     * @param x of the mouse, among what lies over the pages
     * @param y of the mouse
     * @param sizing true if it is resized
     */
    private record Drag(Spot from, double x, double y, boolean sizing) {}

    private final SignModel model;
    private final PageColumn pages;
    private final Words words;
    private final ImageView picture = new ImageView();
    private final Region handle = new Region();
    private final Label fieldName = new Label();
    private final List<Region> guides = new ArrayList<>();
    private Optional<Spot> live = Optional.empty();
    private final Timeline drifting = new Timeline(new KeyFrame(DRIFT, event -> drift()));
    private Point2D mouse = Point2D.ZERO;
    private @Nullable Drag drag;
    private int round;
    private String drawnFor = "";

    SpotBox(SignModel model, PageColumn pages, Words words) {
        this.model = model;
        this.pages = pages;
        this.words = words;
        setId("spot");
        getStyleClass().add("spot");
        handle.getStyleClass().add("spot-handle");
        handle.setMouseTransparent(true);
        handle.setManaged(false);
        fieldName.getStyleClass().add("spot-field");
        fieldName.setManaged(false);
        fieldName.setMouseTransparent(true);
        getChildren().addAll(picture, handle, fieldName);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        setAccessibleHelp(words.text("spot.help"));
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        drifting.setCycleCount(Animation.INDEFINITE);
        setOnMouseMoved(event -> setCursor(onHandle(event) ? Cursor.SE_RESIZE : Cursor.MOVE));
        setOnMouseClicked(MouseEvent::consume);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyed);
        pages.lay(this, this::place);
        Watching.whileShown(
                pages,
                this::refresh,
                model.placing().changesProperty(),
                model.preview().stateProperty(),
                model.selectedProperty(),
                model.keyProperty());
    }

    private Optional<QueuedDocument> document() {
        return model.preview().document().filter(shown -> model.preview().state() instanceof PreviewModel.State.Open);
    }

    private Optional<Spot> spot() {
        return live.or(() -> document().flatMap(model.placing()::spot));
    }

    private Optional<Snapping> snapping(int page) {
        return document()
                .flatMap(QueuedDocument::facts)
                .flatMap(facts ->
                        sizeOf(facts, page).map(size -> new Snapping(facts, size, REACH_PIXELS / pages.scale())));
    }

    private static Optional<PageSize> sizeOf(DocumentFacts facts, int page) {
        return Snapping.sizeOf(facts, page);
    }

    private void refresh() {
        live = Optional.empty();
        pages.again();
        place();
    }

    /** Scrolls to it and takes the focus. */
    void reveal() {
        spot().filter(this::known).ifPresent(spot -> {
            var corner = pages.corner(spot.page());
            var scale = pages.scale();
            pages.reveal(new BoundingBox(
                    corner.getX() + spot.x() * scale,
                    corner.getY() + spot.y() * scale,
                    spot.width() * scale,
                    spot.height() * scale));
            requestFocus();
        });
    }

    private boolean known(Spot spot) {
        return spot.page() <= pages.count();
    }

    private void place() {
        var there = spot().filter(this::known);
        setVisible(there.isPresent());
        if (there.isEmpty()) {
            return;
        }
        var spot = there.get();
        var corner = pages.corner(spot.page());
        var scale = pages.scale();
        var width = spot.width() * scale;
        var height = spot.height() * scale;
        resizeRelocate(corner.getX() + spot.x() * scale, corner.getY() + spot.y() * scale, width, height);
        picture.setFitWidth(width);
        picture.setFitHeight(height);
        handle.resizeRelocate(width - 5, height - 5, 10, 10);
        pseudoClassStateChanged(FIELD, spot.field().isPresent());
        fieldName.setText(
                spot.field().map(name -> words.text("spot.field", name)).orElse(""));
        fieldName.setVisible(spot.field().isPresent());
        fieldName.autosize();
        fieldName.relocate(0, -fieldName.getHeight() - 2);
        setAccessibleText(words.text(
                "spot.at",
                spot.page(),
                Math.round(spot.x()),
                Math.round(spot.y()),
                Math.round(spot.width()),
                Math.round(spot.height())));
        draw(spot, width);
    }

    private void draw(Spot spot, double width) {
        var key = model.keyProperty().get();
        var document = document();
        if (key == null || document.isEmpty()) {
            return;
        }
        var look = model.placing().lookProperty().get();
        var window = getScene() == null ? null : getScene().getWindow();
        var pixels = (int) Math.ceil(width * (window == null ? 1 : window.getOutputScaleX()));
        var wanted = String.join(
                "|",
                look.toString(),
                key.keyId(),
                Double.toString(spot.width()),
                Double.toString(spot.height()),
                spot.field().toString(),
                Integer.toString(pixels),
                document.get().file().toString(),
                Integer.toString(model.placing().changesProperty().get()));
        if (wanted.equals(drawnFor) || drag != null) {
            return;
        }
        drawnFor = wanted;
        var mine = ++round;
        model.placing().draw(look, document.get(), spot, key, pixels, answer -> {
            if (mine == round) {
                picture.setImage(
                        answer.given().map(drawn -> Pictures.of(drawn.image())).orElse(null));
            }
        });
    }

    // The mouse

    private boolean onHandle(MouseEvent event) {
        return event.getX() > getWidth() - HANDLE && event.getY() > getHeight() - HANDLE;
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        var at = getParent().sceneToLocal(event.getSceneX(), event.getSceneY());
        spot().ifPresent(spot -> drag = new Drag(spot, at.getX(), at.getY(), onHandle(event)));
        event.consume();
    }

    private void dragged(MouseEvent event) {
        event.consume();
        mouse = new Point2D(event.getSceneX(), event.getSceneY());
        follow();
        if (drag != null && pages.isAtEdge(mouse)) {
            drifting.play();
        } else {
            drifting.stop();
        }
    }

    /** As long as the mouse is held at the edge of what is seen, the pages move on and the box with them. */
    private void drift() {
        if (drag == null || !pages.drift(mouse)) {
            drifting.stop();
        } else {
            follow();
        }
    }

    private void follow() {
        var began = drag;
        if (began == null) {
            return;
        }
        var at = getParent().sceneToLocal(mouse);
        var scale = pages.scale();
        var right = (at.getX() - began.x()) / scale;
        var down = (at.getY() - began.y()) / scale;
        var from = began.from();
        if (began.sizing()) {
            snapping(from.page())
                    .ifPresent(snap -> show(snap.resized(from.sized(from.width() + right, from.height() + down))));
            return;
        }
        var top = pages.corner(from.page()).getY() + (from.y() + down) * scale;
        var page = pages.pageAt(top + from.height() * scale / 2);
        var left = pages.corner(from.page()).getX() + (from.x() + right) * scale;
        var corner = pages.corner(page);
        var moved = from.at((left - corner.getX()) / scale, (top - corner.getY()) / scale)
                .on(page);
        snapping(page).ifPresent(snap -> show(snap.moved(moved)));
    }

    private void show(Snapping.Snapped snapped) {
        live = Optional.of(snapped.spot());
        place();
        guides.forEach(guide -> guide.setVisible(false));
        var corner = pages.corner(snapped.spot().page());
        var size = document()
                .flatMap(QueuedDocument::facts)
                .flatMap(facts -> sizeOf(facts, snapped.spot().page()));
        if (size.isEmpty()) {
            return;
        }
        var scale = pages.scale();
        var next = 0;
        for (var x : snapped.upright()) {
            guide(next++)
                    .resizeRelocate(
                            corner.getX() + x * scale,
                            corner.getY(),
                            1,
                            size.get().heightPoints() * scale);
        }
        for (var y : snapped.level()) {
            guide(next++)
                    .resizeRelocate(
                            corner.getX(), corner.getY() + y * scale, size.get().widthPoints() * scale, 1);
        }
    }

    private Region guide(int number) {
        while (guides.size() <= number) {
            var guide = new Region();
            guide.getStyleClass().add("guide");
            guide.setMouseTransparent(true);
            pages.lay(guide, () -> {});
            guides.add(guide);
        }
        var guide = guides.get(number);
        guide.setVisible(true);
        return guide;
    }

    private void released(MouseEvent event) {
        drifting.stop();
        event.consume();
        drag = null;
        guides.forEach(guide -> guide.setVisible(false));
        var there = live;
        live = Optional.empty();
        there.ifPresent(spot -> document().ifPresent(document -> model.placing().move(document, spot)));
        place();
    }

    // The keys

    private void keyed(KeyEvent event) {
        var document = document();
        var now = spot();
        if (document.isEmpty() || now.isEmpty() || event.isAltDown()) {
            return;
        }
        var step = event.isShiftDown() ? LEAP : STEP;
        var spot = now.get();
        var next = switch (event.getCode()) {
            case LEFT -> moved(spot, -step, 0, event.isShortcutDown());
            case RIGHT -> moved(spot, step, 0, event.isShortcutDown());
            case UP -> moved(spot, 0, -step, event.isShortcutDown());
            case DOWN -> moved(spot, 0, step, event.isShortcutDown());
            case PAGE_UP -> spot.on(Math.max(1, spot.page() - 1));
            case PAGE_DOWN -> spot.on(Math.min(pages.count(), spot.page() + 1));
            default -> spot;
        };
        switch (event.getCode()) {
            case LEFT, RIGHT, UP, DOWN, PAGE_UP, PAGE_DOWN -> {
                model.placing().move(document.get(), next);
                reveal();
                event.consume();
            }
            case DELETE, BACK_SPACE -> {
                model.placing().followRule(document.get());
                reveal();
                event.consume();
            }
            default -> {}
        }
    }

    private static Spot moved(Spot spot, double right, double down, boolean sizing) {
        return sizing
                ? spot.sized(spot.width() + right, spot.height() + down)
                : spot.at(spot.x() + right, spot.y() + down);
    }
}
