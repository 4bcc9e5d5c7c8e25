package dev.natsuin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SignReportTest {
    private static final long MS = 1_000_000;

    /** 100 orders of 10 hashes in 2 seconds, which cost the SGM 2 s and the SAP 0.5 s of processor time. */
    private static SignReport report() {
        var options = SignOptions.read(List.of(
                "algorithm=rsa-3072",
                "clients=1",
                "hashes=10",
                "seconds=2",
                "warm-up=3",
                "raw-alone-ms=1.25",
                "raw-ms=1.5",
                "raw-again=/nowhere",
                "code-file=/nowhere",
                "watch=/nowhere",
                "sgm=1",
                "sap=2",
                "json"));
        var exchanges = LongStream.range(0, 100)
                .mapToObj(i -> new Client.Exchange(i * 20 * MS, (i + 1) * 20 * MS))
                .toList();
        return new SignReport(
                options,
                2.0,
                Duration.ofSeconds(4),
                new Window(0, 2_000 * MS, exchanges),
                new Meter(0, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO, Optional.of(Duration.ofSeconds(9))),
                new Meter(
                        2_000 * MS,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(200),
                        Optional.of(Duration.ofMillis(9_100))),
                List.of(new MemoryCurve.Sample(
                        1, Optional.of(150L), Optional.of(200L), Optional.empty(), Optional.of(9L))));
    }

    @Test
    void the_agreed_members_come_first_and_the_ratio_is_raw_over_server() {
        assertThat(report().toJson())
                .startsWith("{\"algorithm\":\"rsa-3072\",\"clients\":1,\"hashes\":10,\"signaturesPerSecond\":500.000,"
                        + "\"p50Ms\":20.000,\"p99Ms\":20.000,\"serverCpuMsPerSignature\":2.500,"
                        + "\"rawCpuMsPerSignature\":1.750,\"ratio\":0.700,\"rawBeforeCpuMsPerSignature\":1.500,\"rawAfterCpuMsPerSignature\":2.000,\"rawAloneCpuMsPerSignature\":1.250,\"sgmCpuMsPerSignature\":2.000,"
                        + "\"sapCpuMsPerSignature\":0.500,\"loadCpuMsPerSignature\":0.200,\"compilerCpuMsPerSignature\":0.100,\"orders\":100.000,"
                        + "\"warmUpSeconds\":4,");
    }

    @Test
    void what_is_not_known_of_memory_is_absent() {
        assertThat(report().toJson())
                .endsWith("\"memory\":[{\"second\":1,\"sgmResidentMb\":150,\"sapResidentMb\":200,\"sapHeapMb\":9}]}");
    }

    @Test
    void people_are_told_the_same() {
        assertThat(report().toText())
                .contains("500.0 signatures/s")
                .contains("ratio 0.700")
                .contains("after 4 s");
    }

    @Test
    void options_are_read_whole() {
        var options = SignOptions.read(List.of(
                "algorithm=p-256",
                "clients=2",
                "hashes=3",
                "seconds=4",
                "warm-up=5",
                "raw-alone-ms=0.4",
                "raw-ms=0.5",
                "raw-again=/again",
                "code-file=/a=b",
                "watch=/w",
                "sgm=6",
                "sap=7",
                "verify-all"));

        assertThat(options)
                .isEqualTo(new SignOptions(
                        KeyAlgorithm.P_256,
                        2,
                        3,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        0.4,
                        0.5,
                        Path.of("/again"),
                        Path.of("/a=b"),
                        Path.of("/w"),
                        6,
                        7,
                        true,
                        false));
    }
}
