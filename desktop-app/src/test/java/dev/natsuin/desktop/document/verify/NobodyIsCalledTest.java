package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever verifies a file tells nobody so: addresses in it, wherever a standard puts one, are not called. */
final class NobodyIsCalledTest {
    private static final TestCa CA = new TestCa("nobody is called");
    private static final TestSigner SIGNER = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final SignAlgorithm ALGORITHM = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final String INVOICE = "<invoice><sum>100</sum></invoice>";

    @TempDir
    Path desk;

    private final List<String> called = new CopyOnWriteArrayList<>();
    private HttpServer listener;
    private String there;

    @BeforeEach
    void listen() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            called.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, INVOICE.length());
            exchange.getResponseBody().write(INVOICE.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        listener.start();
        there = "http://127.0.0.1:" + listener.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        listener.stop(0);
    }

    private String signed(SignatureForm form) throws IOException {
        var invoice = Files.writeString(desk.resolve("invoice.xml"), INVOICE);
        var file = FormatsForTests.signed(invoice, form, SIGNER, ALGORITHM);
        var text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    private boolean verified(String name, String text, Optional<Path> detached) throws IOException {
        var file = Files.writeString(desk.resolve(name), text);
        return FileVerification.verify(file, detached, TrustAnchors.of(CA.certificate()), TIME)
                        instanceof Verification.Judged judged
                && judged.verdict() == Verdict.VALID;
    }

    private void assertCallsNobody(String name, String text) throws IOException {
        for (var detached : List.of(Optional.<Path>empty(), Optional.of(desk.resolve("invoice.xml")))) {
            assertThat(verified(name, text, detached)).isFalse();
        }
        assertThat(called).isEmpty();
    }

    @Test
    void a_reference_in_xml_is_not_followed() throws IOException {
        var signed = signed(SignatureForm.XADES_DETACHED);
        assertThat(signed).contains("URI=\"invoice.xml\"");
        for (var uri : List.of(there + "invoice.xml", "//127.0.0.1/x", "jar:" + there + "a.jar!/invoice.xml")) {
            assertCallsNobody("reference.xml", signed.replace("URI=\"invoice.xml\"", "URI=\"" + uri + "\""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ds:RetrievalMethod URI=\"@key\" Type=\"http://www.w3.org/2000/09/xmldsig#X509Data\"/>",
                "<ds:RetrievalMethod URI=\"@key\" Type=\"http://www.w3.org/2000/09/xmldsig#rawX509Certificate\"/>",
                "<dsig11:KeyInfoReference xmlns:dsig11=\"http://www.w3.org/2009/xmldsig11#\" URI=\"@key\"/>"
            })
    void a_key_that_lies_elsewhere_is_not_fetched(String key) throws IOException {
        var signed = signed(SignatureForm.XADES_ENVELOPED);
        // No signature covers what is said of the key beside the certificate that it names.
        var more = signed.replaceFirst("(?s)(<ds:KeyInfo[^>]*>)", "$1" + key.replace("@", there));
        assertThat(more).isNotEqualTo(signed);
        verified("key.xml", more, Optional.empty());
        assertThat(called).isEmpty();
        assertCallsNobody(
                "only.xml",
                signed.replaceFirst(
                        "(?s)<ds:KeyInfo[^>]*>.*</ds:KeyInfo>",
                        "<ds:KeyInfo>" + key.replace("@", there) + "</ds:KeyInfo>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml-stylesheet href=\"@style.xsl\" type=\"text/xsl\"?><invoice><sum>100</sum>",
                "<invoice xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a @s.xsd\">"
                        + "<sum>100</sum>",
                "<invoice xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"@x\"/><sum>100</sum>",
                "<!DOCTYPE invoice SYSTEM \"@i.dtd\"><invoice><sum>100</sum>",
                "<!DOCTYPE invoice [<!ENTITY % x SYSTEM \"@i.dtd\"> %x;]><invoice><sum>100</sum>",
                "<!DOCTYPE invoice [<!ENTITY x SYSTEM \"@i\">]><invoice><sum>&x;</sum>"
            })
    void what_a_document_names_beside_its_content_is_not_read(String begin) throws IOException {
        assertCallsNobody(
                "document.xml",
                signed(SignatureForm.XADES_ENVELOPED).replace("<invoice><sum>100</sum>", begin.replace("@", there)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet version=\"1.0\""
                        + " xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template match=\"/\">"
                        + "<xsl:copy-of select=\"document('@x')\"/></xsl:template></xsl:stylesheet></ds:Transform>",
                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
                        + "<ds:XPath>document('@x')</ds:XPath></ds:Transform>",
                "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"><f:XPath"
                        + " xmlns:f=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"union\">document('@x')"
                        + "</f:XPath></ds:Transform>",
                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
                        + "<ds:XPath>not(self::sum)</ds:XPath></ds:Transform>"
            })
    void a_transform_reads_nothing_and_leaves_nothing_out(String transform) throws IOException {
        var signed = signed(SignatureForm.XADES_ENVELOPED);
        var changed = signed.replaceFirst(
                "<ds:Transforms>",
                "<ds:Transforms>" + transform.replace("@", there).replace("$", "\\$"));
        assertThat(changed).isNotEqualTo(signed);
        assertCallsNobody("transform.xml", changed);
    }

    @Test
    void a_policy_is_not_fetched() throws IOException {
        var signed = signed(SignatureForm.XADES_ENVELOPED);
        var policy = "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>"
                + there + "policy</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash><ds:DigestMethod"
                + " Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>AAAA</ds:DigestValue>"
                + "</xades:SigPolicyHash><xades:SigPolicyQualifiers><xades:SigPolicyQualifier><xades:SPURI>" + there
                + "policy</xades:SPURI></xades:SigPolicyQualifier></xades:SigPolicyQualifiers>"
                + "</xades:SignaturePolicyId></xades:SignaturePolicyIdentifier></xades:SignedSignatureProperties>";
        var changed = signed.replace("</xades:SignedSignatureProperties>", policy);
        assertThat(changed).isNotEqualTo(signed);
        assertCallsNobody("policy.xml", changed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x5u\":\"@c\"",
                "\"jku\":\"@k\"",
                "\"jku\":\"@k\",\"x5u\":\"@c\",\"kid\":\"1\"",
                "\"sigPId\":{\"id\":\"@p\",\"sigPQuals\":[{\"spURI\":\"@p\"}]}",
                "\"crit\":[\"sigD\"],\"sigD\":{\"mId\":\"http://uri.etsi.org/19182/HttpHeaders\",\"pars\":[\"@a\"]}",
                "\"crit\":[\"sigD\"],\"sigD\":{\"mId\":\"http://uri.etsi.org/19182/ObjectIdByURI\",\"pars\":[\"@a\"]}",
                "\"crit\":[\"sigD\"],\"sigD\":{\"mId\":\"http://uri.etsi.org/19182/ObjectIdByURIHash\","
                        + "\"hashM\":\"S256\",\"hashV\":[\"AAAA\"],\"pars\":[\"@a\"]}"
            })
    void an_address_in_a_header_is_not_called(String member) throws IOException {
        var signed = signed(SignatureForm.JADES_ENVELOPING);
        var header = signed.replaceFirst("(?s).*\"protected\":\"([^\"]*)\".*", "$1");
        var plain = Bytes.base64Url(header).toUtf8();
        for (var more : List.of(
                plain.replaceFirst("\\{", "{" + member.replace("@", there) + ","),
                "{\"alg\":\"ES256\"," + member.replace("@", there) + "}")) {
            var other = signed.replace(header, Bytes.utf8(more).toBase64Url());
            assertCallsNobody("header.json", other);
            assertCallsNobody("beside.json", other.replaceFirst("\"payload\":\"[^\"]*\",?", ""));
        }
    }
}
