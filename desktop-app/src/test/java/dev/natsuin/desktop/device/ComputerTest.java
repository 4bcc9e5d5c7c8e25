package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComputerTest {
    @TempDir
    private Path folder;

    @Test
    void linux_is_told_by_its_machine_id_and_windows_by_its_name() throws IOException {
        var one = Files.writeString(folder.resolve("machine-id"), "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        var linux = Computer.of(Map.of("COMPUTERNAME", "no"), "Linux", List.of(folder.resolve("none"), one));
        var windows = Computer.of(Map.of("COMPUTERNAME", "UPSTAIRS"), "Windows 11", List.of(one));

        assertThat(linux).isEqualTo(Computer.named("3d1219c7c4c5404aaa1f6d2a48adfda4"));
        assertThat(windows).isEqualTo(Computer.named("UPSTAIRS")).isNotEqualTo(linux);
        assertThat(linux.id().orElseThrow().toHex()).doesNotContain("3d1219").hasSize(32);
    }

    @Test
    void one_without_a_name_of_its_own_is_as_before_there_were_names() throws IOException {
        var empty = Files.writeString(folder.resolve("machine-id"), "\n");

        assertThat(Computer.of(Map.of(), "Linux", List.of(empty))).isEqualTo(Computer.UNKNOWN);
        assertThat(Computer.of(Map.of(), "Windows 11", List.of())).isEqualTo(Computer.UNKNOWN);
        assertThat(Computer.UNKNOWN.knows(Optional.empty())).isTrue();
    }

    @Test
    void a_file_of_another_computer_or_of_nobody_knows_which_is_not_known_here() {
        var here = Computer.named("here");
        var there = Computer.named("there").id();

        assertThat(here.knows(here.id())).isTrue();
        assertThat(here.knows(there)).isFalse();
        assertThat(here.knows(Optional.empty())).isFalse();
        assertThat(here.isAnotherThan(there)).isTrue();
        assertThat(here.isAnotherThan(Optional.empty())).isFalse();
        assertThat(here.orElse(there)).isEqualTo(here.id());
        assertThat(Computer.UNKNOWN.orElse(there)).isEqualTo(there);
        assertThat(Computer.UNKNOWN.knows(Optional.of(Bytes.EMPTY))).isFalse();
    }
}
