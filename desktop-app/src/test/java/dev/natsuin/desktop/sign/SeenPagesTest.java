package dev.natsuin.desktop.sign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeenPagesTest {
    private final SeenPages pages = new SeenPages();

    @Test
    void a_page_shown_whole_is_seen() {
        assertThat(pages.show(1, 0, 1)).isTrue();
    }

    @Test
    void a_page_scrolled_through_is_seen_at_its_end() {
        assertThat(pages.show(1, 0, 0.6)).isFalse();
        assertThat(pages.show(1, 0.4, 1)).isTrue();
    }

    @Test
    void top_and_bottom_without_the_middle_are_not_a_page() {
        assertThat(pages.show(1, 0, 0.3)).isFalse();
        assertThat(pages.show(1, 0.7, 1)).isFalse();
    }

    @Test
    void each_page_counts_for_itself() {
        assertThat(pages.show(1, 0, 0.6)).isFalse();
        assertThat(pages.show(2, 0.4, 1)).isFalse();
    }
}
