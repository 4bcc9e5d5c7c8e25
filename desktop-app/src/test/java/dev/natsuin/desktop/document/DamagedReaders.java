package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.preview.PdfFacts;
import dev.natsuin.desktop.document.trust.CertificateFiles;
import dev.natsuin.desktop.document.trust.TrustedList;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.SignatureAttacks;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every reader of files that come from outside, with files of our generators to damage, and what must hold of what was
 * damaged: it is judged or refused, and what was signed and then changed is never valid.
 */
final class DamagedReaders {
    private static final TestCa CA = new TestCa("damaged documents");
    private static final TestSigner SIGNER = CA.signer("山田 花子", KeyAlgorithm.RSA_2048);
    private static final TrustAnchors TRUST = TrustAnchors.of(CA.certificate(), SIGNER.certificate());

    private final Path folder;

    DamagedReaders(Path folder) {
        this.folder = folder;
    }

    /** One reader with the files that are damaged for it. */
    enum Reader {
        PDF(".pdf"),
        INSPECTED_PDF(".pdf"),
        CMS(".p7m"),
        XML(".xml"),
        JSON(".json"),
        CONTAINER(".asice"),
        SIMPLE_CONTAINER(".asics"),
        TRUSTED_LIST(".xml"),
        CERTIFICATES(".pem"),
        PROFILE(".json");

        final String extension;

        Reader(String extension) {
            this.extension = extension;
        }
    }

