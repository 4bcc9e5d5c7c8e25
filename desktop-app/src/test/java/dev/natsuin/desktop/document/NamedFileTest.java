package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.trust.TrustedList;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.StrangeFiles;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is read but files, and no more of them than is taken. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NamedFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_read_whole_up_to_its_bound() throws IOException {
        var file = Files.writeString(folder.resolve("a"), "12345");

        assertThat(NamedFile.octets(file, 5)).hasSize(5);
        assertThat(NamedFile.octets(Files.createSymbolicLink(folder.resolve("b"), file), 6))
                .hasSize(5);
        assertThatThrownBy(() -> NamedFile.octets(file, 4)).isInstanceOf(NamedFile.TooLong.class);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipes_devices_folders_and_links_to_them_are_refused_before_they_are_opened() throws Exception {
        for (var strange : StrangeFiles.all(folder)) {
            assertThatThrownBy(() -> NamedFile.octets(strange, 10)).isInstanceOf(NamedFile.NotRegular.class);
            assertThatThrownBy(() -> NamedFile.open(strange)).isInstanceOf(NamedFile.NotRegular.class);
            assertThatThrownBy(() -> HashedFile.of(strange)).isInstanceOf(NamedFile.NotRegular.class);
            assertThat(SealImage.read(strange)).isEmpty();
            assertThat(TrustedList.read(strange, List.of(), Instant.EPOCH))
                    .isInstanceOf(TrustedList.Reading.Unreadable.class);
            assertThat(FileVerification.verify(strange, Optional.empty(), TrustAnchors.of(List.of()), Instant.EPOCH))
                    .isEqualTo(new Verification.Refused(Problem.of(ProblemCode.FILE_NOT_REGULAR)));
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void so_is_a_socket() throws IOException {
        var address = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(address));

            assertThatThrownBy(() -> NamedFile.open(address)).isInstanceOf(NamedFile.NotRegular.class);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_that_says_it_has_no_octets_is_bounded_by_what_is_read() {
        var says = Path.of("/proc/self/smaps");

        assertThat(says).isRegularFile().isEmptyFile();
        assertThatThrownBy(() -> NamedFile.octets(says, 1000)).isInstanceOf(NamedFile.TooLong.class);
    }

    @Test
    void a_person_is_told_what_is_wrong_with_it() {
        assertThat(NamedFile.why(new NoSuchFileException("a"))).isEqualTo(ProblemCode.FILE_MISSING);
        assertThat(NamedFile.why(new IOException("b"))).isEqualTo(ProblemCode.FILE_UNREADABLE);
    }
}
