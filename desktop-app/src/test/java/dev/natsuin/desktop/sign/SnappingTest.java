package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SnappingTest {
    private static final PageSize A4 = new PageSize(600, 840);
    private final DocumentFacts document = new DocumentFacts(
            Path.of("a.pdf"),
            1,
            Bytes.EMPTY,
            2,
            List.of(),
            List.of(A4, A4),
            List.of(new SignField("承認者", new SignOptions.Place(2, 300, 600, 150, 40))));
    private final Snapping snapping = new Snapping(document, A4, 8);

    @Test
    void an_edge_near_a_margin_holds_to_it_and_the_line_is_shown() {
        var snapped = snapping.moved(new Spot(1, 40, 300, 100, 50));

        assertThat(snapped.spot()).isEqualTo(new Spot(1, 36, 300, 100, 50));
        assertThat(snapped.upright()).containsExactly(36.0);
        assertThat(snapped.level()).isEmpty();
    }

    @Test
    void right_and_lower_margins_and_the_middle_hold_too() {
        assertThat(snapping.moved(new Spot(1, 470, 750, 100, 50)).spot()).isEqualTo(new Spot(1, 464, 754, 100, 50));
        assertThat(snapping.moved(new Spot(1, 252, 300, 100, 50)).spot()).isEqualTo(new Spot(1, 250, 300, 100, 50));
    }

    @Test
    void far_from_every_line_a_spot_stays_where_it_was_put() {
        var spot = new Spot(1, 60, 300, 100, 50);

        assertThat(snapping.moved(spot).spot()).isEqualTo(spot);
    }

    @Test
    void over_an_empty_field_of_this_page_it_becomes_the_field() {
        assertThat(snapping.moved(new Spot(2, 330, 590, 100, 50)).spot())
                .isEqualTo(new Spot(2, 300, 600, 150, 40, Optional.of("承認者")));
        assertThat(snapping.moved(new Spot(1, 330, 590, 100, 50)).spot().field())
                .isEmpty();
    }

    @Test
    void nothing_is_moved_or_resized_off_the_page() {
        assertThat(snapping.moved(new Spot(1, -500, 5000, 100, 50)).spot()).isEqualTo(new Spot(1, 0, 790, 100, 50));
        assertThat(snapping.resized(new Spot(1, 500, 800, 4000, 4000)).spot())
                .isEqualTo(new Spot(1, 500, 800, 100, 40));
    }

    @Test
    void nothing_becomes_too_small_to_be_found_again() {
        assertThat(snapping.resized(new Spot(1, 100, 100, 1, 1)).spot()).isEqualTo(new Spot(1, 100, 100, 24, 24));
    }
}
