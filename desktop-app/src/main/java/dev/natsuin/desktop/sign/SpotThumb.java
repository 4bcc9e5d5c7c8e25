package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.ui.Pictures;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.Words;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A page in little, with the place where the signature will be seen. */
final class SpotThumb extends Pane {
    private static final double SIDE = 52;

    private PreviewModel.@Nullable Wish wish;

    SpotThumb(PreviewModel preview, QueuedDocument document, Spot spot, PageSize size, Words words) {
        getStyleClass().addAll("page", "spot-thumb");
        var scale = SIDE / Math.max(size.widthPoints(), size.heightPoints());
        var width = Math.max(8, size.widthPoints() * scale);
        var height = Math.max(8, size.heightPoints() * scale);
        setMinSize(width, height);
        setMaxSize(width, height);
        var picture = new ImageView();
        picture.setFitWidth(width);
        picture.setFitHeight(height);
        var mark = new Region();
        mark.getStyleClass().add("spot-mark");
        mark.resizeRelocate(
                spot.x() * scale,
                spot.y() * scale,
                Math.max(5, spot.width() * scale),
                Math.max(4, spot.height() * scale));
        mark.setManaged(false);
        getChildren().addAll(picture, mark);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        var where = words.text(
                "spot.at",
                spot.page(),
                Math.round(spot.x()),
                Math.round(spot.y()),
                Math.round(spot.width()),
                Math.round(spot.height()));
        setAccessibleText(where);
        Tooltip.install(this, new Tooltip(where));
        Watching.whileShown(this, () -> {
            wish = preview.little(
                    document,
                    spot.page(),
                    (int) Math.ceil(width * 2),
                    answer -> answer.given().ifPresent(image -> picture.setImage(Pictures.of(image))));
        });
        sceneProperty().addListener((property, before, now) -> {
            if (now == null && wish != null) {
                wish.withdraw();
            }
        });
    }
}
