package dev.natsuin.desktop.document.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.appearance.SignatureLook.Line;
import dev.natsuin.desktop.document.appearance.SignatureLook.Rank;
import dev.natsuin.desktop.document.pdf.StampBox;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Letters under more marks than any language has. */
final class MarksTest {
    private static String marks(int count) {
        var chance = new Random(20261127);
        var text = new StringBuilder("a");
        for (int i = 0; i < count; i++) {
            text.append((char) (0x300 + chance.nextInt(0x50)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void a_letter_under_sixty_thousand_marks_fits_as_all_does(Direction direction) throws IOException {
        var line = new Line(marks(60_000), Rank.BODY);
        var look = new SignatureLook(List.of(line, line, line), Optional.empty(), direction);

        var drawn = Appearance.of(look, new StampBox(5000, 5000, 0, false), Optional.empty());

        assertThat(drawn.cut()).isTrue();
        assertThat(Streams.bytes(drawn.form())).isLessThanOrEqualTo(Appearance.LARGEST_BYTES);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void a_name_under_its_own_marks_is_not_cut(Direction direction) throws IOException {
        var look = new SignatureLook(
                List.of(new Line("Nguye\u0302\u0303n Thi\u0323 Ha\u0300", Rank.NAME)), Optional.empty(), direction);

        assertThat(Appearance.of(look, new StampBox(300, 300, 0, false), Optional.empty())
                        .cut())
                .isFalse();
    }
}
