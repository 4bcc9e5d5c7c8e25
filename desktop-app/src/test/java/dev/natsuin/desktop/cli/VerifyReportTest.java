package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.validationreport.ValidationReportFacade;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Reports of verified files: what stands in them, what cannot, and where they may go. */
final class VerifyReportTest {
    private static final TestCa CA = new TestCa("reports");
    private static final String HOSTILE = "<script>alert(1)</script> & \u202E\"x\"";
    private static final TestSigner HANAKO = CA.signer("山田 花子𠮷", KeyAlgorithm.P_256);
    private static final TestSigner MALLORY = CA.signer(HOSTILE.replace("\"", "\\\""), KeyAlgorithm.P_256);

    @TempDir
    private Path folder;

    private final List<String> files = new ArrayList<>();
    private Path trust;

    @BeforeEach
    void files_of_every_kind() throws Exception {
        trust = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(CA.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        var valid = signed("契約書 <1>.pdf", HANAKO);
        var hostile = signed("hostile.pdf", MALLORY);
        var changed = HandMadeUpdate.of(signed("second.pdf", HANAKO)).stream(
                        4, "", "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET")
                .write(folder.resolve("changed.pdf"));
        var flipped = Files.readString(valid, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("100 EUR", "900 EUR");
        var altered =
                Files.writeString(folder.resolve("altered.pdf"), flipped, java.nio.charset.StandardCharsets.ISO_8859_1);
        var none = Files.writeString(folder.resolve("none.pdf"), "nothing");
        var unsigned = HandMadePdf.onePage("draft").write(folder.resolve("draft.pdf"));
        for (var each : List.of(valid, hostile, changed, altered, unsigned, none)) {
            files.add(each.toString());
        }
    }

    private Path signed(String name, TestSigner signer) {
        return SigningForTests.signed(
                HandMadePdf.onePage("contract: 100 EUR").write(folder.resolve(name)),
                signer,
                SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Typist.Outcome verified(String report, String... more) {
        var all = new ArrayList<>(List.of("verify", "--offline", "--trust", trust.toString(), "--report", report));
        all.addAll(List.of(more));
        all.addAll(files);
        return new Typist(folder.resolve("profile")).types(all.toArray(String[]::new));
    }

    private Path report(String name, String... more) {
        var target = folder.resolve(name);
        var outcome = verified(target.toString(), more);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(1);
        assertThat(target).exists();
        return target;
    }

    private static Document parsed(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    @Test
    void a_name_with_what_xml_cannot_say_costs_no_report() throws Exception {
        files.add(signed("control.pdf", CA.signer("Hanako \u0001\u000B", KeyAlgorithm.P_256))
                .toString());

        var document = parsed(Files.readAllBytes(report("report.xml")));

        assertThat(document.getDocumentElement().getTextContent()).contains("control-signed.pdf");
        assertThat(document.getElementsByTagNameNS("*", "SignatureValidationReport")
                        .getLength())
                .isEqualTo(files.size());
        assertThat(document.getDocumentElement().getTextContent()).contains("urn:etsi:019102:mainindication:passed");
    }

    @ParameterizedTest
    @CsvSource({
        "en, Valid, Not valid, Changed after signing, Could not be read, Not signed",
        "ja, 有効, 無効, 署名後に変更あり, 読み取れません, 署名なし"
    })
    void the_page_for_people_says_every_verdict_and_nothing_in_it_runs_or_loads(
            String language, String valid, String invalid, String changed, String unread, String unsigned)
            throws Exception {
        var html = report("report.html", "--lang", language);
        var document = parsed(Files.readAllBytes(html));

        var verdicts = new ArrayList<String>();
        var strong = document.getElementsByTagName("strong");
        for (var i = 0; i < strong.getLength(); i++) {
            verdicts.add(strong.item(i).getTextContent());
        }
        assertThat(verdicts).containsExactly(valid, valid, changed, invalid, unsigned, unread);
        var all = document.getElementsByTagName("*");
        for (var i = 0; i < all.getLength(); i++) {
            var element = (Element) all.item(i);
            assertThat(element.getTagName()).isNotIn("script", "link", "iframe", "object", "form", "a", "base");
            var attributes = element.getAttributes();
            for (var k = 0; k < attributes.getLength(); k++) {
                assertThat(attributes.item(k).getNodeName())
                        .doesNotStartWith("on")
                        .isNotIn("href", "action");
                if (attributes.item(k).getNodeName().equals("src")) {
                    assertThat(attributes.item(k).getNodeValue()).startsWith("data:image/png;base64,");
                }
            }
        }
        assertThat(document.getDocumentElement().getTextContent())
                .contains("山田 花子𠮷", "<script>alert(1)</script> & <U+202E>\"x\"", "契約書 <1>-signed.pdf");
        assertThat(Files.readString(html)).doesNotContain("\u202E", "url(", "@import");
    }

    @Test
    void the_pages_to_print_hold_the_same_words_as_text() {
        var pdf = report("report.pdf", "--lang", "ja");

        assertThat(ForeignJudges.qpdf(pdf).exit()).isZero();
        assertThat(ForeignJudges.pdftotext(pdf))
                .contains("検証レポート", "山田 花子𠮷", "有効", "署名後に変更あり", "無効", "<U+202E>", "EN 319 102-1");
        assertThat(ForeignJudges.pdffonts(pdf)).contains("NotoSansJP").doesNotContain(" no  no ");
    }

    @Test
    void the_report_by_the_standard_fits_its_schema_and_passes_nothing_that_we_do_not() throws Exception {
        var xml = Files.readString(report("report.xml"));

        var read = ValidationReportFacade.newFacade().unmarshall(xml, true);
        assertThat(read.getSignatureValidationReport())
                .extracting(each -> each.getSignatureValidationStatus().getMainIndication())
                .containsExactly(
                        Indication.TOTAL_PASSED,
                        Indication.TOTAL_PASSED,
                        Indication.TOTAL_FAILED,
                        Indication.TOTAL_FAILED,
                        Indication.NO_SIGNATURE_FOUND,
                        Indication.INDETERMINATE);
        var verdicts = parsed(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .getElementsByTagNameNS("urn:natsuin:verification", "Verdict");
        assertThat(verdicts.getLength()).isEqualTo(5);
        assertThat(verdicts.item(2).getTextContent()).isEqualTo("changed");
    }

    @Test
    void the_report_for_machines_says_what_the_command_says_and_of_which_octets() throws Exception {
        var json = JsonObject.strict(Bytes.of(Files.readAllBytes(report("report.json"))))
                .reader();

        assertThat(json.text("report")).isEqualTo("natsuin-verification");
        var found = json.objects("files");
        assertThat(found).hasSize(6);
        var first = found.get(0).reader();
        assertThat(first.text("verdict")).isEqualTo("valid");
        assertThat(first.text("sha256"))
                .isEqualTo(Bytes.of(Files.readAllBytes(Path.of(files.get(0))))
                        .sha256()
                        .toHex());
        var signature = first.objects("signatures").get(0).reader();
        assertThat(signature.text("trust")).isEqualTo("file");
        assertThat(signature.text("trustSource")).isEqualTo("ca.pem");
        assertThat(signature.objects("path")).hasSize(2);
        var changes = found.get(2).reader().objects("signatures").get(0).reader();
        assertThat(changes.texts("changes")).contains("content");
        assertThat(changes.text("verdict")).isEqualTo("changed");
        assertThat(found.get(5).reader().object("error").reader().text("code")).isEqualTo("file-not-pdf");
    }

    @Test
    void what_is_there_already_is_not_overwritten() throws Exception {
        var there = Files.writeString(folder.resolve("report.html"), "mine");

        var outcome = verified(there.toString());

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.lines()).isEmpty();
        assertThat(Files.readString(there)).isEqualTo("mine");
    }

    @Test
    void a_report_of_files_that_only_their_owner_may_read_is_so_too() throws Exception {
        Files.setPosixFilePermissions(Path.of(files.get(0)), PosixFilePermissions.fromString("rw-------"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report("report.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_report_goes_nowhere_else_than_it_can() {
        assertThat(verified(folder.resolve("report.doc").toString()).exit()).isEqualTo(64);
        assertThat(verified(folder.resolve("nowhere").resolve("report.html").toString())
                        .err())
                .contains("report cannot be saved");
    }
}
