package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one document under each other. Only pages near the visible part hold an image, and the model is told
 * which parts of which pages are really on the screen.
 */
final class PageColumn extends ScrollPane {
    private static final double GAP = 16;
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
        private PreviewModel.@Nullable Wish wish;
        private int drawnWidth;

        private Sheet(int page, PageSize size) {
            this.page = page;
            getStyleClass().add("page");
            view.fitWidthProperty().bind(widthProperty());
            view.fitHeightProperty().bind(heightProperty());
            getChildren().add(view);
            setAccessibleRole(AccessibleRole.IMAGE_VIEW);
            setAccessibleText(words.text("page.of", page, sizes.size()));
            resizeTo(size);
        }

        private void resizeTo(PageSize size) {
            var width = Math.rint(size.widthPoints() * scale);
            var height = Math.rint(size.heightPoints() * scale);
            setMinSize(width, height);
            setPrefSize(width, height);
            setMaxSize(width, height);
        }

        private void want() {
            var pixels = (int) Math.ceil(getPrefWidth() * pixelScale());
            if (drawnWidth == pixels) {
                return;
            }
            if (wish != null) {
                wish.withdraw();
            }
            drawnWidth = pixels;
            wish = preview.draw(
                    page,
                    pixels,
                    answer -> answer.given().ifPresent(image -> {
                        view.setImage(picture(image));
                        tell();
                    }));
        }

        private void forget() {
            if (wish != null) {
                wish.withdraw();
                wish = null;
            }
            drawnWidth = 0;
            view.setImage(null);
        }

        private boolean drawn() {
            return view.getImage() != null;
        }
    }

    private final PreviewModel preview;
    private final Words words;
    private final VBox column = new VBox(GAP);
    private final List<Sheet> sheets = new ArrayList<>();
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", 0);
    private List<PageSize> sizes = List.of();
    private Fit fit = Fit.WIDTH;
    private double scale = 1;

    PageColumn(PreviewModel preview, Words words) {
        this.preview = preview;
        this.words = words;
        getStyleClass().add("pages");
        column.getStyleClass().add("page-column");
        column.setAlignment(Pos.TOP_CENTER);
        column.setPadding(new Insets(GAP, SIDE, GAP, SIDE));
        setContent(column);
        setFitToWidth(true);
        setPannable(true);
        setFocusTraversable(true);
        setAccessibleText(words.text("pages"));
        viewportBoundsProperty().addListener((property, before, now) -> fitAgain());
        vvalueProperty().addListener((property, before, now) -> look());
        column.heightProperty().addListener((property, before, now) -> look());
    }

    /** The wrapped pixels as an image, without a copy. */
    static WritableImage picture(PageImage image) {
        return new WritableImage(new PixelBuffer<>(
                image.widthPixels(), image.heightPixels(), image.pixels(), PixelFormat.getIntArgbPreInstance()));
    }

    void show(List<PageSize> pages) {
        sheets.forEach(Sheet::forget);
        sheets.clear();
        sizes = pages;
        fit = Fit.WIDTH;
        scale = fitted();
        for (var i = 0; i < pages.size(); i++) {
            sheets.add(new Sheet(i + 1, pages.get(i)));
        }
        column.getChildren().setAll(sheets);
        setVvalue(0);
        current.set(pages.isEmpty() ? 0 : 1);
        look();
    }

    ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    void goTo(int page) {
        if (page >= 1 && page <= sheets.size()) {
            var room = total() - viewHeight();
            setVvalue(room <= 0 ? 0 : Math.min(1, top(page - 1) / room));
        }
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

    private double fitted() {
        var widest = sizes.stream().mapToDouble(PageSize::widthPoints).max().orElse(595);
        var highest = sizes.stream().mapToDouble(PageSize::heightPoints).max().orElse(842);
        var width = Math.max(64, Math.min(MAX_FIT_WIDTH, getViewportBounds().getWidth() - 2 * SIDE));
        var height = Math.max(64, viewHeight() - 2 * GAP);
        return fit == Fit.PAGE ? Math.min(width / widest, height / highest) : width / widest;
    }

    private void rescale(double next) {
        if (Math.abs(next - scale) < 1e-6) {
            return;
        }
        var page = current.get();
        scale = next;
        for (var i = 0; i < sheets.size(); i++) {
            sheets.get(i).resizeTo(sizes.get(i));
        }
        column.layout();
        layout();
        goTo(page);
        look();
    }

    private double viewHeight() {
        return getViewportBounds().getHeight();
    }

    private double pixelScale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    /** Upper edge of the page at this place in the list, where scrolling to it should end. */
    private double top(int place) {
        var y = 0.0;
        for (var i = 0; i < place; i++) {
            y += sheets.get(i).getPrefHeight() + GAP;
        }
        return y;
    }

    private double total() {
        return top(sheets.size()) + GAP;
    }

    /** Draws what is near, lets go of what is far, and tells the model what is on the screen. */
    private void look() {
        if (getScene() == null || viewHeight() <= 0) {
            return;
        }
        var view = viewHeight();
        var upper = upper();
        var lower = upper + view;
        var y = GAP;
        for (var sheet : sheets) {
            var end = y + sheet.getPrefHeight();
            if (end > upper - view / 2 && y < lower + view / 2) {
                sheet.want();
            } else if (end < upper - 2 * view || y > lower + 2 * view) {
                sheet.forget();
            }
            if (y <= upper + view / 3 && end > upper + view / 3) {
                current.set(sheet.page);
            }
            y = end + GAP;
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
        var y = GAP;
        for (var sheet : sheets) {
            var height = sheet.getPrefHeight();
            if (sheet.drawn() && y + height > upper && y < lower) {
                preview.onScreen(sheet.page, Math.max(0, (upper - y) / height), Math.min(1, (lower - y) / height));
            }
            y += height + GAP;
        }
    }
}
