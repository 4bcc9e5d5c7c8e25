package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillTest {
    @TempDir
    private Path folder;

    @Test
    void a_process_killed_between_write_and_commit_leaves_only_what_was_committed() throws Exception {
        try (var child = Child.of(folder, "half")) {
            assertThat(child.said()).isEqualTo("written");
            child.kill();
        }

        try (var database = Notes.open(folder)) {
            assertThat(Notes.all(database)).containsExactly("whole");
        }
    }

    @RepeatedTest(3)
    void a_process_killed_at_any_moment_loses_nothing_it_acknowledged(RepetitionInfo repetition) throws Exception {
        int last = new Random(repetition.getCurrentRepetition()).nextInt(300);
        try (var child = Child.of(folder, "many")) {
            for (int i = 0; i <= last; i++) {
                assertThat(child.said()).isEqualTo(Integer.toString(i));
            }
            child.kill();
        }

        try (var database = Notes.open(folder)) {
            assertThat(Notes.all(database))
                    .hasSizeGreaterThan(last)
                    .startsWith("0", "1")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_second_process_is_refused_until_the_first_is_gone() throws Exception {
        try (var child = Child.of(folder, "half")) {
            assertThat(child.said()).isEqualTo("written");

            assertThatThrownBy(() -> Notes.open(folder)).hasMessageContaining("in use by another process");
            child.kill();
        }
        Notes.open(folder).close();
    }
}
