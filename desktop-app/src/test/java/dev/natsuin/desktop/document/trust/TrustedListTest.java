package dev.natsuin.desktop.document.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.FormatsForTests;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustedListTest {
    private static final String STATUS = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/";
    private static final Instant NOW = SigningForTests.TIME.plusSeconds(3600);
    private static final TestCa PUBLISHER = new TestCa("publisher");
    private static final TestSigner SIGNER = PUBLISHER.signer("List signer", KeyAlgorithm.P_256);
    private static final TestCa AUTHORITY = new TestCa("qualified");
    private static final TestSigner HANAKO = AUTHORITY.signer("山田 花子", KeyAlgorithm.P_256);

    @TempDir
    private Path folder;

    private String type = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";
    private String nextUpdate = "2026-12-31T00:00:00Z";
    private String extension = "";

    private String state(String status, String from) throws Exception {
        return "<ServiceTypeIdentifier>" + type + "</ServiceTypeIdentifier><ServiceName><Name xml:lang=\"en\">CA</Name>"
                + "</ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>"
                + Base64.getEncoder().encodeToString(AUTHORITY.certificate().getEncoded())
                + "</X509Certificate></DigitalId></ServiceDigitalIdentity><ServiceStatus>" + STATUS + status
                + "</ServiceStatus><StatusStartingTime>" + from + "</StatusStartingTime>" + extension;
    }

    private String list(String now, String history) {
        return "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"list\"><SchemeInformation>"
                + "<TSLVersionIdentifier>6</TSLVersionIdentifier><NextUpdate><dateTime>" + nextUpdate
                + "</dateTime></NextUpdate></SchemeInformation><TrustServiceProviderList><TrustServiceProvider>"
                + "<TSPServices><TSPService><ServiceInformation>" + now + "</ServiceInformation><ServiceHistory>"
                + history + "</ServiceHistory></TSPService></TSPServices></TrustServiceProvider>"
                + "</TrustServiceProviderList></TrustServiceStatusList>";
    }

    private Path signed(String list) throws Exception {
        var file = Files.writeString(folder.resolve("list.xml"), list);
        return FormatsForTests.signed(file, SignatureForm.XADES_ENVELOPED, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private Path granted() throws Exception {
        return signed(list(state("granted", "2025-01-01T00:00:00Z"), ""));
    }

    private static TrustedList.Reading read(Path file, X509Certificate... signers) {
        return TrustedList.read(file, List.of(signers), NOW);
    }

    private static TrustAnchors believed(Path file) {
        var reading = read(file, SIGNER.certificate());
        assertThat(reading).isInstanceOf(TrustedList.Reading.Believed.class);
        return new TrustAnchors(((TrustedList.Reading.Believed) reading).anchors());
    }

    private Verification.Judged judged(TrustAnchors anchors) {
        var file = HandMadePdf.onePage("contract").write(folder.resolve("contract.pdf"));
        var output = SigningForTests.signed(file, HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
        return (Verification.Judged) PdfVerification.verify(output, anchors, NOW);
    }

    @Test
    void an_authority_that_is_granted_stands_behind_a_signature_and_the_verdict_says_so() throws Exception {
        var judged = judged(believed(granted()));

        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
        var anchor = judged.signatures().get(0).anchor().orElseThrow();
        assertThat(anchor.origin()).isEqualTo(TrustAnchors.Origin.TRUSTED_LIST);
        assertThat(anchor.source()).isEqualTo("list-signed.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "withdrawn, 2026-06-01T00:00:00Z, withdrawn before it was signed",
        "withdrawn, 2026-11-22T11:00:00Z, withdrawn since; nothing proves that it was signed before",
        "granted, 2026-11-01T00:00:00Z, granted only after it issued the certificate",
    })
    void an_authority_that_was_not_granted_at_the_time_leaves_it_open(String status, String from, String why)
            throws Exception {
        var history = status.equals("granted")
                ? ""
                : "<ServiceHistoryInstance>" + state("granted", "2025-01-01T00:00:00Z") + "</ServiceHistoryInstance>";

        var judged = judged(believed(signed(list(state(status, from), history))));

        assertThat(judged.verdict()).as(why).isEqualTo(Verdict.INDETERMINATE);
        assertThat(judged.signatures().get(0).subIndication()).as(why).contains("CHAIN_CONSTRAINTS_FAILURE");
    }

    @Test
    void what_was_granted_and_withdrawn_later_counts_for_its_own_time() throws Exception {
        var history =
                "<ServiceHistoryInstance>" + state("granted", "2025-01-01T00:00:00Z") + "</ServiceHistoryInstance>";
        var judged = judged(believed(signed(list(state("withdrawn", "2026-11-23T00:00:00Z"), history))));

        assertThat(judged.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void other_services_and_narrowed_ones_are_not_taken() throws Exception {
        extension = "<ServiceInformationExtensions><Extension Critical=\"true\"/></ServiceInformationExtensions>";
        assertThat(believed(granted()).anchors()).isEmpty();
        extension = "";
        type = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST";
        Files.delete(folder.resolve("list-signed.xml"));
        assertThat(believed(granted()).anchors()).isEmpty();
    }

    @Test
    void a_state_in_the_past_that_was_narrowed_counts_as_not_granted() throws Exception {
        extension = "<ServiceInformationExtensions><Extension Critical=\"true\"/></ServiceInformationExtensions>";
        var history =
                "<ServiceHistoryInstance>" + state("granted", "2025-01-01T00:00:00Z") + "</ServiceHistoryInstance>";
        extension = "";

        var judged = judged(believed(signed(list(state("granted", "2026-11-23T00:00:00Z"), history))));

        assertThat(judged.verdict()).isEqualTo(Verdict.INDETERMINATE);
    }

    @Test
    void any_of_those_whom_the_owner_named_may_have_signed_it() throws Exception {
        var reading = read(granted(), HANAKO.certificate(), PUBLISHER.certificate(), SIGNER.certificate());

        assertThat(reading).isInstanceOf(TrustedList.Reading.Believed.class);
    }

    @Test
    void a_list_is_believed_by_nothing_but_the_signature_of_whom_the_owner_named() throws Exception {
        var list = granted();
        assertThat(read(list)).isEqualTo(new TrustedList.Reading.NotSigned());
        assertThat(read(list, HANAKO.certificate())).isEqualTo(new TrustedList.Reading.NotSigned());
        assertThat(read(list, PUBLISHER.certificate()))
                .as("an authority is not the one who signed")
                .isEqualTo(new TrustedList.Reading.NotSigned());
        var altered = Files.writeString(
                folder.resolve("altered.xml"), Files.readString(list).replace("2025-01-01", "2024-01-01"));
        assertThat(read(altered, SIGNER.certificate())).isEqualTo(new TrustedList.Reading.NotSigned());
        assertThat(read(folder.resolve("list.xml"), SIGNER.certificate()))
                .isEqualTo(new TrustedList.Reading.NotSigned());
    }

    @Test
    void a_service_smuggled_into_the_signatures_own_element_is_not_taken() throws Exception {
        var genuine =
                Files.readString(signed(list("", "").replaceFirst("<TSPServices>.*</TSPServices>", "<TSPServices/>")));
        var service = list(state("granted", "2025-01-01T00:00:00Z"), "")
                .replaceFirst("(?s).*(<TSPService>.*</TSPService>).*", "$1")
                .replace("<TSPService>", "<TSPService xmlns=\"http://uri.etsi.org/02231/v2#\">");
        for (var place : List.of("</ds:Signature>", "</ds:KeyInfo>", "</xades:SignedProperties>")) {
            var smuggled = genuine.replaceFirst(place, "<ds:Object>" + service + "</ds:Object>" + place);
            assertThat(smuggled).isNotEqualTo(genuine);
            var file = Files.writeString(folder.resolve("smuggled.xml"), smuggled);
            if (read(file, SIGNER.certificate()) instanceof TrustedList.Reading.Believed believed) {
                assertThat(believed.anchors()).as(place).isEmpty();
            }
        }
        var nested = genuine.replaceFirst(
                "<TSPServices/>",
                "<TSPServices><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" + service
                        + "</ds:Signature></TSPServices>");
        assertThat(read(Files.writeString(folder.resolve("nested.xml"), nested), SIGNER.certificate()))
                .isEqualTo(new TrustedList.Reading.NotSigned());
    }

    @Test
    void a_list_that_is_out_of_date_or_none_is_not_believed() throws Exception {
        nextUpdate = "2026-11-22T11:29:59Z";
        assertThat(read(granted(), SIGNER.certificate())).isEqualTo(new TrustedList.Reading.OutOfDate());
        for (var text : List.of("", "<a/>", "nothing", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")) {
            var none = Files.writeString(folder.resolve("none.xml"), text);
            assertThat(read(none, SIGNER.certificate())).isEqualTo(new TrustedList.Reading.Unreadable());
        }
        assertThat(Optional.of(read(folder.resolve("missing.xml"), SIGNER.certificate())))
                .contains(new TrustedList.Reading.Unreadable());
    }
}
