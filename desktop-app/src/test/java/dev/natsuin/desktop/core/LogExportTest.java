package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An export is what an auditor goes home with: what is reported is on the disk. */
final class LogExportTest {
    private static final Bytes SGM = Bytes.utf8("sgm").sha256();
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path folder;

    private final SigningSeed logKey = SigningSeed.random(new SecureRandom());
    private final Checkpoint empty = new Checkpoint(Checkpoint.originOf(SGM), 0, Merkle.EMPTY_ROOT);
    private final String note = empty.sign(logKey);
    private final LogMemory log = LogMemory.first(SGM, logKey.publicKey(), note, NOW);
    private final LogReading.Done done = new LogReading.Done(empty, note, NOW, true);

    /** What is written to this device is taken, and no disk ever has it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void an_export_that_does_not_get_to_the_disk_is_refused() throws Exception {
        try (var nowhere = FileChannel.open(Path.of("/dev/null"), StandardOpenOption.WRITE);
                var export = LogExport.over(folder.resolve("export"), nowhere, log)) {
            assertThatThrownBy(() -> export.end(done))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.TARGET_NOT_WRITABLE));
        }
    }

    @Test
    void what_was_ended_is_read_again() throws Exception {
        var file = folder.resolve("export");
        try (var export = LogExport.begun(file, log)) {
            export.end(done);
        }

        assertThat(LogExport.read(file, log, entry -> {})).isEqualTo(done);
    }
}
