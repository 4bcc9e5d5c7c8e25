package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The pages of one document in little, each with its number and whether it was seen. */
final class Thumbnails extends ListView<Integer> {
    private static final double WIDTH = 64;
    private static final int KEPT = 64;

    private final PreviewModel preview;
    private final Words words;
    private final Map<Integer, Image> images = new HashMap<>();
    private final SimpleObjectProperty<QueuedDocument> document = new SimpleObjectProperty<>();
    private List<PageSize> sizes = List.of();
    private boolean following;

    Thumbnails(PreviewModel preview, Words words, IntConsumer chosen) {
        this.preview = preview;
        this.words = words;
        getStyleClass().add("thumbnails");
        setAccessibleText(words.text("thumbnails"));
        setCellFactory(list -> new Cell());
        getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null && !following) {
                chosen.accept(now);
            }
        });
    }

    void show(@Nullable QueuedDocument shown, List<PageSize> pages) {
        images.clear();
        sizes = pages;
        document.set(shown);
        getItems().setAll(IntStream.rangeClosed(1, pages.size()).boxed().toList());
    }

    /** Marks the page being read without going there. */
    void follow(int page) {
        if (page < 1 || page > getItems().size()) {
            return;
        }
        following = true;
        getSelectionModel().select(page - 1);
        scrollTo(Math.max(0, page - 2));
        following = false;
    }

    private final class Cell extends ListCell<Integer> {
        private final ImageView view = new ImageView();
        private final StackPane paper = new StackPane(view);
        private final HBox foot = new HBox();
        private final VBox box = new VBox(paper, foot);
        private PreviewModel.@Nullable Wish wish;

        private Cell() {
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            paper.getStyleClass().add("page");
            foot.getStyleClass().add("thumbnail-foot");
            foot.setAlignment(Pos.CENTER);
            box.setAlignment(Pos.CENTER);
            box.getStyleClass().add("thumbnail");
        }

        @Override
        protected void updateItem(Integer page, boolean empty) {
            super.updateItem(page, empty);
            if (wish != null) {
                wish.withdraw();
                wish = null;
            }
            if (empty || page == null || page > sizes.size()) {
                setGraphic(null);
                return;
            }
            var size = sizes.get(page - 1);
            var height = Math.min(WIDTH * 1.6, WIDTH * size.heightPoints() / size.widthPoints());
            paper.setMinSize(WIDTH, height);
            paper.setMaxSize(WIDTH, height);
            view.setFitWidth(WIDTH);
            view.setFitHeight(height);
            view.setImage(images.get(page));
            if (view.getImage() == null) {
                wish = preview.draw(
                        page,
                        (int) (WIDTH * 2),
                        answer -> answer.given().ifPresent(image -> arrived(page, Pictures.of(image))));
            }
            setAccessibleText(words.text("page.of", page, sizes.size()));
            setGraphic(box);
            refoot();
        }

        private void arrived(int page, Image image) {
            if (images.size() >= KEPT) {
                images.clear();
            }
            images.put(page, image);
            if (Integer.valueOf(page).equals(getItem())) {
                view.setImage(image);
            }
        }

        private void refoot() {
            var page = getItem();
            var shown = document.get();
            if (page == null || shown == null) {
                return;
            }
            foot.getChildren().setAll(Pieces.line(page.toString(), "quiet"));
            if (shown.undecodablePages().contains(page)) {
                foot.getChildren().add(Icon.TROUBLE.node("small-icon", "amber"));
            } else if (shown.seen(page)) {
                foot.getChildren().add(Icon.DONE.node("small-icon"));
            }
        }
    }

    /** Draws the marks again; called when a page has been seen. */
    void remark() {
        lookupAll(".list-cell").forEach(node -> {
            if (node instanceof Cell cell) {
                cell.refoot();
            }
        });
    }
}
