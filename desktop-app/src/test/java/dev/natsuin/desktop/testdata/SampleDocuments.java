package dev.natsuin.desktop.testdata;

import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;

/**
 * Writes the sample PDFs of {@code /testdata}: the same octets on every run and machine, but for the two encrypted
 * ones, whose keys PDFBox draws itself.
 *
 * <p>Run its {@code main} from {@code desktop-app} (argument: the folder, {@code ../testdata}) after changing it, and
 * commit what it wrote.
 */
public final class SampleDocuments {
    /** The password that opens {@code encrypted.pdf}, and the owner's of {@code owner-password.pdf}. */
    public static final String PASSWORD = "natsuin";

    /** The files whose octets depend on nothing but this program. */
    public static final List<String> REPEATABLE = List.of(
            "contract-ja.pdf",
            "contract-en.pdf",
            "drawings.pdf",
            "signed.pdf",
            "certified.pdf",
            "damaged.pdf",
            "xfa.pdf",
            "undecodable-image.pdf",
            "ca.pem");

    /** The encrypted ones. */
    public static final List<String> ENCRYPTED = List.of("encrypted.pdf", "owner-password.pdf");

    private static final Instant WRITTEN = Instant.parse("2026-11-20T09:00:00Z");
    private static final Instant SIGNED = Instant.parse("2026-11-21T01:30:00Z");
    private static final PDRectangle A3_LANDSCAPE =
            new PDRectangle(/* width= */ PDRectangle.A3.getHeight(), /* height= */ PDRectangle.A3.getWidth());
    private static final float MARGIN = 64;

    private final Path folder;

    private SampleDocuments(Path folder) {
        this.folder = folder;
    }

    /** Writes all samples into the folder that is the only argument; encrypted ones only if they are not there. */
    public static void main(String[] args) {
        writeTo(Path.of(args[0]));
    }

    /** Writes all samples; encrypted ones only if they are not there. */
    public static void writeTo(Path folder) {
        // Stored, not compressed: what a compressor makes of the same octets differs between zlib's descendants.
        var before = System.setProperty(Filter.SYSPROP_DEFLATELEVEL, "0");
        try {
            new SampleDocuments(folder).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (before == null) {
                System.clearProperty(Filter.SYSPROP_DEFLATELEVEL);
            } else {
                System.setProperty(Filter.SYSPROP_DEFLATELEVEL, before);
            }
        }
    }

    private void write() throws IOException {
        Files.createDirectories(folder);
        try (var document = contract(Contracts.TITLE_JA, Contracts.JA)) {
            save(document, "contract-ja.pdf", CompressParameters.DEFAULT_COMPRESSION);
        }
        try (var document = contract(Contracts.TITLE_EN, Contracts.EN)) {
            save(document, "contract-en.pdf", CompressParameters.NO_COMPRESSION);
        }
        drawings();
        var ca = new TestCa("samples");
        var signer = ca.signer("Taro Suzuki", KeyAlgorithm.RSA_2048);
        Files.writeString(folder.resolve("ca.pem"), pem(ca));
        signed(signer);
        certified(signer);
        var whole = Files.readAllBytes(folder.resolve("contract-en.pdf"));
        Files.write(folder.resolve("damaged.pdf"), Arrays.copyOf(whole, whole.length * 2 / 3));
        xfa();
        undecodableImage();
        encrypted("encrypted.pdf", PASSWORD);
        encrypted("owner-password.pdf", "");
    }