    List<byte[]> seeds(Reader reader) throws Exception {
        var seeds = new ArrayList<byte[]>();
        switch (reader) {
            case PDF, INSPECTED_PDF -> {
                var original = SignatureAttacks.original().write(folder.resolve("original.pdf"));
                var once = SigningForTests.signed(original, SIGNER, SignAlgorithm.SHA256_WITH_RSA);
                seeds.add(Files.readAllBytes(once));
                seeds.add(Files.readAllBytes(SigningForTests.signed(once, SIGNER, SignAlgorithm.SHA256_WITH_RSA)));
                seeds.addAll(SignatureAttacks.on(once).values());
                try (var samples = Files.list(Path.of("..", "testdata"))) {
                    for (var file : samples.filter(each -> each.toString().endsWith(".pdf"))
                            .sorted()
                            .toList()) {
                        if (Files.size(file) < 300_000) {
                            seeds.add(Files.readAllBytes(file));
                        }
                    }
                }
            }
            case CMS -> seeds.add(signed("letter.txt", "Dear Sir", SignatureForm.CADES_ENVELOPING));
            case XML -> {
                seeds.add(signed("invoice.xml", "<invoice><total>1</total></invoice>", SignatureForm.XADES_ENVELOPED));
                seeds.add(signed("letter.txt", "Dear Sir", SignatureForm.XADES_ENVELOPING));
            }
            case JSON -> seeds.add(signed("letter.txt", "Dear Sir", SignatureForm.JADES_ENVELOPING));
            case CONTAINER -> seeds.add(signed("letter.txt", "Dear Sir", SignatureForm.ASIC_E));
            case SIMPLE_CONTAINER -> seeds.add(signed("letter.txt", "Dear Sir", SignatureForm.ASIC_S));
            case TRUSTED_LIST -> seeds.add(signed("list.xml", list(), SignatureForm.XADES_ENVELOPED));
            case CERTIFICATES ->
                seeds.add(("-----BEGIN CERTIFICATE-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(CA.certificate().getEncoded())
                                + "\n-----END CERTIFICATE-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
            case PROFILE ->
                seeds.add(("{\"lang\":\"ja\",\"level\":\"LT\",\"trust\":[\"ca.pem\"],\"tsas\":[\"http://a/\"],"
                                + "\"offline\":true,\"trustedLists\":[\"tl.xml\"]}")
                        .getBytes(StandardCharsets.UTF_8));
        }
        return seeds;
    }

    private byte[] signed(String name, String text, SignatureForm form) throws IOException {
        var file = Files.writeString(folder.resolve(form + "-" + name), text);
        return Files.readAllBytes(FormatsForTests.signed(file, form, SIGNER, SignAlgorithm.SHA256_WITH_RSA));
    }

    private static String list() throws Exception {
        return "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"list\"><SchemeInformation>"
                + "<NextUpdate><dateTime>2050-12-31T00:00:00Z</dateTime></NextUpdate></SchemeInformation>"
                + "<TrustServiceProviderList><TrustServiceProvider><TSPServices><TSPService><ServiceInformation><ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
                + "</ServiceTypeIdentifier><ServiceDigitalIdentity><DigitalId><X509Certificate>"
                + Base64.getEncoder().encodeToString(CA.certificate().getEncoded())
                + "</X509Certificate></DigitalId></ServiceDigitalIdentity><ServiceStatus>"
                + "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted</ServiceStatus><StatusStartingTime>"
                + "2025-01-01T00:00:00Z</StatusStartingTime></ServiceInformation></TSPService></TSPServices></TrustServiceProvider></TrustServiceProviderList>"
                + "</TrustServiceStatusList>";
    }

    /**
     * Reads it, and says how long that took.
     *
     * @param wholes what it may be the same as
     * @throws AssertionError if it was changed and accepted
     */
    long read(Reader reader, List<byte[]> wholes, byte[] damaged) throws IOException {
        var file = Files.write(folder.resolve("damaged" + reader.extension), damaged);
        // Of this thread: a busy machine is not a slow reader.
        var clock = ManagementFactory.getThreadMXBean();
        long began = clock.getCurrentThreadCpuTime();
        var accepted = accepts(reader, file, damaged);
        assertThat(!accepted || wholes.stream().anyMatch(whole -> isSame(reader, whole, damaged)))
                .as("changed and accepted")
                .isTrue();
        return clock.getCurrentThreadCpuTime() - began;
    }

    /** True if it was taken for sound. */
    private boolean accepts(Reader reader, Path file, byte[] damaged) throws IOException {
        return switch (reader) {
            case PDF, CMS, XML, JSON, CONTAINER, SIMPLE_CONTAINER -> {
                var found = FileVerification.verify(file, Optional.empty(), TRUST, SigningForTests.TIME);
                yield found instanceof Verification.Judged judged && judged.verdict() == Verdict.VALID;
            }
            case INSPECTED_PDF -> {
                PdfFacts.read(file);
                var prepared = PdfSigning.prepare(
                        file, PdfSignatureOptions.at(SigningForTests.TIME), SIGNER.with(SignAlgorithm.SHA256_WITH_RSA));
                if (prepared instanceof Preparation.Prepared made) {
                    made.document().close();
                }
                yield false;
            }
            case TRUSTED_LIST -> {
                // Certificates beside the signature may be damaged; whom the list makes believed must stay.
                if (TrustedList.read(file, List.of(SIGNER.certificate()), SigningForTests.TIME)
                        instanceof TrustedList.Reading.Believed believed) {
                    assertThat(believed.anchors())
                            .singleElement()
                            .satisfies(each -> assertThat(each.certificate()).isEqualTo(CA.certificate()))
                            .satisfies(each -> assertThat(each.granted())
                                    .containsExactly(new TrustAnchors.Period(
                                            Instant.parse("2025-01-01T00:00:00Z"), Optional.empty())));
                }
                yield false;
            }
            case CERTIFICATES -> {
                try {
                    CertificateFiles.read(file);
                } catch (IOException e) {
                    assertThat(e).isNotNull();
                }
                yield false;
            }
            case PROFILE -> {
                readProfile(damaged);
                yield false;
            }
        };
    }

    /** Each of its files, as if somebody had written into it. */
    private void readProfile(byte[] damaged) throws IOException {
        var place = Files.createDirectories(folder.resolve("profile"));
        for (var name :
                List.of("config.json", "levels.json", "archives.json", "signed.jsonl", "unanswered.json", "log.json")) {
            Files.write(place.resolve(name), damaged);
        }
        var profile = Profile.in(place);
        Refusal.answer(profile::config);
        Refusal.answer(profile::toBeRaised);
        Refusal.answer(profile::archived);
        Refusal.answer(profile::signed);
        Refusal.answer(profile::unanswered);
        Refusal.answer(profile::log);
    }

    private static final Pattern CMS_DIGITS = Pattern.compile("/Contents ?<[0-9A-Fa-f]+>");

    /**
     * The same to whoever reads it: in a PDF the place of the CMS may be written in other letters and may hold what no
     * signature covers only as far as the CMS says the same; other formats are compared by what they are for.
     */
    private static boolean isSame(Reader reader, byte[] whole, byte[] damaged) {
        if (Arrays.equals(whole, damaged)) {
            return true;
        }
        if (reader != Reader.PDF) {
            // Certificates, unsigned attributes and names of entries may differ; content may not.
            return text(damaged).contains("Dear Sir")
                    || text(damaged).contains("<total>1</total>")
                    || text(damaged)
                            .contains(Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString("Dear Sir".getBytes(StandardCharsets.US_ASCII)))
                    || text(damaged)
                            .contains(
                                    Base64.getEncoder().encodeToString("Dear Sir".getBytes(StandardCharsets.US_ASCII)));
        }
        var digits = CMS_DIGITS.matcher(text(whole)).replaceAll("");
        return digits.equals(CMS_DIGITS.matcher(text(damaged)).replaceAll(""));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
