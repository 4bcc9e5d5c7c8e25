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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ISO 14533-1 asks of long-term CMS signatures, element by element (the table in docs/long-term.md), read by
 * BouncyCastle, not by the code that wrote it; and what the verifier says where one is missing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Iso14533CmsTest {
    private static final String LIST = "http://authority/list";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final byte[] CONTENT = "for decades".getBytes(StandardCharsets.UTF_8);
    private static final ASN1ObjectIdentifier ARCHIVE_TIMESTAMP = new ASN1ObjectIdentifier("0.4.0.1733.2.4");
    private static final ASN1ObjectIdentifier HASH_INDEX = new ASN1ObjectIdentifier("0.4.0.19122.1.5");

    @TempDir
    private static Path folder = Path.of("");

    private final TestCa authority = TestCa.listing("iso14533-1", LIST);
    private final TestSigner signer = authority.signer(
            "Taro", KeyAlgorithm.RSA_2048, NOW.minus(Duration.ofDays(300)), NOW.plus(Duration.ofDays(30)));
    private final ListingServices services = new ListingServices(authority, LIST);
    private final TrustAnchors anchors = TrustAnchors.of(List.of(authority.certificate(), services.believed()));
    private byte[] archived = new byte[0];

    @BeforeAll
    void archive() throws IOException {
        var file = FormatsForTests.signed(
                Files.write(folder.resolve("a.txt"), CONTENT),
                SignatureForm.CADES_ENVELOPING,
                signer,
                SignAlgorithm.SHA256_WITH_RSA);
        assertThat(raising().raise(file, SignatureLevel.LTA).why()).isEmpty();
        archived = Files.readAllBytes(file);
    }

    private LevelRaising raising() {
        return new LevelRaising(anchors, List.of("http://authority/"), services, new SecureRandom(), () -> NOW);
    }

    private CMSSignedData cms() throws CMSException {
        return new CMSSignedData(archived);
    }

    private static SignerInformation info(CMSSignedData cms) {
        return cms.getSignerInfos().getSigners().iterator().next();
    }

    private static ASN1Encodable value(AttributeTable attributes, ASN1ObjectIdentifier kind) {
        return attributes.get(kind).getAttrValues().getObjectAt(0);
    }

    private static TimeStampToken token(SignerInformation info, ASN1ObjectIdentifier kind) throws Exception {
        return new TimeStampToken(new CMSSignedData(
                value(info.getUnsignedAttributes(), kind).toASN1Primitive().getEncoded()));
    }

    private Verification.Judged judged(byte[] octets, Instant when) throws IOException {
        var file = Files.write(Files.createTempFile(folder, "cut", ".p7m"), octets);
        return (Verification.Judged) FileVerification.verify(file, Optional.empty(), anchors, when);
    }

    private String level(byte[] octets) throws IOException {
        return judged(octets, NOW.plusSeconds(60)).signatures().get(0).level();
    }

    private static byte[] without(byte[] octets, ASN1ObjectIdentifier unsignedAttribute) throws Exception {
        var cms = new CMSSignedData(octets);
        var changed = SignerInformation.replaceUnsignedAttributes(
                info(cms), info(cms).getUnsignedAttributes().remove(unsignedAttribute));
        return CMSSignedData.replaceSigners(cms, new SignerInformationStore(changed))
                .getEncoded();
    }

    private static byte[] withoutStates(byte[] octets) throws Exception {
        var cms = new CMSSignedData(octets);
        return CMSSignedData.replaceCertificatesAndCRLs(
                        cms, cms.getCertificates(), null, new CollectionStore<>(List.of()))
                .getEncoded();
    }

    @Test
    void signed_attributes_have_content_type_message_digest_and_the_signing_certificate() throws Exception {
        var attributes = info(cms()).getSignedAttributes();

        assertThat(value(attributes, CMSAttributes.contentType)).isEqualTo(PKCSObjectIdentifiers.data);
        assertThat(value(attributes, CMSAttributes.messageDigest))
                .hasToString("#"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT)));
        assertThat(SigningCertificateV2.getInstance(value(attributes, PKCSObjectIdentifiers.id_aa_signingCertificateV2))
                        .getCerts())
                .singleElement()
                .extracting(ESSCertIDv2::getCertHash)
                .isEqualTo(MessageDigest.getInstance("SHA-256")
                        .digest(signer.certificate().getEncoded()));
    }

    @Test
    void signing_time_is_claimed_in_a_signed_attribute() throws Exception {
        assertThat(info(cms()).getSignedAttributes().get(CMSAttributes.signingTime))
                .isNotNull();
    }

    @Test
    void cms_carries_the_content_the_signing_certificate_and_its_chain() throws Exception {
        assertThat(cms().getSignedContent().getContent()).isEqualTo(CONTENT);
        assertThat(cms().getCertificates().getMatches(null).stream()
                        .map(each -> each.getSerialNumber())
                        .collect(Collectors.toSet()))
                .containsAll(Set.of(
                        signer.certificate().getSerialNumber(),
                        authority.certificate().getSerialNumber()));
    }

    @Test
    void profile_t_has_a_timestamp_over_the_signature_value() throws Exception {
        var token = token(info(cms()), PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);

        assertThat(token.getTimeStampInfo().getMessageImprintDigest())
                .isEqualTo(MessageDigest.getInstance(token.getTimeStampInfo()
                                .getMessageImprintAlgOID()
                                .getId())
                        .digest(info(cms()).getSignature()));
        assertThat(token.getTimeStampInfo().getGenTime().toInstant()).isEqualTo(NOW);
    }

    @Test
    void profile_a_has_certificates_and_states_and_a_timestamp_with_an_index_of_all_of_them() throws Exception {
        assertThat(cms().getCRLs().getMatches(null)).isNotEmpty();
        var token = token(info(cms()), ARCHIVE_TIMESTAMP);

        assertThat(token.getUnsignedAttributes().get(HASH_INDEX)).isNotNull();
        assertThat(token.getTimeStampInfo().getGenTime().toInstant()).isEqualTo(NOW);
    }

    @Test
    void without_its_last_timestamp_or_its_states_or_any_timestamp_it_is_of_the_level_below() throws Exception {
        var lt = without(archived, ARCHIVE_TIMESTAMP);
        var t = withoutStates(lt);
        var b = without(t, PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);

        assertThat(level(archived)).isEqualTo("CAdES-BASELINE-LTA");
        assertThat(level(lt)).isEqualTo("CAdES-BASELINE-LT");
        assertThat(level(t)).isEqualTo("CAdES-BASELINE-T");
        assertThat(level(b)).isEqualTo("CAdES-BASELINE-B");
        assertThat(judged(withoutStates(archived), NOW.plusSeconds(60))
                        .signatures()
                        .get(0)
                        .level())
                .isNotEqualTo("CAdES-BASELINE-LTA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"})
    void without_a_signed_attribute_it_is_not_valid(String attribute) throws Exception {
        var kind = new ASN1ObjectIdentifier(attribute);
        var cms = cms();
        var info = info(cms).toASN1Structure();
        var less = new AttributeTable(info.getAuthenticatedAttributes()).remove(kind);
        var changed = new SignerInfo(
                info.getSID(),
                info.getDigestAlgorithm(),
                new DERSet(less.toASN1EncodableVector()),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                info.getUnauthenticatedAttributes());
        var data = SignedData.getInstance(cms.toASN1Structure().getContent());
        var all = new SignedData(
                data.getDigestAlgorithms(),
                data.getEncapContentInfo(),
                data.getCertificates(),
                data.getCRLs(),
                new DERSet(changed));
        var octets = new ContentInfo(PKCSObjectIdentifiers.signedData, all).getEncoded();
        var file = Files.write(folder.resolve("less.p7m"), octets);

        assertThat(FileVerification.verify(file, Optional.empty(), anchors, NOW.plusSeconds(60)))
                .matches(found -> !(found instanceof Verification.Judged judged && judged.verdict() == Verdict.VALID));
    }

    @Test
    void once_archived_it_outlives_the_signers_certificate_and_without_it_does_not() throws Exception {
        var later = NOW.plus(Duration.ofDays(200));
        var b = without(
                withoutStates(without(archived, ARCHIVE_TIMESTAMP)),
                PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);

        assertThat(judged(archived, later).verdict()).isEqualTo(Verdict.VALID);
        assertThat(judged(b, later).verdict()).isNotEqualTo(Verdict.VALID);
    }

    @Test
    void it_is_renewed_twice_and_stays_valid() throws Exception {
        var file = Files.write(folder.resolve("renewed.p7m"), archived);

        for (var i = 0; i < 2; i++) {
            var renewed = raising().raise(file, SignatureLevel.LTA);
            assertThat(renewed.steps()).isEqualTo(1);
            assertThat(renewed.why()).isEmpty();
        }

        var renewed = new CMSSignedData(Files.readAllBytes(file));
        assertThat(info(renewed)
                        .getUnsignedAttributes()
                        .getAll(ARCHIVE_TIMESTAMP)
                        .size())
                .isEqualTo(3);
        assertThat(judged(renewed.getEncoded(), NOW.plusSeconds(60)).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void a_cms_that_does_not_name_its_certificate_is_of_no_baseline_level() throws Exception {
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.key()), signer.certificate()));
        generator.addCertificates(new JcaCertStore(List.of(signer.certificate(), authority.certificate())));
        var octets =
                generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded();

        assertThat(level(octets)).doesNotContain("BASELINE");
    }
}
