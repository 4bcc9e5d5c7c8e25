package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FirstWindowTest {
    @TempDir
    Path folder;

    private final LinkedBlockingQueue<List<Path>> taken = new LinkedBlockingQueue<>();

    private Path profile() {
        return folder.resolve("profile");
    }

    private List<Path> taken() throws InterruptedException {
        return Objects.requireNonNull(taken.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void a_second_start_hands_its_files_over_whatever_they_are_called() throws InterruptedException {
        var files = List.of(Path.of("/tmp/契約書 #1\n甲.pdf"), Path.of("relative.pdf"));
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(taken::add);

            assertThat(FirstWindow.claim(profile())).isEmpty();
            assertThat(FirstWindow.handOver(profile(), files)).isTrue();

            assertThat(taken()).containsExactly(files.get(0), files.get(1).toAbsolutePath());
        }
    }

    /** Else they would be in no window at all. */
    @Test
    void a_window_that_closes_takes_no_files_and_the_later_start_hears_so() {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(files -> false);

            assertThat(FirstWindow.handOver(profile(), List.of(Path.of("/a.pdf"))))
                    .isFalse();
        }
    }

    @Test
    void without_files_the_first_window_only_hears_that_somebody_came() throws InterruptedException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(taken::add);

            assertThat(FirstWindow.handOver(profile(), List.of())).isTrue();

            assertThat(taken()).isEmpty();
        }
    }

    @Test
    void where_nobody_listens_a_window_of_its_own_is_opened() throws IOException {
        assertThat(FirstWindow.handOver(profile(), List.of())).isFalse();

        FirstWindow.claim(profile()).orElseThrow().close();
        assertThat(FirstWindow.handOver(profile(), List.of())).isFalse();

        // As after a crash: the socket is there, and nobody behind it.
        Files.writeString(profile().resolve("window.sock"), "");
        assertThat(FirstWindow.handOver(profile(), List.of())).isFalse();
        try (var next = FirstWindow.claim(profile()).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void only_the_owner_can_reach_the_socket() throws IOException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(profile().resolve("window.sock"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile())))
                    .isEqualTo("rwx------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx----w-", "rwx-w----", "rwx--x---", "rwxr-xr-x", "rwx-----x"})
    void in_a_folder_that_others_can_enter_nothing_is_handed_over_or_listened_to(String open) throws IOException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(taken::add);
            Files.setPosixFilePermissions(profile(), PosixFilePermissions.fromString(open));

            assertThat(FirstWindow.handOver(profile(), List.of(Path.of("secret.pdf"))))
                    .isFalse();
            assertThat(taken).isEmpty();
        }
        assertThat(FirstWindow.claim(profile())).isEmpty();
    }

    @Test
    void nonsense_is_not_taken_and_the_next_start_still_is() throws IOException, InterruptedException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(taken::add);
            for (var nonsense :
                    List.of(new byte[] {1, 2}, new byte[] {127, 0, 0, 0, 0}, new byte[] {0, 0, 0, 1, 127, 0, 0, 0})) {
                try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(
                        profile().resolve("window.sock").toAbsolutePath()))) {
                    channel.write(ByteBuffer.wrap(nonsense));
                }
            }

            assertThat(FirstWindow.handOver(profile(), List.of(Path.of("/a.pdf"))))
                    .isTrue();
            assertThat(taken()).containsExactly(Path.of("/a.pdf"));
        }
    }

    @Test
    void whoever_connects_and_says_nothing_keeps_nobody_from_being_heard() throws IOException, InterruptedException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            first.listen(taken::add, Duration.ofMillis(200));
            try (var silent = SocketChannel.open(
                    UnixDomainSocketAddress.of(profile().resolve("window.sock").toAbsolutePath()))) {
                assertThat(silent.isConnected()).isTrue();

                assertThat(FirstWindow.handOver(profile(), List.of(Path.of("/a.pdf"))))
                        .isTrue();
            }
            assertThat(taken()).containsExactly(Path.of("/a.pdf"));
        }
    }

    /** Else they would be in both windows. */
    @Test
    void a_window_that_listens_late_takes_nothing_of_a_start_that_gave_up_meanwhile() throws InterruptedException {
        try (var first = FirstWindow.claim(profile()).orElseThrow()) {
            assertThat(FirstWindow.handOver(profile(), List.of(Path.of("/gave-up.pdf")), Duration.ofMillis(100)))
                    .isFalse();

            first.listen(taken::add);

            assertThat(FirstWindow.handOver(profile(), List.of(Path.of("/a.pdf"))))
                    .isTrue();
            assertThat(taken()).containsExactly(Path.of("/a.pdf"));
            assertThat(taken).isEmpty();
        }
    }

    /** Holds a profile as a window does that is being killed or stands still. */
    static final class Standing {
        private Standing() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (var first = FirstWindow.claim(Path.of(arguments[0])).orElseThrow()) {
                System.out.println("there " + first.hashCode());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    /** Else the next start would open a window of its own, and so each one after it would find nobody. */
    @Test
    void a_window_beside_one_that_was_killed_is_the_first_one_then_and_hears_of_later_starts() throws Exception {
        var standing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Standing.class.getName(),
                        profile().toString())
                .start();
        try (var said = standing.inputReader()) {
            assertThat(said.readLine()).startsWith("there");
            assertThat(FirstWindow.claim(profile())).isEmpty();
            assertThat(FirstWindow.handOver(profile(), List.of(), Duration.ofMillis(100)))
                    .isFalse();
            try (var next = FirstWindow.next(profile(), taken::add)) {
                assertThat(next).isNotNull();
                standing.destroyForcibly().waitFor();

                var files = List.of(Path.of("/a.pdf"));
                var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (!FirstWindow.handOver(profile(), files) && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                assertThat(taken()).containsExactly(files.get(0));
            }
            try (var later = FirstWindow.claim(profile()).orElseThrow()) {
                assertThat(later).isNotNull();
            }
        } finally {
            standing.destroyForcibly();
        }
    }

    @Test
    void a_path_too_long_for_a_socket_leaves_each_start_its_own_window() {
        var deep = folder.resolve("a".repeat(120));
        assertThat(deep.toString().length()).isGreaterThan(108);

        assertThat(FirstWindow.claim(deep)).isEmpty();
        assertThat(FirstWindow.handOver(deep, List.of())).isFalse();
    }
}
