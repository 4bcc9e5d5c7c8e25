package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of documents that a killed process left go, and nobody else's do. */
final class WorkFolderTest {
    @TempDir
    Path parent;

    private Path left(String name) throws IOException {
        var folder = Files.createDirectory(parent.resolve(name));
        Files.createFile(folder.resolve(".at-work"));
        Files.writeString(Files.createDirectory(folder.resolve("dss")).resolve("a.pdf"), "a contract");
        return folder;
    }

    /** Works until it is killed. */
    public static void main(String[] args) throws Exception {
        Files.writeString(WorkFolder.file(".pdf"), "a contract");
        System.in.read();
    }

    private Process worker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + parent,
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkFolderTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path worksIn(Process worker) throws Exception {
        while (worker.isAlive()) {
            try (var all = Files.walk(parent)) {
                var file = all.filter(each -> each.toString().endsWith(".pdf"))
                        .filter(WorkFolderTest::isWritten)
                        .findFirst();
                if (file.isPresent()) {
                    return file.get();
                }
            } catch (java.io.UncheckedIOException e) {
                Thread.onSpinWait(); // something went while it was looked at
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it ended by itself");
    }

    /** Its first folder has it clear away beside the test: what that holds is held for a while. */
    private static void awaitItsOwnClearing() throws InterruptedException {
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("clear-away-left")) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            }
        }
    }

    private static boolean isWritten(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void what_a_killed_process_left_goes_with_the_next_and_what_a_living_one_has_stays() throws Exception {
        var killed = worker();
        var document = worksIn(killed);
        var owned = Files.getPosixFilePermissions(document.getParent());
        assertThat(PosixFilePermissions.toString(owned)).isEqualTo("rwx------");
        var next = new WorkFolder(parent);
        var own = next.at();
        next.clearAwayLeft(own);
        assertThat(document).exists();

        killed.destroyForcibly().waitFor();
        next.clearAwayLeft(own);

        assertThat(document.getParent()).doesNotExist();
        assertThat(own.resolve(".at-work")).exists();
    }

    @Test
    void a_process_that_ends_takes_its_folder_along() throws Exception {
        var worker = worker();
        worksIn(worker);

        worker.getOutputStream().close();

        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void what_is_held_or_linked_or_called_otherwise_or_has_no_mark_yet_stays() throws Exception {
        var left = left("natsuin-work-1");
        var held = left("natsuin-work-2");
        var other = left("natsuin-work-of-mine");
        var beginning = Files.createDirectory(parent.resolve("natsuin-work-3"));
        var elsewhere = left("elsewhere");
        var link = Files.createSymbolicLink(parent.resolve("natsuin-work-4"), elsewhere);
        Files.createSymbolicLink(left.resolve("away"), elsewhere);
        var own = new WorkFolder(parent);
        try (var channel = FileChannel.open(held.resolve(".at-work"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            own.clearAwayLeft(own.at());
            own.clearAwayLeft(own.at());
            awaitItsOwnClearing();
        }

        assertThat(left).doesNotExist();
        assertThat(held.resolve("dss/a.pdf")).exists();
        assertThat(other.resolve("dss/a.pdf")).exists();
        assertThat(beginning).exists();
        assertThat(link).isSymbolicLink();
        assertThat(elsewhere.resolve("dss/a.pdf")).exists();
    }

    @Test
    void one_that_something_took_away_is_made_anew() throws Exception {
        var own = new WorkFolder(parent);
        var before = own.at();
        assertThat(own.at()).isEqualTo(before);
        WorkFolder.delete(before);

        var after = own.at();

        assertThat(after.resolve(".at-work")).exists();
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void where_nothing_can_be_made_it_says_so() {
        var own = new WorkFolder(parent.resolve("absent"));

        assertThatThrownBy(own::at).isInstanceOf(NoRoom.class);
    }
}
