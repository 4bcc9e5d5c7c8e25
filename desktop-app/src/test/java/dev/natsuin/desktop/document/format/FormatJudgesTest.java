package dev.natsuin.desktop.document.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObjectJSON;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Others agree on what is written here: OpenSSL on CMS, xmlsec on XML, nimbus on JWS, unzip on containers. */
final class FormatJudgesTest {
    private static final TestCa CA = new TestCa("format judges");
    private static final TestSigner RSA = CA.signer("Signer", KeyAlgorithm.RSA_2048);

    @TempDir
    Path desk;

    private Path invoice() throws IOException {
        return Files.writeString(desk.resolve("invoice.xml"), "<invoice><sum>100</sum></invoice>");
    }

    private Path pem() throws IOException, CertificateEncodingException {
        var base64 = Base64.getMimeEncoder().encodeToString(CA.certificate().getEncoded());
        return Files.writeString(
                desk.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    private static TestSigner signer(KeyAlgorithm key) {
        return key == KeyAlgorithm.RSA_2048 ? RSA : CA.signer("Signer", key);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA",
        "RSA_2048, SHA512_WITH_RSA_PSS",
        "P_256, ECDSA_WITH_SHA256",
        "P_384, ECDSA_WITH_SHA384",
        "P_521, ECDSA_WITH_SHA512"
    })
    void others_agree(KeyAlgorithm key, SignAlgorithm algorithm) throws Exception {
        var file = invoice();
        var signer = signer(key);

        for (var form : EnumSet.complementOf(EnumSet.of(SignatureForm.PADES))) {
            var signed = FormatsForTests.signed(file, form, signer, algorithm);
            var detached = FormatsForTests.content(form, file);
            assertThat(FormatsForTests.verdict(signed, detached, signer))
                    .as("%s", form)
                    .contains(Verdict.VALID);
            assertThat(FormatsForTests.levels(signed, detached, signer))
                    .as("%s", form)
                    .allMatch(level -> level.endsWith("-BASELINE-B"));
            switch (form) {
                case CADES_DETACHED -> openssl(signed, Optional.of(file));
                case CADES_ENVELOPING -> openssl(signed, Optional.empty());
                case XADES_ENVELOPED, XADES_ENVELOPING -> {
                    if (algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS) {
                        jdk(signed, signer); // xmlsec1 has no RSASSA-PSS before 1.3.
                    } else {
                        xmlsec(signed);
                    }
                }
                case JADES_ENVELOPING -> nimbus(signed, signer);
                case ASIC_S, ASIC_E -> unzip(signed);
                case PADES, XADES_DETACHED, JADES_DETACHED -> {}
            }
        }
    }

    private void openssl(Path signed, Optional<Path> content) throws Exception {
        var out = desk.resolve("out");
        var verdict = ForeignJudges.cmsVerify(signed, content, pem(), out);
        assertThat(verdict.exit()).as(verdict.output()).isZero();
        assertThat(out).hasSameBinaryContentAs(invoice());
    }

    private void xmlsec(Path signed) throws Exception {
        var verdict = ForeignJudges.xmlsec(
                "--verify",
                "--trusted-pem",
                pem().toString(),
                "--id-attr:Id",
                "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
                signed.toString());
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    /** Without the names that our own verification gives it. */
    private static void jdk(Path signed, TestSigner signer) throws Exception {
        Security.removeProvider("NatsuinPssForXml");
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var document = factory.newDocumentBuilder().parse(signed.toFile());
        var signature = (Element)
                document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        var context = new DOMValidateContext(signer.certificate().getPublicKey(), signature);
        var properties = document.getElementsByTagNameNS("http://uri.etsi.org/01903/v1.3.2#", "SignedProperties");
        context.setIdAttributeNS((Element) properties.item(0), null, "Id");
        var xml = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        assertThat(xml.getSignedInfo().getSignatureMethod().getAlgorithm())
                .isEqualTo("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1");
        assertThat(xml.validate(context)).isTrue();
    }

    private static void nimbus(Path signed, TestSigner signer) throws Exception {
        var jws = JWSObjectJSON.parse(Files.readString(signed));
        var key = signer.certificate().getPublicKey();
        var verifier = key instanceof ECPublicKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAPublicKey) key);
        assertThat(jws.getSignatures()).hasSize(1);
        assertThat(jws.getSignatures().get(0).verify(verifier)).isTrue();
        assertThat(jws.getPayload().toString()).isEqualTo("<invoice><sum>100</sum></invoice>");
    }

    private static void unzip(Path signed) throws Exception {
        assertThat(ForeignJudges.unzip("-t", signed.toString()).exit()).isZero();
        var octets = Bytes.of(Files.readAllBytes(signed));
        assertThat(octets.slice(8, 10).toHex()).as("stored").isEqualTo("0000");
        assertThat(octets.slice(30, 69).toUtf8()).matches("mimetypeapplication/vnd\\.etsi\\.asic-[es]\\+zip");
    }

    @Test
    void short_numbers_of_ecdsa_keep_their_place() throws IOException {
        for (var key : new KeyAlgorithm[] {KeyAlgorithm.P_256, KeyAlgorithm.P_384, KeyAlgorithm.P_521}) {
            var length = (key.sizeBits() + 7) / 8;
            var numbers = new ASN1EncodableVector();
            numbers.add(new ASN1Integer(BigInteger.ONE));
            numbers.add(new ASN1Integer(BigInteger.valueOf(0x80)));
            var certificate = signer(key).with(key.defaultSignAlgorithm());

            var plain = SignatureValues.plain(certificate, Bytes.of(new DERSequence(numbers).getEncoded()));

            assertThat(plain.toHex()).isEqualTo("00".repeat(length - 1) + "01" + "00".repeat(length - 1) + "80");
        }
    }
}
