import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.pdf.PdfMemoryUsageSetting;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxNativeObjectFactory;
import eu.europa.esig.dss.signature.resources.TempFileResourcesHandlerBuilder;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;

/**
 * What signing one PDF at level B costs beside the limit (one pass that reads, digests by SHA-256 and writes a copy), by
 * this product, by plain PDFBox and by DSS, all in one run, one after the other in each round. P-256 by a key of this
 * process. Run by documents.sh.
 *
 * <p>Arguments: a folder, seconds for each kind of document, then kinds (100KB, 100MB, 1GB, pages).
 */
final class DocumentCost {
    private static final int BLOCK = 1 << 18;
    private static final Instant TIME = Instant.parse("2026-11-25T00:00:00Z");
    private static final SignAlgorithm ALGORITHM = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final TestSigner SIGNER = new TestCa("bench").signer("Signer", KeyAlgorithm.P_256);

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private interface Way {
        void sign(Path from, Path to) throws Exception;
    }

    private DocumentCost() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        long seconds = Long.parseLong(arguments[1]);
        for (var kind : List.of(arguments).subList(2, arguments.length)) {
            var file = document(folder.resolve(kind + ".pdf"), kind);
            measure(kind, file, folder.resolve("out.pdf"), seconds);
            Files.delete(file);
        }
    }

    private static Map<String, Way> ways(String kind, Path file) throws IOException {
        var looked = looked(file);
        var ways = new LinkedHashMap<String, Way>();
        ways.put("limit", DocumentCost::limit);
        ways.put("limit, forced to disk", DocumentCost::limitForced);
        ways.put("natsuin, from the click", (from, to) -> ours(from, to, Optional.of(looked)));
        ways.put("natsuin, digested in the same go", (from, to) -> ours(from, to, Optional.empty()));
        if (!kind.equals("1GB") && Boolean.parseBoolean(System.getProperty("natsuin.bench.others", "true"))) {
            ways.put("PDFBox", DocumentCost::pdfBox);
            ways.put("DSS, temporary files", DocumentCost::dss);
        }
        return ways;
    }

    /** As the window does when a document is put into it. */
    private static HashedFile looked(Path file) throws IOException {
        try (var pdf = ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf()) {
            return HashedFile.of(pdf);
        }
    }

    private static void measure(String kind, Path file, Path out, long seconds) throws Exception {
        var ways = ways(kind, file);
        var times = new LinkedHashMap<String, List<Long>>();
        var cpus = new LinkedHashMap<String, List<Long>>();
        boolean small = Files.size(file) < 1_000_000;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int warmUp = small ? 300 : kind.equals("pages") ? 20 : 2;
        for (int round = 0; round < 3 + warmUp || System.nanoTime() < end; round++) {
            for (var way : ways.entrySet()) {
                if (way.getKey().startsWith("DSS") && round % 10 != 0) {
                    continue; // Ten times slower than the rest: its turns are rarer.
                }
                Files.deleteIfExists(out);
                long worked = SYSTEM.getProcessCpuTime();
                long begun = System.nanoTime();
                way.getValue().sign(file, out);
                long took = System.nanoTime() - begun;
                worked = SYSTEM.getProcessCpuTime() - worked;
                if (round >= warmUp || way.getKey().startsWith("DSS")) {
                    times.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(took);
                    cpus.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(worked);
                }
            }
            if (round > 5000) {
                break;
            }
        }
        Files.deleteIfExists(out);
        double limit = Collections.min(times.get("limit")) / 1e6;
        double limitCpu = mean(cpus.get("limit"));
        for (var each : times.entrySet()) {
            Collections.sort(each.getValue());
            double least = each.getValue().get(0) / 1e6;
            double median = median(each.getValue());
            double cpu = mean(cpus.get(each.getKey()));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %d |%n",
                    kind,
                    each.getKey(),
                    least,
                    median,
                    least / limit,
                    cpu,
                    cpu / limitCpu,
                    each.getValue().size());
        }
    }

    /** In milliseconds. */
    private static double median(List<Long> nanoseconds) {
        var sorted = new ArrayList<>(nanoseconds);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / 1e6;
    }

    /** In milliseconds; the system counts processor time in steps of ten. */
    private static double mean(List<Long> nanoseconds) {
        return nanoseconds.stream().mapToLong(each -> each).average().orElseThrow() / 1e6;
    }

    private static void limit(Path from, Path to) throws Exception {
        copied(from, to, false);
    }

    private static void limitForced(Path from, Path to) throws Exception {
        copied(from, to, true);
    }

    private static void copied(Path from, Path to, boolean forced) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var block = ByteBuffer.allocate(BLOCK);
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (in.read(block.clear()) >= 0) {
                digest.update(block.array(), 0, block.position());
                block.flip();
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
            if (forced) {
                out.force(true);
            }
        }
        digest.digest();
    }

    private static void ours(Path from, Path to, Optional<HashedFile> looked) {
        var preparation = PdfSigning.prepare(from, PdfSignatureOptions.at(TIME), SIGNER.with(ALGORITHM), looked);
        try (var pdf = ((Preparation.Prepared) preparation).document()) {
            var embedding = pdf.embed(SIGNER.sign(pdf.toBeSigned(), ALGORITHM), to);
            if (!(embedding instanceof Embedding.Embedded)) {
                throw new IllegalStateException("not signed: " + embedding);
            }
        }
    }

    private static void pdfBox(Path from, Path to) throws Exception {
        try (var document = Loader.loadPDF(from.toFile());
                var out = new BufferedOutputStream(Files.newOutputStream(to), BLOCK)) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
            document.addSignature(signature);
            var saving = document.saveIncrementalForExternalSigning(out);
            var digest = MessageDigest.getInstance("SHA-256");
            try (var content = saving.getContent()) {
                var block = new byte[BLOCK];
                for (int read = content.read(block); read >= 0; read = content.read(block)) {
                    digest.update(block, 0, read);
                }
            }
            saving.setSignature(SIGNER.sign(Bytes.of(digest.digest()), ALGORITHM).toArray());
        }
    }

    private static void dss(Path from, Path to) throws Exception {
        try (var resources = new TempFileResourcesHandlerBuilder().createResourcesHandler()) {
            var objects = new PdfBoxNativeObjectFactory();
            objects.setResourcesHandlerBuilder(new TempFileResourcesHandlerBuilder());
            objects.setPdfMemoryUsageSetting(PdfMemoryUsageSetting.fileOnly());
            var service = new PAdESService(new CommonCertificateVerifier(true));
            service.setPdfObjFactory(objects);
            var parameters = new PAdESSignatureParameters();
            parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_B);
            parameters.setSigningCertificate(new CertificateToken(SIGNER.certificate()));
            parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
            parameters.setEncryptionAlgorithm(EncryptionAlgorithm.ECDSA);
            var document = new FileDocument(from.toFile());
            var toBeSigned = service.getDataToSign(document, parameters);
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(SIGNER.key());
            signer.update(toBeSigned.getBytes());
            var value = new SignatureValue(SignatureAlgorithm.ECDSA_SHA256, signer.sign());
            service.signDocument(document, parameters, value).save(to.toString());
        }
    }

    private static Path document(Path file, String kind) throws IOException {
        switch (kind) {
            case "pages" -> pages(file);
            case "100KB" -> pictures(file, 1, 100_000);
            case "100MB" -> pictures(file, 10, 10_000_000);
            case "1GB" -> pictures(file, 100, 10_000_000);
            default -> throw new IllegalArgumentException(kind);
        }
        return file;
    }

    /** Streams as large as pictures, with octets that nothing compresses. */
    private static void pictures(Path file, int pages, int octets) throws IOException {
        var random = new Random(1);
        try (var document = new PDDocument(org.apache.pdfbox.io.IOUtils.createTempFileOnlyStreamCache())) {
            for (int i = 0; i < pages; i++) {
                var page = new PDPage();
                document.addPage(page);
                var picture = new PDStream(document);
                try (var out = picture.getCOSObject().createRawOutputStream()) {
                    var block = new byte[10_000];
                    for (int written = 0; written < octets; written += block.length) {
                        random.nextBytes(block);
                        out.write(block);
                    }
                }
                page.getCOSObject().setItem(COSName.getPDFName("Picture"), picture);
            }
            document.save(file.toFile(), org.apache.pdfbox.pdfwriter.compress.CompressParameters.NO_COMPRESSION);
        }
    }

    /** 2,600 pages of text, about 10 MB. */
    private static void pages(Path file) throws IOException {
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
            document.save(file.toFile(), org.apache.pdfbox.pdfwriter.compress.CompressParameters.NO_COMPRESSION);
        }
    }
}
