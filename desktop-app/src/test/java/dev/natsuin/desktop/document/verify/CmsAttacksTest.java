package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.ForeignSigner;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeSignature;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CMS structures put together by hand, in a PDF and by themselves: what is not the signer's over these octets. */
final class CmsAttacksTest {
    private static final TestCa CA = new TestCa("cms attacks");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final TestSigner TARO = CA.signer("Taro", KeyAlgorithm.P_256);
    private static final TestSigner STRANGER = new TestCa("cms stranger").signer("Stranger", KeyAlgorithm.P_256);
    private static final byte[] LETTER = "a letter".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path desk;

    /** What goes into a CMS of BouncyCastle's. */
    private static final class Cms {
        private final CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        private final List<X509Certificate> certificates = new ArrayList<>();

        Cms signer(TestSigner signer, X509Certificate named) throws Exception {
            return signer(signer, Optional.of(named), new ASN1EncodableVector(), new ASN1EncodableVector());
        }

        Cms signer(
                TestSigner signer,
                Optional<X509Certificate> named,
                ASN1EncodableVector signed,
                ASN1EncodableVector unsigned)
                throws Exception {
            if (named.isPresent()) {
                var hash =
                        MessageDigest.getInstance("SHA-256").digest(named.get().getEncoded());
                signed.add(new Attribute(
                        PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                        new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
            }
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(signed)))
                    .setUnsignedAttributeGenerator(
                            unsigned.size() == 0
                                    ? null
                                    : new SimpleAttributeTableGenerator(new AttributeTable(unsigned)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()), signer.certificate()));
            certificates.add(signer.certificate());
            certificates.addAll(signer.issuers());
            return this;
        }

