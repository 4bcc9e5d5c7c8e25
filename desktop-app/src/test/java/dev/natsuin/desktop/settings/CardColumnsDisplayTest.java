package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.OneAtTheDisplay;
import dev.natsuin.desktop.ui.Look;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The cards of the settings stand in as many columns as are easily read. */
@Tag("display")
@ExtendWith(OneAtTheDisplay.class)
final class CardColumnsDisplayTest {
    @BeforeAll
    static void toolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    private static VBox group(double height) {
        var card = new Region();
        card.setMinHeight(height);
        var group = new VBox(card);
        group.getStyleClass().add("settings-cards");
        return group;
    }

    /** The place of a window of 1024, 1280, 1920 and 2560, at ordinary and at large text. */
    @ParameterizedTest
    @CsvSource({"776, 100, 1", "1032, 100, 2", "1672, 100, 3", "2312, 100, 3", "856, 200, 1", "2112, 200, 2"})
    void cards_stand_in_as_many_columns_as_are_easily_read(double width, int percent, int columns) {
        var groups = List.of(group(300), group(200), group(400));
        var places = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var all = new CardColumns(groups);
            var scene = new Scene(new StackPane(all), width, 2000);
            new Look(false, percent, true).dress(scene, Locale.ENGLISH);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            return groups.stream().map(VBox::getBoundsInParent).toList();
        });

        assertThat(places.stream().map(Bounds::getMinX).distinct()).hasSize(columns);
        assertThat(places).allSatisfy(place -> {
            assertThat(place.getMaxX()).isLessThanOrEqualTo(width);
            assertThat(place.getWidth()).isLessThanOrEqualTo(43 * 13 * percent / 100.0);
        });
        assertThat(IntStream.range(1, places.size()))
                .as("the next one stands below or beside")
                .allMatch(at -> places.get(at).getMinY() >= places.get(at - 1).getMaxY()
                        || places.get(at).getMinX() >= places.get(at - 1).getMaxX());
    }
}
