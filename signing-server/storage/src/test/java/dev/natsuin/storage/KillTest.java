package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        var child = child("half");
        try (var said = said(child)) {
            assertThat(said.readLine()).isEqualTo("written");
            kill(child);
        }

        try (var database = Notes.open(folder)) {
            assertThat(Notes.all(database)).containsExactly("whole");
        }
    }

    @RepeatedTest(3)
    void a_process_killed_at_any_moment_loses_nothing_it_acknowledged(RepetitionInfo repetition) throws Exception {
        int last = new Random(repetition.getCurrentRepetition()).nextInt(300);
        var child = child("many");
        try (var said = said(child)) {
            for (int i = 0; i <= last; i++) {
                assertThat(said.readLine()).isEqualTo(Integer.toString(i));
            }
            kill(child);
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
        var child = child("half");
        try (var said = said(child)) {
            assertThat(said.readLine()).isEqualTo("written");

            assertThatThrownBy(() -> Notes.open(folder)).hasMessageContaining("in use by another process");
            kill(child);
        }
        Notes.open(folder).close();
    }

    private Process child(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        folder.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader said(Process child) {
        return child.inputReader(StandardCharsets.UTF_8);
    }

    private static void kill(Process child) throws InterruptedException {
        child.destroyForcibly();
        child.waitFor();
    }
}
