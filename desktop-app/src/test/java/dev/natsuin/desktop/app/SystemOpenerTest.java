package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document that came from somebody is looked at, and never run. */
final class SystemOpenerTest {
    private final List<List<String>> run = new ArrayList<>();

    private SystemOpener on(String system) {
        return new SystemOpener(system, run::add);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11,rundll32", "Mac OS X,open", "Linux,xdg-open"})
    void a_document_is_opened_with_the_systems_command(String system, String command) {
        assertThat(on(system).open(Path.of("契約書.v2.pdf"))).isTrue();
        assertThat(on(system).open(Path.of("README"))).isTrue();

        assertThat(run).hasSize(2).allSatisfy(words -> assertThat(words).startsWith(command));
    }

    @ParameterizedTest
    @CsvSource({
        "Windows 11,contract.pdf.exe",
        "Windows 11,contract.EXE",
        "Windows 11,contract.pdf.exe. .",
        "Windows 11,contract.docx.js",
        "Windows 11,contract.lnk",
        "Windows 11,contract.hta",
        "Windows 11,contract.url",
        "Mac OS X,contract.command",
        "Mac OS X,contract.fileloc",
        "Linux,contract.desktop",
        "Windows 11,contract.py",
        "Linux,contract.jar",
    })
    void what_would_be_run_is_not_opened(String system, String name) {
        assertThat(on(system).open(Path.of(name))).isFalse();
        assertThat(run).isEmpty();
    }

    @Test
    void a_folder_may_be_called_as_it_likes(@TempDir Path folder) throws IOException {
        var called = Files.createDirectory(folder.resolve("example.com"));

        assertThat(on("Linux").open(called)).isTrue();
        assertThat(run).containsExactly(List.of("xdg-open", called.toString()));
    }

    @Test
    void the_folder_of_a_program_is_shown() {
        assertThat(on("Linux").showInFolder(Path.of("/in/contract.desktop"))).isTrue();
        assertThat(run).containsExactly(List.of("xdg-open", "/in"));
    }
}