        Cms bare(TestSigner signer) throws Exception {
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setDirectSignature(true)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()), signer.certificate()));
            certificates.add(signer.certificate());
            certificates.addAll(signer.issuers());
            return this;
        }

        SignedData over(CMSTypedData content, boolean carried) throws Exception {
            generator.addCertificates(new JcaCertStore(certificates));
            return SignedData.getInstance(
                    generator.generate(content, carried).toASN1Structure().getContent());
        }

        SignedData over(byte[] content, boolean carried) throws Exception {
            return over(new CMSProcessableByteArray(content), carried);
        }
    }

    private static byte[] der(SignedData data) throws IOException {
        return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER);
    }

    /** With other signers, content or certificates. */
    private static SignedData with(SignedData data, ContentInfo content, ASN1Set certificates, ASN1Set signers) {
        return new SignedData(data.getDigestAlgorithms(), content, certificates, data.getCRLs(), signers);
    }

    /** How a signature over content is made; whatever goes wrong ends the test. */
    @FunctionalInterface
    private interface Making {
        byte[] over(byte[] content) throws Exception;
    }

    private Verification pdf(Making cms) throws IOException {
        return pdf(cms, HandMadeSignature.signature());
    }

    /** In the first signature of a document. */
    private Verification pdf(Making cms, String dictionary) throws IOException {
        var page = HandMadePdf.onePage("100 EUR").write(desk.resolve("page.pdf"));
        var file = HandMadeUpdate.of(page)
                .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>")
                .object(6, "<</FT/Sig/T(S)/V 7 0 R>>")
                .object(7, dictionary)
                .bytes();
        var signed = HandMadeSignature.filledIn(file, content -> {
            try {
                return cms.over(content);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        return PdfVerification.verify(
                Files.write(desk.resolve("signed.pdf"), signed), TrustAnchors.of(CA.certificate()), TIME);
    }

    private Verification file(byte[] cms) throws IOException {
        return FileVerification.verify(
                Files.write(desk.resolve("signed.p7m"), cms),
                Optional.empty(),
                TrustAnchors.of(CA.certificate()),
                TIME);
    }

    private static boolean isValid(Verification verification) {
        return verification instanceof Verification.Judged judged && judged.verdict() == Verdict.VALID;
    }

    private static void assertNotValid(Verification verification) {
        assertThat(isValid(verification)).as("%s", verification).isFalse();
    }

    private static ASN1EncodableVector attribute(String kind, String value) {
        var all = new ASN1EncodableVector();
        all.add(new Attribute(new ASN1ObjectIdentifier(kind), new DERSet(new DERUTF8String(value))));
        return all;
    }

    @Test
    void what_is_put_together_as_it_should_be_is_valid() throws Exception {
        assertThat(isValid(pdf(content -> ForeignSigner.cms(content, HANAKO)))).isTrue();
        assertThat(isValid(
                        file(der(new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true)))))
                .isTrue();
    }

    /** DSS judges nothing of a file with such a one; whoever signs behind it must have a verdict all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"3000", "3005020300000100", "300506032A03040000", "30800000"})
    void what_is_no_cms_takes_no_other_signature_with_it(String octets) throws Exception {
        var cms = HexFormat.of().parseHex(octets);

        var alone = (Verification.Judged) pdf(content -> cms);
        var signed = SigningForTests.signed(desk.resolve("signed.pdf"), TARO, SignAlgorithm.ECDSA_WITH_SHA256);
        var both = (Verification.Judged) PdfVerification.verify(signed, TrustAnchors.of(CA.certificate()), TIME);

        assertThat(alone.signatures()).extracting(SignatureReport::verdict).containsExactly(Verdict.INVALID);
        assertThat(both.signatures())
                .extracting(SignatureReport::verdict)
                .containsExactly(Verdict.INVALID, Verdict.VALID);
        assertThat(both.verdict()).isEqualTo(Verdict.INVALID);
    }

    /** Whoever has a letter that somebody signed puts its signature into a document. */
    @Test
    void a_signature_that_carries_its_own_content_is_none_of_the_document() throws Exception {
        var letter = der(new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true));
        assertNotValid(pdf(content -> letter));
        for (var kind : List.of("adbe.pkcs7.detached", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1", "ETSI.RFC3161")) {
            assertNotValid(pdf(content -> letter, HandMadeSignature.dictionary("/Type/Sig/SubFilter/" + kind)));
        }
        assertNotValid(pdf(
                content -> der(new Cms().signer(HANAKO, HANAKO.certificate()).over(new byte[0], true))));
    }

    /** The attributes of one signature are the content of another that has none (Strenzke 2023). */
    @Test
    void signed_attributes_are_nobodys_letter() throws Exception {
        var data = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        var info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        var attributes = info.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER);
        var without = new SignerInfo(
                info.getSID(),
                info.getDigestAlgorithm(),
                (ASN1Set) null,
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                null);
        var content = new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(attributes));
        assertNotValid(file(der(with(data, content, data.getCertificates(), new DERSet(without)))));
    }

    @Test
    void a_signature_without_signed_attributes_is_not_valid() throws Exception {
        assertNotValid(pdf(content -> der(new Cms().bare(HANAKO).over(content, false))));
        assertNotValid(file(der(new Cms().bare(HANAKO).over(LETTER, true))));
    }

    @Test
    void two_signers_in_one_place_of_a_document_are_not_valid() throws Exception {
        for (var other : List.of(TARO, STRANGER)) {
            assertNotValid(pdf(content -> der(new Cms()
                    .signer(HANAKO, HANAKO.certificate())
                    .signer(other, other.certificate())
                    .over(content, false))));
            assertNotValid(pdf(content -> der(new Cms()
                    .signer(other, other.certificate())
                    .signer(HANAKO, HANAKO.certificate())
                    .over(content, false))));
        }
    }

    @Test
    void of_two_signers_of_a_letter_each_is_judged() throws Exception {
        assertThat(isValid(file(der(new Cms()
                        .signer(HANAKO, HANAKO.certificate())
                        .signer(TARO, TARO.certificate())
                        .over(LETTER, true)))))
                .isTrue();
        assertNotValid(file(der(new Cms()
                .signer(HANAKO, HANAKO.certificate())
                .signer(STRANGER, STRANGER.certificate())
                .over(LETTER, true))));
    }

    @Test
    void the_certificate_that_is_named_is_the_signers() throws Exception {
        assertNotValid(
                pdf(content -> der(new Cms().signer(HANAKO, TARO.certificate()).over(content, false))));
        assertNotValid(file(der(new Cms().signer(HANAKO, TARO.certificate()).over(LETTER, true))));
        assertNotValid(pdf(content -> der(new Cms()
                .signer(HANAKO, Optional.empty(), new ASN1EncodableVector(), new ASN1EncodableVector())
                .over(content, false))));
    }

    /** A stranger with a certificate of the same names and number as somebody's. */
    @Test
    void a_certificate_that_calls_itself_the_same_is_not_the_same() throws Exception {
        var twin = new TestCa("cms attacks twin").signer("Hanako", KeyAlgorithm.P_256);
        var data = new Cms().signer(twin, HANAKO.certificate()).over(LETTER, true);
        var theirs = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        var info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        var named = new SignerInfo(
                SignerInfo.getInstance(theirs.getSignerInfos().getObjectAt(0)).getSID(),
                info.getDigestAlgorithm(),
                info.getAuthenticatedAttributes(),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                null);
        var both = new ASN1EncodableVector();
        data.getCertificates().forEach(both::add);
        theirs.getCertificates().forEach(both::add);
        assertNotValid(file(der(with(data, data.getEncapContentInfo(), new DERSet(both), new DERSet(named)))));
        assertNotValid(file(der(with(data, data.getEncapContentInfo(), theirs.getCertificates(), new DERSet(named)))));
    }

    @Test
    void another_content_type_is_not_valid() throws Exception {
        var kind = new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.4");
        CMSTypedData content = new CMSProcessableByteArray(kind, LETTER);
        assertNotValid(file(der(new Cms().signer(HANAKO, HANAKO.certificate()).over(content, true))));
        // The signed attribute says data, the content is called something else.
        var data = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        var called = new ContentInfo(kind, new DEROctetString(LETTER));
        assertNotValid(file(der(with(data, called, data.getCertificates(), data.getSignerInfos()))));
    }

    @Test
    void a_signed_attribute_twice_or_with_two_values_is_not_valid() throws Exception {
        var data = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        var info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        var digest = new ASN1ObjectIdentifier("1.2.840.113549.1.9.4");
        var forged = new DEROctetString(
                MessageDigest.getInstance("SHA-256").digest("999".getBytes(StandardCharsets.US_ASCII)));
        var twice = new AttributeTable(info.getAuthenticatedAttributes())
                .add(digest, forged)
                .toASN1EncodableVector();
        var changed = new SignerInfo(
                info.getSID(),
                info.getDigestAlgorithm(),
                new DERSet(twice),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                null);
        assertNotValid(file(der(with(data, data.getEncapContentInfo(), data.getCertificates(), new DERSet(changed)))));
    }

    @Test
    void attributes_that_nobody_signed_say_nothing() throws Exception {
        var loud = attribute("1.2.3.4.5", "approved by the board");
        assertThat(isValid(pdf(content -> der(new Cms()
                        .signer(HANAKO, Optional.of(HANAKO.certificate()), new ASN1EncodableVector(), loud)
                        .over(content, false)))))
                .isTrue();
        // A time, a digest or a certificate among them is no better.
        for (var kind : List.of("1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.16.2.14")) {
            assertNotValid(pdf(content -> der(new Cms()
                    .signer(
                            STRANGER,
                            Optional.of(STRANGER.certificate()),
                            new ASN1EncodableVector(),
                            attribute(kind, "x"))
                    .over(content, false))));
        }
    }

    /** BER is what RFC 5652 allows; what ends it is not what is covered by a length. */
    @Test
    void lengths_that_are_not_told_hide_nothing() throws Exception {
        var data = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        var parts = new BEROctetString(new BEROctetString[] {
            new BEROctetString("a le".getBytes(StandardCharsets.US_ASCII)),
            new BEROctetString("tter".getBytes(StandardCharsets.US_ASCII))
        });
        var loose = with(
                data,
                new ContentInfo(CMSObjectIdentifiers.data, parts),
                new BERSet(data.getCertificates().toArray()),
                data.getSignerInfos());
        var ber = new ContentInfo(CMSObjectIdentifiers.signedData, loose).getEncoded(ASN1Encoding.BER);
        assertThat(isValid(file(ber))).isTrue();
        assertNotValid(file(Bytes.concat(Bytes.of(ber), Bytes.utf8("more")).toArray()));
        assertNotValid(file(
                Bytes.concat(Bytes.of(ber), Bytes.of(new byte[] {0, 0})).toArray()));
        assertNotValid(file(java.util.Arrays.copyOf(ber, ber.length - 2)));
        assertNotValid(pdf(content -> {
            var cms = ForeignSigner.cms(content, HANAKO);
            return Bytes.concat(Bytes.of(cms), Bytes.utf8("more")).toArray();
        }));
    }

    @Test
    void nobody_in_it_is_nobody() throws Exception {
        var data = new Cms().signer(HANAKO, HANAKO.certificate()).over(LETTER, true);
        assertNotValid(file(der(with(data, data.getEncapContentInfo(), data.getCertificates(), new DERSet()))));
        assertNotValid(pdf(content -> der(with(
                new Cms().signer(HANAKO, HANAKO.certificate()).over(content, false),
                new ContentInfo(CMSObjectIdentifiers.data, null),
                new DERSet(),
                new DERSet()))));
    }
}
