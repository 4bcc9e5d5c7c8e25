package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ISO 14533-3 asks of long-term PDF signatures, element by element (the table in docs/long-term.md), read by
 * PDFBox and BouncyCastle, not by the code that wrote it; and what the verifier says where one is missing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Iso14533PdfTest {
    private static final String LIST = "http://authority/list";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private static Path folder = Path.of("");

    private final TestCa authority = TestCa.listing("iso14533", LIST);
    private final TestSigner signer = authority.signer(
            "Taro", KeyAlgorithm.RSA_2048, NOW.minus(Duration.ofDays(300)), NOW.plus(Duration.ofDays(30)));
    private final ListingServices services = new ListingServices(authority, LIST);
    private final TrustAnchors anchors =
            TrustAnchors.of(List.of(authority.certificate(), services.stamping.believed()));
    private byte[] archived = new byte[0];

    @BeforeAll
    void archive() throws IOException {
        var file = SigningForTests.signed(
                HandMadePdf.onePage("for decades").write(folder.resolve("a.pdf")),
                signer,
                SignAlgorithm.SHA256_WITH_RSA);
        var raised = raising().raise(file, SignatureLevel.LTA);
        assertThat(raised.why()).isEmpty();
        archived = Files.readAllBytes(file);
    }

    private LevelRaising raising() {
        return new LevelRaising(anchors, List.of("http://authority/"), services, new SecureRandom(), () -> NOW);
    }

    private static List<PDSignature> signatures(PDDocument pdf) {
        return pdf.getSignatureDictionaries();
    }

    private static boolean isTimestamp(PDSignature signature) {
        return COSName.getPDFName("DocTimeStamp")
                .equals(signature.getCOSObject().getCOSName(COSName.TYPE));
    }

    private PDSignature signature(PDDocument pdf) {
        return signatures(pdf).stream()
                .filter(each -> !isTimestamp(each))
                .findFirst()
                .orElseThrow();
    }

    private CMSSignedData cms(PDSignature signature) throws IOException, CMSException {
        // The place is longer than the CMS: read one object and no more.
        try (var in = new ASN1InputStream(new ByteArrayInputStream(signature.getContents()))) {
            return new CMSSignedData(in.readObject().getEncoded());
        }
    }

    private SignerInformation signerInfo(PDDocument pdf) throws IOException, CMSException {
        return cms(signature(pdf)).getSignerInfos().getSigners().iterator().next();
    }

    private static ASN1Encodable signed(SignerInformation info, ASN1ObjectIdentifier attribute) {
        return info.getSignedAttributes().get(attribute).getAttrValues().getObjectAt(0);
    }

    @Test
    void signature_dictionary_names_the_handler_and_cades() throws Exception {
        try (var pdf = Loader.loadPDF(archived)) {
            assertThat(signature(pdf).getFilter()).isEqualTo("Adobe.PPKLite");
            assertThat(signature(pdf).getSubFilter()).isEqualTo("ETSI.CAdES.detached");
        }
    }

    @Test
    void byte_range_covers_all_of_its_revision_but_the_contents() throws Exception {
        try (var pdf = Loader.loadPDF(archived)) {
            var range = signature(pdf).getByteRange();
            var between = Arrays.copyOfRange(archived, range[1], range[2]);

            assertThat(range[0]).isZero();
            assertThat(new String(between, StandardCharsets.US_ASCII)).matches("<[0-9a-fA-F]+>");
            assertThat(new String(archived, 0, range[2] + range[3], StandardCharsets.ISO_8859_1))
                    .matches("(?s).*%%EOF\\s*");
        }
    }

    @Test
    void signed_attributes_have_content_type_message_digest_and_the_signing_certificate() throws Exception {
        try (var pdf = Loader.loadPDF(archived)) {
            var info = signerInfo(pdf);
            var named = SigningCertificateV2.getInstance(signed(info, PKCSObjectIdentifiers.id_aa_signingCertificateV2))
                    .getCerts();

            assertThat(signed(info, CMSAttributes.contentType)).isEqualTo(PKCSObjectIdentifiers.data);
            assertThat(info.getSignedAttributes().get(CMSAttributes.messageDigest))
                    .isNotNull();
            assertThat(named)
                    .singleElement()
                    .extracting(ESSCertIDv2::getCertHash)
                    .isEqualTo(MessageDigest.getInstance("SHA-256")
                            .digest(signer.certificate().getEncoded()));
        }
    }

    @Test
    void cms_carries_the_signing_certificate_and_its_chain() throws Exception {
        try (var pdf = Loader.loadPDF(archived)) {
            var carried = cms(signature(pdf)).getCertificates().getMatches(null).stream()
                    .map(each -> each.getSerialNumber())
                    .collect(Collectors.toSet());

            assertThat(carried)
                    .isEqualTo(Set.of(
                            signer.certificate().getSerialNumber(),
                            authority.certificate().getSerialNumber()));
        }
    }

    @Test
    void profile_t_has_a_timestamp_over_the_signed_revision() throws Exception {
        try (var pdf = Loader.loadPDF(revision(SignatureLevel.T))) {
            var stamps = signatures(pdf).stream()
                    .filter(Iso14533PdfTest::isTimestamp)
                    .toList();

            assertThat(stamps)
                    .singleElement()
                    .extracting(PDSignature::getSubFilter)
                    .isEqualTo("ETSI.RFC3161");
            var token = new TimeStampToken(cms(stamps.get(0)));
            assertThat(token.getTimeStampInfo().getGenTime().toInstant()).isEqualTo(NOW);
        }
    }

    @Test
    void profile_a_has_certificates_and_states_and_a_timestamp_over_them() throws Exception {
        try (var pdf = Loader.loadPDF(archived)) {
            var store = pdf.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.getPDFName("DSS"));
            assertThat(store).isNotNull();
            assertThat(first(store.getCOSArray(COSName.getPDFName("Certs")))).isNotEmpty();
            assertThat(first(store.getCOSArray(COSName.getPDFName("CRLs")))).isNotEmpty();
            var last = signatures(pdf).stream()
                    .filter(Iso14533PdfTest::isTimestamp)
                    .mapToLong(each -> each.getByteRange()[2] + each.getByteRange()[3])
                    .max();
            assertThat(last).hasValue(archived.length);
        }
    }

    private static byte[] first(COSArray streams) throws IOException {
        try (var in = ((COSStream) streams.getObject(0)).createInputStream()) {
            return in.readAllBytes();
        }
    }

    /** As it was at a level: every step was appended. */
    private byte[] revision(SignatureLevel level) {
        if (level == SignatureLevel.LTA) {
            return archived;
        }
        var text = new String(archived, StandardCharsets.ISO_8859_1);
        var end = 0;
        // The original's own end, then one for the signature and for each level above.
        var ends = 1
                + Arrays.stream(SignatureLevel.values())
                        .filter(each -> each.compareTo(level) <= 0)
                        .count();
        for (var i = 0; i < ends; i++) {
            end = text.indexOf("%%EOF", end) + "%%EOF".length();
        }
        return Arrays.copyOf(archived, end + 1);
    }

    private Verification.Judged judged(byte[] octets, Instant when) throws IOException {
        var file = Files.write(Files.createTempFile(folder, "cut", ".pdf"), octets);
        return (Verification.Judged) PdfVerification.verify(file, anchors, when);
    }

    @Test
    void without_its_last_timestamp_or_its_states_or_any_timestamp_it_is_of_the_level_below() throws IOException {
        for (var level : SignatureLevel.values()) {
            var found = judged(revision(level), NOW.plusSeconds(60));

            assertThat(found.verdict()).as("%s", level).isEqualTo(Verdict.VALID);
            assertThat(found.signatures().get(0).level()).isEqualTo("PAdES-BASELINE-" + level);
        }
    }

    @Test
    void once_archived_it_outlives_the_signers_certificate_and_without_it_does_not() throws IOException {
        var later = NOW.plus(Duration.ofDays(200));

        assertThat(judged(archived, later).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(revision(SignatureLevel.B), later).verdict()).isNotEqualTo(Verdict.VALID);
    }

    @Test
    void it_is_renewed_twice_and_stays_valid() throws IOException {
        var file = Files.write(folder.resolve("renewed.pdf"), archived);

        for (var i = 0; i < 2; i++) {
            var renewed = raising().raise(file, SignatureLevel.LTA);
            assertThat(renewed.steps()).isEqualTo(1);
            assertThat(renewed.why()).isEmpty();
            assertThat(renewed.lasting())
                    .map(Lasting::until)
                    .contains(services.believed().getNotAfter().toInstant());
        }

        var renewed = Files.readAllBytes(file);
        assertThat(renewed).startsWith(archived);
        assertThat(judged(renewed, NOW.plusSeconds(60)).verdict()).isEqualTo(Verdict.VALID);
        try (var pdf = Loader.loadPDF(renewed)) {
            assertThat(signatures(pdf)).filteredOn(Iso14533PdfTest::isTimestamp).hasSize(4);
        }
    }

    @Test
    void a_cms_that_does_not_name_its_certificate_is_of_no_baseline_level() throws Exception {
        var file = HandMadePdf.onePage("foreign").write(folder.resolve("foreign.pdf"));
        var signed = folder.resolve("foreign-signed.pdf");
        try (var pdf = Loader.loadPDF(file.toFile());
                var out = Files.newOutputStream(signed)) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
            pdf.addSignature(signature, content -> withoutSigningCertificate(content.readAllBytes()));
            pdf.saveIncremental(out);
        }

        var found = judged(Files.readAllBytes(signed), NOW);

        assertThat(found.signatures()).hasSize(1);
        assertThat(found.signatures().get(0).level()).doesNotContain("BASELINE");
    }

    private byte[] withoutSigningCertificate(byte[] content) throws IOException {
        try {
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.key()), signer.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(signer.certificate(), authority.certificate())));
            return generator
                    .generate(new CMSProcessableByteArray(content), false)
                    .getEncoded();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
