package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into documents has the same digits, calendar and letters wherever the computer stands. */
final class LocalesTest {
    private static final SignAlgorithm BY = SignAlgorithm.SHA256_WITH_RSA;
    private static final TestSigner SIGNER = new TestCa("locales").signer("山田 花子", KeyAlgorithm.RSA_2048);
    private static final List<SignatureForm> FORMS = List.of(
            SignatureForm.ASIC_E,
            SignatureForm.CADES_ENVELOPING,
            SignatureForm.XADES_ENVELOPING,
            SignatureForm.JADES_ENVELOPING);

    private final Locale before = Locale.getDefault();

    @TempDir
    private Path desk;

    @AfterEach
    void put_back() {
        Locale.setDefault(before);
    }

    /** Every signed file's octets, as hexadecimal digits, by its name; writing them verifies each in this locale. */
    private static Map<String, String> signedIn(Path folder) throws IOException {
        var all = new TreeMap<String, String>();
        var pdf = HandMadePdf.onePage("contract").write(folder.resolve("CONTRACT I.PDF"));
        keep(all, signed(pdf, SIGNER, BY));
        // The subset of a font in it has a date of its own, which FontBox reckons by the calendar of the computer.
        verifies(signed(pdf, SIGNER, BY, visible()));
        var letter = Files.writeString(folder.resolve("LETTER I.TXT"), "text of a letter");
        for (var form : FORMS) {
            keep(all, FormatsForTests.signed(letter, form, SIGNER, BY));
        }
        return all;
    }

    private static PdfSignatureOptions visible() {
        return new PdfSignatureOptions(
                Optional.of("契約の内容を確認し、同意します。"),
                Optional.of("東京都千代田区"),
                TIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new VisibleSignature(
                        Optional.of(new StampPlace(1, 300, 600, 220, 90)),
                        Direction.HORIZONTAL,
                        Optional.empty(),
                        Locale.JAPANESE,
                        ZoneId.of("Asia/Tokyo"))));
    }

    private static void keep(Map<String, String> all, Path file) throws IOException {
        all.put(
                String.valueOf(file.getFileName()),
                Bytes.of(Files.readAllBytes(file)).toHex());
    }

    private static void verifies(Path file) {
        var verified = FileVerification.verify(file, Optional.empty(), TrustAnchors.of(SIGNER.issuers()), TIME);
        assertThat(verified).isInstanceOf(Verification.Judged.class);
        var judged = (Verification.Judged) verified;
        assertThat(judged.verdict()).as(file.toString()).isEqualTo(Verdict.VALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-ca-buddhist-nu-thai", "ar-EG", "tr-TR", "ja-JP-u-ca-japanese"})
    void the_same_octets_are_signed_in_every_locale(String tag) throws IOException {
        Locale.setDefault(Locale.ENGLISH);
        var inEnglish = signedIn(Files.createDirectory(desk.resolve("english")));

        Locale.setDefault(Locale.forLanguageTag(tag));

        var there = signedIn(Files.createDirectory(desk.resolve("there")));
        assertThat(there.keySet()).isEqualTo(inEnglish.keySet());
        inEnglish.forEach((name, octets) -> assertThat(there.get(name)).as(name).isEqualTo(octets));
    }

    @Test
    void these_locales_do_write_other_digits() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertThat(String.format(Locale.getDefault(), "%d", 12)).isEqualTo("١٢");
    }
}
