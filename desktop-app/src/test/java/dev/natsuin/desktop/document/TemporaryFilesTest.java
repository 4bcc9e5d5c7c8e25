package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporary copies of somebody's contract do not outlive the work; looked at while the JVM still runs. */
final class TemporaryFilesTest {
    @TempDir
    Path desk;

    @TempDir
    Path temporary;

    /** Encrypted, with a stream and a number among its pages: what is decrypted before that is noticed is written. */
    private static Path withBrokenPages(Path file) throws IOException {
        try (var document = new PDDocument()) {
            var page = new PDPage();
            document.addPage(page);
            try (var content = new PDPageContentStream(document, page)) {
                content.addRect(1, 2, 3, 4);
                content.fill();
            }
            var kids = document.getPages().getCOSObject().getCOSArray(COSName.KIDS);
            kids.add(page.getCOSObject().getItem(COSName.CONTENTS));
            kids.add(COSInteger.ONE);
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(file.toFile());
        }
        return file;
    }

    /**
     * Signs twice, verifies, and opens what cannot be opened, in a JVM with a temporary folder of its own, then prints
     * what is left there.
     */
    public static void main(String[] args) throws IOException {
        var ca = new TestCa("temporary");
        var signer = ca.signer("Signer", KeyAlgorithm.P_256);
        var file = HandMadePdf.onePage("contract").write(Path.of(args[0], "contract.pdf"));
        var once = SigningForTests.signed(file, signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var twice = SigningForTests.signed(once, signer, SignAlgorithm.ECDSA_WITH_SHA256);
        PdfVerification.verify(twice, TrustAnchors.of(List.of(ca.certificate())), SigningForTests.TIME);
        var broken = withBrokenPages(Path.of(args[0], "broken.pdf"));
        try (var password = Secret.taking("user".getBytes(StandardCharsets.US_ASCII))) {
            if (PdfFile.open(broken, Optional.of(password)) instanceof PdfFile.Opening.Opened) {
                throw new IllegalStateException("a document whose pages are none was opened");
            }
        }
        try (var left = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
            Files.writeString(
                    Path.of(args[0], "left.txt"),
                    String.join(
                            "\n",
                            left.filter(Files::isRegularFile)
                                    .map(Path::toString)
                                    .filter(name -> !name.endsWith(".at-work"))
                                    .filter(name -> !name.contains("hsperfdata"))
                                    .toList()));
        }
    }

    @Test
    void nothing_is_left_after_signing_verifying_and_refusing() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(
                        java.toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TemporaryFilesTest.class.getName(),
                        desk.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.resolve("left.txt")).hasContent("");
    }
}
