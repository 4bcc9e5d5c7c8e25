package dev.natsuin.desktop.document.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RememberedTest {
    private static final int MOST = 1 << 20;

    private final Remembered<String, Bytes> remembered = new Remembered<>(MOST, Bytes::size);
    private final List<String> asked = new ArrayList<>();

    private Optional<Bytes> ask(String question, Optional<Bytes> answer) {
        return remembered.answer(question, () -> {
            asked.add(question);
            return answer;
        });
    }

    private static Optional<Bytes> octets(int size) {
        return Optional.of(Bytes.of(new byte[size]));
    }

    @Test
    void what_was_answered_is_not_asked_again_nor_is_silence() {
        ask("a", octets(3));
        ask("b", Optional.empty());

        assertThat(ask("a", octets(4))).isEqualTo(octets(3));
        assertThat(ask("b", octets(4))).isEmpty();
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void more_octets_than_it_may_hold_are_given_and_forgotten() {
        ask("small", octets(3));

        assertThat(ask("large", octets(MOST))).isEqualTo(octets(MOST));
        ask("small", octets(3));

        assertThat(asked).containsExactly("small", "large", "small");
    }

    @Test
    void no_number_of_questions_without_an_answer_fills_the_memory() {
        IntStream.range(0, 10_000).forEach(i -> ask("q" + i, Optional.empty()));

        ask("q0", Optional.empty());

        assertThat(asked).hasSize(10_001);
        ask("q0", Optional.empty());
        assertThat(asked).hasSize(10_001);
    }
}
