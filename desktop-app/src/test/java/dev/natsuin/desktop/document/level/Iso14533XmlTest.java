package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * What ISO 14533-2 asks of long-term XML signatures, element by element (the table in docs/long-term.md), read by the
 * JDK's parser, not by the code that wrote it; and what the verifier says where one is missing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Iso14533XmlTest {
    private static final String LIST = "http://authority/list";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String XADES_141 = "http://uri.etsi.org/01903/v1.4.1#";

    @TempDir
    private static Path folder = Path.of("");

    private final TestCa authority = TestCa.listing("iso14533-2", LIST);
    private final TestSigner signer = authority.signer(
            "Taro", KeyAlgorithm.RSA_2048, NOW.minus(Duration.ofDays(300)), NOW.plus(Duration.ofDays(30)));
    private final ListingServices services = new ListingServices(authority, LIST);
    private final TrustAnchors anchors = TrustAnchors.of(List.of(authority.certificate(), services.believed()));
    private String archived = "";

    @BeforeAll
    void archive() throws IOException {
        var file = FormatsForTests.signed(
                Files.writeString(folder.resolve("a.xml"), "<deed><for>decades</for></deed>"),
                SignatureForm.XADES_ENVELOPED,
                signer,
                SignAlgorithm.SHA256_WITH_RSA);
        assertThat(raising().raise(file, SignatureLevel.LTA).why()).isEmpty();
        archived = Files.readString(file);
    }

    private LevelRaising raising() {
        return new LevelRaising(anchors, List.of("http://authority/"), services, new SecureRandom(), () -> NOW);
    }

    private static List<Element> elements(String xml, String namespace, String name) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var found = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagNameNS(namespace, name);
        var all = new ArrayList<Element>();
        for (var i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static Element element(String xml, String namespace, String name) throws Exception {
        var all = elements(xml, namespace, name);
        assertThat(all).as(name).hasSize(1);
        return all.get(0);
    }

    private static Element child(Element parent, String namespace, String name) {
        return (Element) parent.getElementsByTagNameNS(namespace, name).item(0);
    }

    private static byte[] octets(Element base64) {
        return Base64.getMimeDecoder().decode(base64.getTextContent());
    }

    /** Without the elements of this name. */
    private static String without(String xml, String name) {
        var less = xml.replaceAll("(?s)<[a-z0-9]+:" + name + "[ >].*?</[a-z0-9]+:" + name + ">", "");
        assertThat(less).as(name).isNotEqualTo(xml);
        return less;
    }

    private Verification verified(String xml, Instant when) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "cut", ".xml"), xml);
        return FileVerification.verify(file, Optional.empty(), anchors, when);
    }

    private Verification.Judged judged(String xml, Instant when) throws IOException {
        return (Verification.Judged) verified(xml, when);
    }

    private String level(String xml) throws IOException {
        return judged(xml, NOW.plusSeconds(60)).signatures().get(0).level();
    }

    private static String atT(String xml) {
        return without(without(without(xml, "ArchiveTimeStamp"), "RevocationValues"), "CertificateValues");
    }

    @Test
    void signed_info_refers_to_the_document_and_to_the_signed_properties() throws Exception {
        var references = elements(archived, DSIG, "Reference").stream()
                .filter(each -> "SignedInfo".equals(each.getParentNode().getLocalName()))
                .toList();

        assertThat(references).extracting(each -> each.getAttribute("URI")).contains("");
        var properties = element(archived, XADES, "SignedProperties").getAttribute("Id");
        assertThat(references)
                .filteredOn(each -> each.getAttribute("Type").equals("http://uri.etsi.org/01903#SignedProperties"))
                .singleElement()
                .extracting(each -> each.getAttribute("URI"))
                .isEqualTo("#" + properties);
    }

    @Test
    void signed_properties_name_the_signing_certificate_and_claim_the_time() throws Exception {
        var named = element(archived, XADES, "SigningCertificateV2");

        assertThat(octets(child(named, DSIG, "DigestValue")))
                .isEqualTo(digest(
                        child(named, DSIG, "DigestMethod"), signer.certificate().getEncoded()));
        assertThat(element(archived, XADES, "SigningTime").getTextContent()).isNotBlank();
    }

    private static byte[] digest(Element method, byte[] octets) throws Exception {
        var name = method.getAttribute("Algorithm").replaceFirst(".*#sha", "SHA-");
        return MessageDigest.getInstance(name).digest(octets);
    }

    @Test
    void key_info_carries_the_signing_certificate() throws Exception {
        var carried = elements(archived, DSIG, "X509Certificate").stream()
                .map(each -> Base64.getEncoder().encodeToString(octets(each)))
                .toList();

        assertThat(carried)
                .contains(
                        Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
    }

    @Test
    void profile_t_has_a_timestamp_over_the_signature_value() throws Exception {
        var stamp = child(element(archived, XADES, "SignatureTimeStamp"), XADES, "EncapsulatedTimeStamp");

        assertThat(time(stamp)).isEqualTo(NOW);
    }

    private static Instant time(Element stamp) throws Exception {
        return new TimeStampToken(new CMSSignedData(octets(stamp)))
                .getTimeStampInfo()
                .getGenTime()
                .toInstant();
    }

    @Test
    void profile_a_has_certificates_and_states_and_a_timestamp_over_them() throws Exception {
        assertThat(octets(child(element(archived, XADES, "CertificateValues"), XADES, "EncapsulatedX509Certificate")))
                .isNotEmpty();
        assertThat(octets(child(element(archived, XADES, "RevocationValues"), XADES, "EncapsulatedCRLValue")))
                .isNotEmpty();
        var stamp = element(archived, XADES_141, "ArchiveTimeStamp");
        assertThat(time(child(stamp, XADES, "EncapsulatedTimeStamp"))).isEqualTo(NOW);
        assertThat(stamp.getNextSibling()).isNull();
    }

    @Test
    void without_its_last_timestamp_or_its_states_or_any_timestamp_it_is_of_the_level_below() throws IOException {
        assertThat(level(archived)).isEqualTo("XAdES-BASELINE-LTA");
        assertThat(level(without(archived, "ArchiveTimeStamp"))).isEqualTo("XAdES-BASELINE-LT");
        assertThat(level(atT(archived))).isEqualTo("XAdES-BASELINE-T");
        assertThat(level(without(atT(archived), "SignatureTimeStamp"))).isEqualTo("XAdES-BASELINE-B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SigningCertificateV2", "SigningTime", "SignedProperties", "SignatureValue"})
    void without_what_is_signed_it_is_not_valid(String name) throws IOException {
        assertThat(verified(without(archived, name), NOW.plusSeconds(60)))
                .matches(found -> !(found instanceof Verification.Judged judged && judged.verdict() == Verdict.VALID));
    }

    @Test
    void once_archived_it_outlives_the_signers_certificate_and_without_it_does_not() throws IOException {
        var later = NOW.plus(Duration.ofDays(200));

        assertThat(judged(archived, later).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(without(atT(archived), "SignatureTimeStamp"), later).verdict())
                .isNotEqualTo(Verdict.VALID);
    }

    @Test
    void it_is_renewed_twice_and_stays_valid() throws Exception {
        var file = Files.writeString(folder.resolve("renewed.xml"), archived);

        for (var i = 0; i < 2; i++) {
            var renewed = raising().raise(file, SignatureLevel.LTA);
            assertThat(renewed.steps()).isEqualTo(1);
            assertThat(renewed.why()).isEmpty();
        }

        var renewed = Files.readString(file);
        assertThat(elements(renewed, XADES_141, "ArchiveTimeStamp")).hasSize(3);
        assertThat(judged(renewed, NOW.plusSeconds(60)).verdict()).isEqualTo(Verdict.VALID);
    }
}
