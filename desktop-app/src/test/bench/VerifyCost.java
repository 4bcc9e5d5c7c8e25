package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.verify.DssWorkspace;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import eu.europa.esig.dss.enumerations.TokenExtractionStrategy;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Milliseconds of verifying beside plain DSS, in turns in one run; {@code verify.sh} compiles and runs it. */
final class VerifyCost {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String LIST = "http://lists/ca.crl";

    private VerifyCost() {}

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var authority = TestCa.listing("lists", LIST);
        var services = new ListingServices(authority, LIST);
        var signer = authority.signer("Hanako", KeyAlgorithm.RSA_2048);
        var anchors = TrustAnchors.of(authority.certificate(), services.stamping.believed());
        var archive = signed(folder, "lta", 95_000, signer);
        var raised = new LevelRaising(anchors, List.of("http://authority/"), services, new SecureRandom(), () -> NOW)
                .raise(archive, SignatureLevel.LTA);
        if (raised.level() != SignatureLevel.LTA) {
            throw new IllegalStateException("not raised: " + raised);
        }
        row("100 KB LTA", archive, anchors, 60);
        var many = signed(folder, "many", 95_000, signer);
        for (int i = 0; i < 9; i++) {
            many = SigningForTests.signed(many, signer, SignAlgorithm.SHA256_WITH_RSA);
        }
        row("100 KB, 10 signatures", many, anchors, 20);
        row("100 MB B-B", signed(folder, "large", 100_000_000, signer), anchors, 5);
        row("2,600 pages of text B-B", pages(folder.resolve("pages.pdf"), signer), anchors, 5);
    }

    private static Path signed(Path folder, String name, int octets, TestSigner signer) {
        var noise = new byte[octets];
        new Random(7).nextBytes(noise);
        var page = HandMadePdf.onePage("contract")
                .stream("", new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1));
        return SigningForTests.signed(page.write(folder.resolve(name + ".pdf")), signer, SignAlgorithm.SHA256_WITH_RSA);
    }

    /** 10 MB in 7,800 objects. */
    private static Path pages(Path file, TestSigner signer) throws Exception {
        try (var document = new PDDocument()) {
            for (int i = 0; i < 2600; i++) {
                var page = new PDPage();
                document.addPage(page);
                try (var on = new PDPageContentStream(
                        document, page, PDPageContentStream.AppendMode.OVERWRITE, false)) {
                    on.beginText();
                    on.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 10);
                    on.setLeading(12);
                    on.newLineAtOffset(50, 780);
                    for (int line = 0; line < 50; line++) {
                        on.showText("Page " + i + ", line " + line + ": what both parties agreed upon in this clause");
                        on.newLine();
                    }
                    on.endText();
                }
            }
            document.save(file.toFile(), CompressParameters.NO_COMPRESSION);
        }
        return SigningForTests.signed(file, signer, SignAlgorithm.SHA256_WITH_RSA);
    }

    private static void row(String what, Path file, TrustAnchors anchors, int times) throws Exception {
        Work ours = () -> {
            if (!(PdfVerification.verify(file, anchors, NOW) instanceof Verification.Judged judged)
                    || judged.verdict() != Verdict.VALID) {
                throw new IllegalStateException("not valid: " + PdfVerification.verify(file, anchors, NOW));
            }
        };
        Work plain = () -> plain(file, anchors);
        double[] mine = new double[times];
        double[] theirs = new double[times];
        double first = millis(ours);
        double firstPlain = millis(plain);
        for (int i = 0; i < times; i++) {
            mine[i] = millis(ours);
            theirs[i] = millis(plain);
        }
        Arrays.sort(mine);
        Arrays.sort(theirs);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.1f | %.1f | %.2fx | %.2fx |%n",
                what,
                Files.size(file),
                first,
                firstPlain,
                mine[times / 2],
                theirs[times / 2],
                mine[times / 2] / theirs[times / 2],
                mine[0] / theirs[0]);
    }

    private static double millis(Work work) throws Exception {
        long from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1e6;
    }

    /** DSS as its manual says, but with temporary files instead of memory. */
    private static void plain(Path file, TrustAnchors anchors) throws Exception {
        try (var workspace = new DssWorkspace()) {
            var trusted = new CommonTrustedCertificateSource();
            anchors.certificates().forEach(each -> trusted.addCertificate(new CertificateToken(each)));
            var verifier = new CommonCertificateVerifier(true);
            verifier.setTrustedCertSources(trusted);
            var validator = new PDFDocumentValidator(new FileDocument(file.toFile()));
            validator.setPdfObjFactory(workspace.pdfObjects());
            validator.setCertificateVerifier(verifier);
            validator.setValidationTime(Date.from(NOW));
            validator.setTokenExtractionStrategy(TokenExtractionStrategy.EXTRACT_CERTIFICATES_ONLY);
            validator.setEnableEtsiValidationReport(false);
            try (var policy = PdfVerification.class.getResourceAsStream("policy.xml")) {
                validator.validateDocument(policy);
            }
        }
    }
}
