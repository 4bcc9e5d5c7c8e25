package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.SignatureForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputNamesTest {
    @TempDir
    Path desk;

    private String name(String original) {
        var name = OutputNames.targetFor(Path.of("elsewhere").resolve(original), desk, "-signed")
                .getFileName();
        return String.valueOf(name);
    }

    @ParameterizedTest
    @CsvSource({
        "contract.pdf, contract-signed.pdf",
        "x.y.z.pdf, x.y.z-signed.pdf",
        "a#b.pdf, a#b-signed.pdf",
        "UPPER.PDF, UPPER-signed.PDF",
        "no extension, no extension-signed.pdf",
        "archive.tar, archive.tar-signed.pdf",
        ".pdf, -signed.pdf",
        "契約書 甲.pdf, 契約書 甲-signed.pdf",
        "contract-signed.pdf, contract-signed-signed.pdf"
    })
    void the_suffix_comes_before_the_extension(String original, String expected) {
        assertThat(name(original)).isEqualTo(expected);
    }

    @Test
    void a_taken_name_gets_a_number() throws IOException {
        Files.createFile(desk.resolve("contract-signed.pdf"));
        assertThat(name("contract.pdf")).isEqualTo("contract-signed (2).pdf");
        Files.createFile(desk.resolve("contract-signed (2).pdf"));
        assertThat(name("contract.pdf")).isEqualTo("contract-signed (3).pdf");
    }

    @Test
    void a_dangling_link_takes_a_name_too() throws IOException {
        Files.createSymbolicLink(desk.resolve("contract-signed.pdf"), desk.resolve("nowhere"));
        assertThat(name("contract.pdf")).isEqualTo("contract-signed (2).pdf");
    }

    @Test
    void composed_and_decomposed_spellings_are_kept_and_count_as_one_name() throws IOException {
        var composed = Normalizer.normalize("がぎ.pdf", Normalizer.Form.NFC);
        var decomposed = Normalizer.normalize("がぎ.pdf", Normalizer.Form.NFD);
        assertThat(composed).isNotEqualTo(decomposed);
        assertThat(name(composed)).isEqualTo(composed.replace(".pdf", "-signed.pdf"));
        assertThat(name(decomposed)).isEqualTo(decomposed.replace(".pdf", "-signed.pdf"));
        Files.createFile(desk.resolve(name(decomposed)));
        assertThat(name(composed)).isEqualTo(composed.replace(".pdf", "-signed (2).pdf"));
    }

    /** On macOS, Windows and sticks the second of them would find its place taken once it is signed. */
    @Test
    void of_many_no_two_get_names_that_are_one_where_case_or_composition_does_not_count() {
        var reserved = new HashSet<Path>();
        var names = new ArrayList<String>();
        for (var original :
                List.of("A.pdf", "a.PDF", "Ä.pdf", "a\u0308.pdf", "が.pdf", "か\u3099.pdf", "ｂ.pdf", "Ｂ.pdf")) {
            var chosen = OutputNames.choose(
                    desk.resolve("elsewhere").resolve(original), desk, "-signed", SignatureForm.PADES, reserved);
            reserved.add(OutputNames.folded(chosen.target()));
            names.add(String.valueOf(chosen.target().getFileName()));
        }
        assertThat(names)
                .containsExactly(
                        "A-signed.pdf",
                        "a-signed (2).PDF",
                        "Ä-signed.pdf",
                        "a\u0308-signed (2).pdf",
                        "が-signed.pdf",
                        "か\u3099-signed (2).pdf",
                        "ｂ-signed.pdf",
                        "Ｂ-signed (2).pdf");
    }

    @Test
    void a_long_name_is_cut_at_a_whole_character_and_can_be_created() throws IOException {
        for (var letter : new String[] {"ガ", "カ\u3099", "x", "𠮷", "é", "e\u0301"}) {
            for (int length = 30; length < 255; length++) {
                var stem = letter.repeat(length);
                if (stem.getBytes(StandardCharsets.UTF_8).length > 251) {
                    break;
                }
                var name = name(stem + ".pdf");
                assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
                assertThat(name).endsWith("-signed.pdf");
                assertThat(name.replace("-signed.pdf", "").replace(letter, "")).isEmpty();
            }
        }
        Files.createFile(desk.resolve(name("ガ".repeat(83) + ".pdf")));
        Files.createFile(desk.resolve(name("ガ".repeat(83) + ".pdf")));
    }

    @Test
    void a_suffix_is_no_path() {
        assertThatThrownBy(() -> OutputNames.targetFor(Path.of("a.pdf"), desk, "/../x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OutputNames.targetFor(Path.of("a.pdf"), desk, "x".repeat(250)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
