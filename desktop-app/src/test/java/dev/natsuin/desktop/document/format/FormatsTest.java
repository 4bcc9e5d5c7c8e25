package dev.natsuin.desktop.document.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for files of every kind in every form. */
final class FormatsTest {
    private static final TestCa CA = new TestCa("formats");
    private static final TestSigner SIGNER = CA.signer("Signer", KeyAlgorithm.P_256);

    @TempDir
    Path desk;

    private Path file() throws IOException {
        return Files.writeString(
                desk.resolve("請求書 甲&乙.xml"), "<?xml version=\"1.0\"?><invoice><sum>100</sum></invoice>");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(desk)) {
            return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(value = SignatureForm.class, mode = EnumSource.Mode.EXCLUDE, names = "PADES")
    void what_is_signed_is_valid_and_the_original_untouched(SignatureForm form) throws IOException {
        var file = file();
        var before = Files.readString(file);

        var signed = FormatsForTests.signed(file, form, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256);

        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(names())
                .containsExactlyInAnyOrder(String.valueOf(file.getFileName()), String.valueOf(signed.getFileName()));
        var detached = FormatsForTests.content(form, file);
        assertThat(FormatsForTests.verdict(signed, detached, SIGNER)).contains(Verdict.VALID);
    }
}
