package dev.natsuin.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VectorsTest {
    static Stream<Vector> vectors() {
        return VectorFiles.texts().entrySet().stream().map(file -> {
            var parts = file.getKey().split("/", -1);
            return Vector.read(parts[0], parts[1].replace(".txt", ""), file.getValue());
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void is_accepted_or_refused_as_it_says(Vector vector) {
        assertThat(Readers.accept(vector)).isEqualTo(vector.ok());
    }

    @Test
    void are_made_anew_octet_by_octet() {
        // If this fails, the protocol changed. Run MakeVectors.main only if it was meant to.
        assertThat(MakeVectors.texts()).isEqualTo(VectorFiles.texts());
    }

    @Test
    void show_every_format_accepted_and_refused() {
        var accepted = new TreeSet<String>();
        var refused = new TreeSet<String>();
        vectors().forEach(v -> (v.ok() ? accepted : refused).add(v.format()));

        assertThat(accepted).hasSize(34).isEqualTo(refused);
    }

    @Test
    void every_format_is_described() throws IOException {
        var readme = Files.readString(VectorFiles.folder().resolve("README.md"));

        assertThat(vectors().map(Vector::format).distinct()).allMatch(format -> readme.contains("`" + format + "/`"));
    }

    @Test
    void a_file_of_another_shape_is_no_vector() {
        for (var bad : new String[] {
            "",
            "expect: ok\nsource: x\ncomment: x\n\na: b",
            "expect: perhaps\nsource: x\ncomment: x\n\na: b\n",
            "expect: ok\nsource: x\ncomment: x\na: b\n\n",
            "expect: ok\nsource: x\ncomment: x\n\na: b\na: c\n",
            "expect: ok\nsource: x\ncomment: x\n\na\n"
        }) {
            assertThatThrownBy(() -> Vector.read("statement", "x", bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
