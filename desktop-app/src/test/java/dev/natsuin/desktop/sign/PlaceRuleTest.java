package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignOptions.Anchor.Which;
import dev.natsuin.desktop.sign.PlaceRule.AsPlaced;
import dev.natsuin.desktop.sign.PlaceRule.AtCorner;
import dev.natsuin.desktop.sign.PlaceRule.Beside;
import dev.natsuin.desktop.sign.PlaceRule.Corner;
import dev.natsuin.desktop.sign.PlaceRule.InField;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceRuleTest {
    private static final PageSize A4 = new PageSize(595, 842);
    private static final PageSize TURNED = new PageSize(842, 595);
    private static final PageSize STAMP = new PageSize(60, 40);
    private static final SignField APPROVER = new SignField("承認者", new SignOptions.Place(2, 100, 200, 150, 40));

    private static DocumentFacts document(List<PageSize> sizes, SignField... fields) {
        return new DocumentFacts(Path.of("a.pdf"), 1, Bytes.EMPTY, sizes.size(), List.of(), sizes, List.of(fields));
    }

    private static AtCorner corner(boolean last, Corner corner) {
        return new AtCorner(last, corner, 190, 64);
    }

    @ParameterizedTest
    @EnumSource(Corner.class)
    void a_corner_is_half_an_inch_from_the_edges_of_every_page_turned_or_not(Corner corner) {
        for (var size : List.of(A4, TURNED)) {
            var spot = corner(true, corner).in(document(List.of(A4, size))).orElseThrow();

            assertThat(spot.page()).isEqualTo(2);
            assertThat(corner.left() ? spot.x() : size.widthPoints() - spot.x() - spot.width())
                    .isCloseTo(36, within(0.001));
            assertThat(corner.upper() ? spot.y() : size.heightPoints() - spot.y() - spot.height())
                    .isCloseTo(36, within(0.001));
        }
    }

    @Test
    void the_first_page_is_the_first() {
        assertThat(corner(false, Corner.UPPER_LEFT).in(document(Collections.nCopies(7, A4))))
                .contains(new Spot(1, 36, 36, 190, 64));
    }

    @Test
    void on_a_page_smaller_than_the_spot_it_is_the_page() {
        assertThat(corner(true, Corner.LOWER_RIGHT).in(document(List.of(STAMP))))
                .contains(new Spot(1, 0, 0, 60, 40));
    }

    @Test
    void an_empty_field_is_taken_first_and_a_corner_where_there_is_none() {
        var rule = new InField(Optional.empty(), corner(true, Corner.LOWER_RIGHT));

        assertThat(rule.in(document(List.of(A4, A4), APPROVER)))
                .contains(new Spot(2, 100, 200, 150, 40, Optional.of("承認者")));
        assertThat(rule.in(document(List.of(A4)))).contains(new Spot(1, 369, 742, 190, 64));
    }

    @Test
    void a_field_of_another_name_is_not_taken() {
        var rule = new InField(Optional.of("担当者"), corner(true, Corner.LOWER_RIGHT));

        assertThat(rule.in(document(List.of(A4, A4), APPROVER)).orElseThrow().field())
                .isEmpty();
    }

    @Test
    void what_was_placed_stays_on_shorter_documents_and_smaller_pages() {
        assertThat(new AsPlaced(-1, 500, 800, 190, 64).in(document(List.of(A4, TURNED))))
                .contains(new Spot(2, 500, 531, 190, 64));
        assertThat(new AsPlaced(9, 10, 10, 190, 64).in(document(List.of(A4)))).contains(new Spot(1, 10, 10, 190, 64));
        assertThat(new AsPlaced(-9, 10, 10, 190, 64).in(document(List.of(A4)))).contains(new Spot(1, 10, 10, 190, 64));
    }

    @Test
    void another_rule_keeps_the_size() {
        assertThat(new AsPlaced(1, 0, 0, 120, 40).size()).isEqualTo(new PlaceRule.Size(120, 40));
        assertThat(corner(true, Corner.LOWER_LEFT).size()).isEqualTo(new PlaceRule.Size(190, 64));
        assertThat(new Beside(new SignOptions.Anchor("x", Which.ONLY, 150, 50)).size())
                .isEqualTo(new PlaceRule.Size(150, 50));
    }

    @Test
    void a_text_longer_than_any_that_is_looked_for_counts_as_no_rule() {
        var longest = new Beside(new SignOptions.Anchor("署".repeat(Beside.LONGEST), Which.ONLY, 190, 64));

        assertThat(PlaceRule.read(longest.text())).isEqualTo(longest);
        assertThat(PlaceRule.read(longest.text() + "署")).isEqualTo(PlaceRule.FIRST);
    }

    @Test
    void a_file_without_pages_has_no_place() {
        assertThat(PlaceRule.FIRST.in(document(List.of()))).isEmpty();
    }

    @Test
    void a_place_by_hand_on_the_last_page_means_the_last_page_of_all() {
        var spot = new Spot(3, 10, 20, 100, 50);

        assertThat(PlaceRule.like(spot, document(Collections.nCopies(3, A4))))
                .isEqualTo(new AsPlaced(-1, 10, 20, 100, 50));
        assertThat(PlaceRule.like(spot, document(Collections.nCopies(4, A4))))
                .isEqualTo(new AsPlaced(3, 10, 20, 100, 50));
        assertThat(PlaceRule.like(Spot.of(APPROVER), document(List.of(A4, A4), APPROVER)))
                .isInstanceOf(InField.class);
    }

    @Test
    void every_rule_is_read_as_it_was_written() {
        List<PlaceRule> rules = List.of(
                PlaceRule.FIRST,
                corner(false, Corner.UPPER_LEFT),
                new InField(Optional.of("第 1 承認者"), corner(true, Corner.LOWER_LEFT)),
                new AsPlaced(-2, 12.5, 700, 120, 40),
                new Beside(new SignOptions.Anchor("第 1 署名 欄：", Which.LAST, 120.5, 40)),
                new Beside(new SignOptions.Anchor("", Which.ONLY, 190, 64)));

        for (var rule : rules) {
            assertThat(PlaceRule.read(rule.text())).isEqualTo(rule);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "corner",
                "corner last NOWHERE 1 1",
                "placed 1 NaN 0 100 50",
                "placed 1 1e9 0 100 50",
                "placed x",
                "beside",
                "beside ONLY 190 64",
                "beside BOTH 190 64 Signature:",
                "beside ONLY NaN 64 Signature:",
                "corner last LOWER_LEFT x 1"
            })
    void a_line_that_is_no_rule_counts_as_none(String line) {
        assertThat(PlaceRule.read(line)).isEqualTo(PlaceRule.FIRST);
    }
}
