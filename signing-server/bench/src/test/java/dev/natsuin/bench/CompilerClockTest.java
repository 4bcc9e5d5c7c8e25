package dev.natsuin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilerClockTest {
    @TempDir
    private Path tasks;

    private void thread(int id, String name, int userTicks, int systemTicks) throws IOException {
        var folder = Files.createDirectories(tasks.resolve(Integer.toString(id)));
        Files.writeString(folder.resolve("comm"), name + "\n");
        Files.writeString(
                folder.resolve("stat"),
                id + " (" + name + ") S 1 2 3 4 5 6 7 8 9 10 " + userTicks + " " + systemTicks + " 0 0 20 0");
    }

    @Test
    void adds_up_the_compilers_and_nobody_else() throws IOException {
        thread(1, "C2 CompilerThre", 150, 20);
        thread(2, "C1 CompilerThre", 30, 0);
        thread(3, "main", 999, 999);
        assertThat(new CompilerClock(tasks).read()).contains(Duration.ofSeconds(2));
    }

    @Test
    void keeps_what_a_thread_used_that_has_ended() throws IOException {
        thread(1, "C2 CompilerThre", 100, 0);
        thread(2, "C2 CompilerThre", 50, 0);
        var clock = new CompilerClock(tasks);
        clock.read();
        thread(2, "C2 CompilerThre", 60, 0);
        Files.delete(tasks.resolve("1/comm"));
        Files.delete(tasks.resolve("1/stat"));
        Files.delete(tasks.resolve("1"));
        assertThat(clock.read()).contains(Duration.ofMillis(1600));
    }

    @Test
    void is_not_known_without_such_a_folder() {
        assertThat(new CompilerClock(tasks.resolve("nowhere")).read()).isEmpty();
    }
}
