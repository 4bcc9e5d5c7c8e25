package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one document under each other. Only pages near the visible part exist and hold an image, however many
 * there are, and the model is told which parts of which pages are really on the screen.
 */
final class PageColumn extends ScrollPane {
    private static final double GAP = 16;

    /** How near to an edge something that is dragged moves the pages, and by how much at a time; in pixels. */
    private static final double EDGE = 24;

    private static final double DRIFT = 16;
    private static final double SIDE = 24;
    private static final double MAX_FIT_WIDTH = 960;
    private static final double ZOOM_STEP = 1.25;
    private static final double MIN_SCALE = 0.2;
    private static final double MAX_SCALE = 6;

    private enum Fit {
        WIDTH,
        PAGE,
        FREE
    }

    private final class Sheet extends StackPane {
        private final int page;
        private final ImageView view = new ImageView();
        private final Node undrawn = Pieces.trouble(words.text("page.undrawn"));
        private PreviewModel.@Nullable Wish wish;
        private int drawnWidth;

        private Sheet(int page) {
            this.page = page;
            getStyleClass().add("page");
            setManaged(false);
            view.fitWidthProperty().bind(widthProperty());
            view.fitHeightProperty().bind(heightProperty());
            undrawn.setId("page-undrawn");
            Pieces.show(undrawn, false);
            getChildren().addAll(view, undrawn);
            setAccessibleRole(AccessibleRole.IMAGE_VIEW);
            setAccessibleText(words.text("page.of", page, sizes.size()));
        }

        private void place() {
            var size = sizes.get(page - 1);
            var width = Math.rint(size.widthPoints() * scale);
            resizeRelocate(Math.rint((ground.getWidth() - width) / 2), tops[page - 1], width, height(page - 1));
        }

        private void want() {
            var pixels = (int) Math.ceil(getWidth() * pixelScale());
            if (drawnWidth == pixels || pixels == 0) {
                return;
            }
            if (wish != null) {
                wish.withdraw();
            }
            drawnWidth = pixels;
            wish = preview.draw(page, pixels, answer -> {
                Pieces.show(undrawn, answer.refusal().isPresent());
                view.setImage(answer.given().map(Pictures::of).orElse(null));
                tell();
            });
        }

        private void forget() {
            if (wish != null) {
                wish.withdraw();
            }
            view.setImage(null);
        }

        private boolean drawn() {
            return view.getImage() != null;
        }
    }

    /** What lies under the pages; as high as all of them. Puts its children itself. */
    private final class Ground extends Pane {
        @Override
        protected void layoutChildren() {
            sheets.values().forEach(Sheet::place);
            over.forEach(Runnable::run);
        }

        @Override
        protected double computeMinWidth(double height) {
            return widest() * scale + 2 * SIDE;
        }

        @Override
        protected double computePrefHeight(double width) {
            return total();
        }
    }

    private final PreviewModel preview;
    private final Words words;
    private final Ground ground = new Ground();
    private final Map<Integer, Sheet> sheets = new HashMap<>();
    private final List<Runnable> over = new ArrayList<>();
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", 0);
    private List<PageSize> sizes = List.of();
    private double[] tops = {GAP};
    private Fit fit = Fit.WIDTH;
    private double scale = 1;

    PageColumn(PreviewModel preview, Words words) {
        this.preview = preview;
        this.words = words;
        getStyleClass().add("pages");
        ground.getStyleClass().add("page-column");
        setContent(ground);
        setFitToWidth(true);
        setPannable(true);
        setFocusTraversable(true);
        setAccessibleText(words.text("pages"));
        viewportBoundsProperty().addListener((property, before, now) -> {
            if (before == null || before.getWidth() != now.getWidth() || before.getHeight() != now.getHeight()) {
                fitAgain();
            } else {
                look();
            }
        });
        vvalueProperty().addListener((property, before, now) -> look());
        ground.heightProperty().addListener((property, before, now) -> look());
    }

    void show(List<PageSize> pages) {
        sheets.values().forEach(Sheet::forget);
        ground.getChildren().removeAll(sheets.values());
        sheets.clear();
        sizes = pages;
        fit = Fit.WIDTH;
        scale = fitted();
        remeasure();
        setVvalue(0);
        current.set(pages.isEmpty() ? 0 : 1);
        look();
    }

    /** Lays a node over the pages; it places itself when the pages are laid out. */
    void lay(Node node, Runnable place) {
        node.setManaged(false);
        ground.getChildren().add(node);
        over.add(place);
        ground.requestLayout();
    }

    /** Lays everything out again. */
    void again() {
        ground.requestLayout();
    }

    /** Pixels for a point. */
    double scale() {
        return scale;
    }

    /** The upper left corner of a page, among what lies over the pages. */
    Point2D corner(int page) {
        var width = Math.rint(sizes.get(page - 1).widthPoints() * scale);
        return new Point2D(Math.rint((ground.getWidth() - width) / 2), tops[page - 1]);
    }

    /** The page at this height, or the nearest one. */
    int pageAt(double y) {
        var page = 1;
        while (page < sizes.size() && y > tops[page - 1] + height(page - 1) + GAP / 2) {
            page++;
        }
        return page;
    }

