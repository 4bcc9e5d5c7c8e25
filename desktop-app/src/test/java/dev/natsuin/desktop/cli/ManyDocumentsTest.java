package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.SparsePdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many documents as one order may have, and large ones, in heaps that could not hold them. */
@Tag("long")
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class ManyDocumentsTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;

    @BeforeEach
    void enrol() {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
    }

    @AfterEach
    void end() {
        fake.close();
    }

    @Test
    void ten_thousand_documents_are_one_order_in_a_small_heap() throws Exception {
        var files = new ArrayList<Path>();
        for (var i = 0; i < 10_000; i++) {
            files.add(HandMadePdf.onePage("document " + i).write(folder.resolve("document" + i + ".pdf")));
        }

        assertThat(signs("-Xmx128m", files)).isZero();

        assertThat(outputs()).isEqualTo(10_000);
        assertThat(fake.sgm.obeyed).filteredOn("sign"::equals).hasSize(1);
    }

    /** What is drawn on the pages is kept in the profile, not in memory: 40 KB each would be 80 MB. */
    @Test
    void visible_signatures_do_not_pile_up_in_memory() throws Exception {
        var files = new ArrayList<Path>();
        for (var i = 0; i < 2_000; i++) {
            files.add(HandMadePdf.onePage("document " + i).write(folder.resolve("document" + i + ".pdf")));
        }

        assertThat(signs("-Xmx96m", files, "--visible", "1,300,600,220,90", "--reason", "合意しました"))
                .isZero();

        assertThat(outputs()).isEqualTo(2_000);
    }

    @Test
    void large_documents_are_never_in_memory() throws Exception {
        var files = new ArrayList<Path>();
        for (var i = 0; i < 60; i++) {
            files.add(SparsePdf.write(folder.resolve("large" + i + ".pdf"), 20_000_000 + i));
        }

        assertThat(signs("-Xmx64m", files)).isZero();

        assertThat(outputs()).isEqualTo(60);
    }

    private int signs(String heap, List<Path> files, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedClerk.class.getName(),
                "--profile",
                typist.profile().toString(),
                "sign",
                "--yes",
                "--pin-stdin",
                "--json",
                "--out",
                folder.resolve("out").toString()));
        command.addAll(List.of(more));
        files.forEach(file -> command.add(file.toString()));
        var errors = folder.resolve("errors").toFile();
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors)
                .start();
        try (var in = process.getOutputStream()) {
            in.write((Typist.PIN + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        var code = process.waitFor();
        if (code != 0) {
            var said = Files.readString(errors.toPath());
            System.out.println(said.substring(Math.max(0, said.length() - 3000)));
        }
        return code;
    }

    private long outputs() throws IOException {
        try (Stream<Path> out = Files.list(folder.resolve("out"))) {
            return out.filter(file -> file.toString().endsWith("-signed.pdf")).count();
        }
    }
}