    private static PDDocument contract(String title, List<String> paragraphs) throws IOException {
        var document = document(title);
        var font = font(document);
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (var on = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.OVERWRITE, false)) {
            float top = page.getMediaBox().getHeight() - MARGIN;
            text(on, font, 18, MARGIN, top - 18, title);
            paragraphs(on, font, page.getMediaBox().getWidth() - 2 * MARGIN, top - 60, paragraphs);
        }
        return document;
    }

    private static PDDocument document(String title) {
        var document = new PDDocument();
        var when = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        when.setTimeInMillis(WRITTEN.toEpochMilli());
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("Natsuin test data");
        document.getDocumentInformation().setCreationDate((Calendar) when.clone());
        document.setDocumentId(WRITTEN.toEpochMilli());
        return document;
    }

    private static PDFont font(PDDocument document) throws IOException {
        try (InputStream in = SampleDocuments.class.getResourceAsStream("samples.ttf")) {
            if (in == null) {
                throw new IllegalStateException("samples.ttf is part of the tests; see SubsetFont");
            }
            return PDType0Font.load(document, in, true);
        }
    }

    private static void text(PDPageContentStream on, PDFont font, float size, float x, float y, String line)
            throws IOException {
        on.beginText();
        on.setFont(font, size);
        on.newLineAtOffset(x, y);
        on.showText(line);
        on.endText();
    }

    private static void paragraphs(PDPageContentStream on, PDFont font, float width, float top, List<String> all)
            throws IOException {
        float y = top;
        for (var paragraph : all) {
            for (var rest = paragraph; !rest.isEmpty(); ) {
                int length = fitting(font, 11, width, rest);
                text(on, font, 11, MARGIN, y, rest.substring(0, length).stripTrailing());
                rest = rest.substring(length);
                y -= 18;
            }
            y -= paragraph.isEmpty() ? 14 : 6;
        }
    }

    private static int fitting(PDFont font, float size, float width, String text) throws IOException {
        int length = text.length();
        while (font.getStringWidth(text.substring(0, length)) * size / 1000 > width) {
            length--;
        }
        while (length < text.length() && "。、）」".indexOf(text.charAt(length)) >= 0) {
            length--;
        }
        // Latin text breaks at spaces, Japanese anywhere.
        int space = text.lastIndexOf(' ', length - 1);
        boolean inWord = length < text.length() && text.charAt(length) < 0x80 && text.charAt(length - 1) < 0x80;
        return inWord && space > 0 ? space + 1 : length;
    }

    private void drawings() throws IOException {
        try (var document = contract(Contracts.TITLE_PLANS, Contracts.ANNEX)) {
            var font = font(document);
            for (int i = 0; i < Contracts.SHEETS.size(); i++) {
                var page = new PDPage(A3_LANDSCAPE);
                document.addPage(page);
                try (var on =
                        new PDPageContentStream(document, page, PDPageContentStream.AppendMode.OVERWRITE, false)) {
                    text(on, font, 24, MARGIN, A3_LANDSCAPE.getHeight() - MARGIN - 24, Contracts.SHEETS.get(i));
                    on.addRect(120, 120, 900, 560);
                    for (int room = 0; room < 4 + i; room++) {
                        on.addRect(160 + room * 130f, 160 + i * 40f, 110, 220);
                    }
                    on.stroke();
                }
            }
            var turned = new PDPage(PDRectangle.A4);
            turned.setRotation(90);
            document.addPage(turned);
            save(document, "drawings.pdf", CompressParameters.NO_COMPRESSION);
        }
    }

    private void save(PDDocument document, String name, CompressParameters compression) throws IOException {
        document.save(folder.resolve(name).toFile(), compression);
    }

    private static String pem(TestCa ca) {
        try {
            var body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(ca.certificate().getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a test certificate that cannot be encoded", e);
        }
    }

    private void signed(TestSigner signer) throws IOException {
        var options = new PdfSignatureOptions(Optional.of("Agreed"), Optional.of("Yokohama"), SIGNED, Optional.empty());
        var algorithm = SignAlgorithm.SHA256_WITH_RSA;
        var preparation = PdfSigning.prepare(folder.resolve("contract-en.pdf"), options, signer.with(algorithm));
        try (var pdf = ((Preparation.Prepared) preparation).document()) {
            var target = folder.resolve("signed.pdf");
            Files.deleteIfExists(target);
            var embedding = pdf.embed(signer.sign(pdf.toBeSigned(), algorithm), target);
            if (!(embedding instanceof Embedding.Embedded)) {
                throw new IOException("not signed: " + embedding);
            }
        }
    }

    /** Certified so that nothing may change: what our own signing does not make yet, and must not touch. */
    private void certified(TestSigner signer) throws IOException {
        try (var document = Loader.loadPDF(folder.resolve("contract-en.pdf").toFile());
                var out = Files.newOutputStream(folder.resolve("certified.pdf"))) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
            signature.setName("Taro Suzuki");
            signature.getCOSObject().setString(COSName.M, "D:20261121013000+00'00'");
            var allows = new COSDictionary();
            allows.setName(COSName.TYPE, "TransformParams");
            allows.setName(COSName.V, "1.2");
            allows.setInt(COSName.P, 1);
            allows.setDirect(true);
            var reference = new COSDictionary();
            reference.setName(COSName.TYPE, "SigRef");
            reference.setName("TransformMethod", "DocMDP");
            reference.setItem("TransformParams", allows);
            reference.setDirect(true);
            var references = new COSArray();
            references.add(reference);
            signature.getCOSObject().setItem("Reference", references);
            document.addSignature(signature);
            var permissions = new COSDictionary();
            permissions.setItem("DocMDP", signature.getCOSObject());
            permissions.setDirect(true);
            document.getDocumentCatalog().getCOSObject().setItem("Perms", permissions);
            document.setDocumentId(SIGNED.toEpochMilli());
            var saving = document.saveIncrementalForExternalSigning(out);
            var algorithm = SignAlgorithm.SHA256_WITH_RSA;
            var digest = algorithm.hash().newDigest().digest(saving.getContent().readAllBytes());
            var attributes = SignedAttributes.of(Bytes.of(digest), signer.certificate());
            var cms = CadesSignature.assemble(
                    attributes,
                    algorithm,
                    List.of(signer.certificate()),
                    signer.sign(attributes.toBeOrdered(algorithm), algorithm));
            saving.setSignature(cms.toArray());
        }
    }

    private void xfa() throws IOException {
        try (var document = contract(Contracts.TITLE_EN, Contracts.EN)) {
            var form = new COSDictionary();
            form.setItem(COSName.FIELDS, new COSArray());
            var template = "<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"></xdp:xdp>";
            form.setItem(
                    "XFA",
                    new PDStream(document, new ByteArrayInputStream(template.getBytes(StandardCharsets.UTF_8)))
                            .getCOSObject());
            document.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, form);
            save(document, "xfa.pdf", CompressParameters.NO_COMPRESSION);
        }
    }

    private void undecodableImage() throws IOException {
        try (var document = contract(Contracts.TITLE_EN, Contracts.EN)) {
            // The signature box of a JPEG 2000 file and no more.
            var image = new PDStream(
                    document,
                    new ByteArrayInputStream(new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10}));
            var dictionary = image.getCOSObject();
            dictionary.setName(COSName.TYPE, "XObject");
            dictionary.setName(COSName.SUBTYPE, "Image");
            dictionary.setInt(COSName.WIDTH, 200);
            dictionary.setInt(COSName.HEIGHT, 100);
            dictionary.setInt(COSName.BITS_PER_COMPONENT, 8);
            dictionary.setName(COSName.COLORSPACE, "DeviceRGB");
            dictionary.setName(COSName.FILTER, "JPXDecode");
            var page = document.getPage(0);
            try (var on = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, false, true)) {
                on.drawImage(new PDImageXObject(image, null), 300, 120, 200, 100);
            }
            save(document, "undecodable-image.pdf", CompressParameters.NO_COMPRESSION);
        }
    }

    private void encrypted(String name, String userPassword) throws IOException {
        if (Files.exists(folder.resolve(name))) {
            return;
        }
        try (var document = contract(Contracts.TITLE_EN, Contracts.EN)) {
            var permissions = new AccessPermission();
            permissions.setCanModify(false);
            var policy = new StandardProtectionPolicy(PASSWORD, userPassword, permissions);
            policy.setEncryptionKeyLength(256);
            document.protect(policy);
            save(document, name, CompressParameters.NO_COMPRESSION);
        }
    }
}