    int count() {
        return sizes.size();
    }

    ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    void goTo(int page) {
        if (page >= 1 && page <= sizes.size()) {
            scrollTo(tops[page - 1] - GAP);
        }
    }

    /** Scrolls so that this can be seen. */
    void reveal(Bounds part) {
        var upper = upper();
        if (part.getMinY() < upper || part.getMaxY() > upper + viewHeight()) {
            scrollTo((part.getMinY() + part.getMaxY() - viewHeight()) / 2);
        }
    }

    /** Whether a place in the window is so near to the upper or lower edge of what is seen that it means to go on. */
    boolean isAtEdge(Point2D inScene) {
        var y = sceneToLocal(inScene).getY();
        return y < EDGE || y > viewHeight() - EDGE;
    }

    /** Moves on a little towards the edge that this place is at; false if there is nothing more, or it is at none. */
    boolean drift(Point2D inScene) {
        var before = getVvalue();
        if (isAtEdge(inScene)) {
            scrollTo(upper() + (sceneToLocal(inScene).getY() < EDGE ? -DRIFT : DRIFT));
        }
        return getVvalue() != before;
    }

    private void scrollTo(double y) {
        var room = total() - viewHeight();
        setVvalue(room <= 0 ? 0 : Math.max(0, Math.min(1, y / room)));
    }

    void zoomIn() {
        zoomTo(scale * ZOOM_STEP);
    }

    void zoomOut() {
        zoomTo(scale / ZOOM_STEP);
    }

    private void zoomTo(double wanted) {
        fit = Fit.FREE;
        rescale(Math.max(MIN_SCALE, Math.min(MAX_SCALE, wanted)));
    }

    void fitWidth() {
        fit = Fit.WIDTH;
        fitAgain();
    }

    void fitPage() {
        fit = Fit.PAGE;
        fitAgain();
    }

    private void fitAgain() {
        if (fit != Fit.FREE && !sizes.isEmpty()) {
            rescale(fitted());
        }
        look();
    }

    private double widest() {
        return sizes.stream().mapToDouble(PageSize::widthPoints).max().orElse(595);
    }

    private double fitted() {
        var highest = sizes.stream().mapToDouble(PageSize::heightPoints).max().orElse(842);
        var width = Math.max(64, Math.min(MAX_FIT_WIDTH, getViewportBounds().getWidth() - 2 * SIDE));
        var height = Math.max(64, viewHeight() - 2 * GAP);
        return fit == Fit.PAGE ? Math.min(width / widest(), height / highest) : width / widest();
    }

    private void rescale(double next) {
        if (Math.abs(next - scale) < 1e-6) {
            return;
        }
        var page = current.get();
        scale = next;
        remeasure();
        ground.layout();
        layout();
        goTo(page);
        look();
    }

    private void remeasure() {
        tops = new double[sizes.size() + 1];
        tops[0] = GAP;
        for (var i = 0; i < sizes.size(); i++) {
            tops[i + 1] = tops[i] + height(i) + GAP;
        }
        ground.requestLayout();
    }

    private double height(int place) {
        return Math.rint(sizes.get(place).heightPoints() * scale);
    }

    private double viewHeight() {
        return getViewportBounds().getHeight();
    }

    private double pixelScale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    private double total() {
        return tops[sizes.size()];
    }

    /** Draws what is near, lets go of what is far, and tells the model what is on the screen. */
    private void look() {
        if (getScene() == null || viewHeight() <= 0) {
            return;
        }
        var view = viewHeight();
        var upper = upper();
        var lower = upper + view;
        var first = pageAt(upper - view / 2);
        var last = sizes.isEmpty() ? 0 : pageAt(lower + view / 2);
        sheets.values().removeIf(sheet -> {
            var far = sheet.page < first - 1 || sheet.page > last + 1;
            if (far) {
                sheet.forget();
                ground.getChildren().remove(sheet);
            }
            return far;
        });
        for (var page = first; page <= last; page++) {
            var sheet = sheets.get(page);
            if (sheet == null) {
                sheet = new Sheet(page);
                sheets.put(page, sheet);
                ground.getChildren().add(0, sheet); // what lies over the pages stays over them
            }
            sheet.place();
            sheet.want();
        }
        if (!sizes.isEmpty()) {
            current.set(pageAt(upper + view / 3));
        }
        tell();
    }

    private double upper() {
        return getVvalue() * Math.max(0, total() - viewHeight());
    }

    private void tell() {
        if (getScene() == null
                || getScene().getWindow() == null
                || !getScene().getWindow().isShowing()) {
            return;
        }
        var upper = upper();
        var lower = upper + viewHeight();
        for (var sheet : List.copyOf(sheets.values())) {
            var y = tops[sheet.page - 1];
            var height = height(sheet.page - 1);
            if (sheet.drawn() && y + height > upper && y < lower) {
                preview.onScreen(sheet.page, Math.max(0, (upper - y) / height), Math.min(1, (lower - y) / height));
            }
        }
    }
}
