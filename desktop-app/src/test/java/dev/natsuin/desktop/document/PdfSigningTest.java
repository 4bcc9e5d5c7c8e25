package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.prepared;
import static dev.natsuin.desktop.document.SigningForTests.refusal;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.document.appearance.SignatureLook;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.pdf.WrittenSignature;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.cms.SignedAttributes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PdfSigningTest {
    private static final TestCa CA = new TestCa("signing");
    private static final TestSigner RSA = CA.signer("山田 花子", KeyAlgorithm.RSA_2048);
    private static final TestSigner EC = CA.signer("鈴木 太郎", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY_EC = SignAlgorithm.ECDSA_WITH_SHA256;

    @TempDir
    Path desk;

    private Path original;

    @BeforeEach
    void a_contract() {
        original = HandMadePdf.onePage("contract").write(desk.resolve("契約書 甲.pdf"));
    }

    private List<String> onTheDesk() throws IOException {
        try (Stream<Path> all = Files.list(desk)) {
            return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    private static Bytes octets(Path file) throws IOException {
        return Bytes.of(Files.readAllBytes(file));
    }

    private static ProblemCode refused(Path file) {
        return refusal(PdfSigning.prepare(file, PdfSignatureOptions.at(TIME), EC.with(BY_EC)));
    }

    private ProblemCode refused(HandMadePdf pdf) {
        return refused(pdf.write(desk.resolve("other.pdf")));
    }

    // What comes out.

    @Test
    void the_output_is_the_original_and_an_increment_that_pdfsig_and_qpdf_accept() throws IOException {
        var before = octets(original);
        var output = signed(original, RSA, SignAlgorithm.SHA256_WITH_RSA);
        assertThat(output).hasFileName("契約書 甲-signed.pdf");
        assertThat(octets(output).slice(0, before.size())).isEqualTo(before);
        assertThat(octets(original)).isEqualTo(before);
        assertThat(ForeignJudges.pdfsig(output))
                .contains("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "山田 花子");
        assertThat(ForeignJudges.qpdf(output).exit())
                .as(ForeignJudges.qpdf(output).output())
                .isZero();
        assertThat(onTheDesk()).containsExactly("契約書 甲-signed.pdf", "契約書 甲.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA",
        "RSA_3072, SHA512_WITH_RSA",
        "RSA_2048, SHA256_WITH_RSA_PSS",
        "RSA_2048, SHA384_WITH_RSA_PSS",
        "RSA_3072, SHA512_WITH_RSA_PSS",
        "P_256, ECDSA_WITH_SHA256",
        "P_384, ECDSA_WITH_SHA384",
        "P_521, ECDSA_WITH_SHA512"
    })
    void pdfsig_accepts_every_algorithm_but_ed25519(KeyAlgorithm key, SignAlgorithm algorithm) {
        var output = signed(original, CA.signer("Signer", key), algorithm);
        assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
    }

    @Test
    void three_signatures_are_valid_and_the_last_covers_all() {
        var one = signed(original, RSA, SignAlgorithm.SHA256_WITH_RSA);
        var two = signed(one, EC, BY_EC);
        var three = signed(two, RSA, SignAlgorithm.SHA384_WITH_RSA);
        var said = ForeignJudges.pdfsig(three);
        assertThat(said.split("Signature is Valid", -1)).hasSize(4);
        assertThat(said.substring(said.indexOf("Signature #3"))).contains("Total document signed");
        assertThat(ForeignJudges.qpdf(three).exit()).isZero();
    }

    @Test
    void the_same_input_and_time_give_the_same_hash() {
        try (var one = prepared(original, EC, BY_EC);
                var two = prepared(original, EC, BY_EC)) {
            assertThat(one.toBeSigned()).isEqualTo(two.toBeSigned());
            assertThat(one.toBeSigned().size()).isEqualTo(32);
        }
    }

    @Test
    void what_was_prepared_describes_the_original() throws IOException {
        try (var pdf = prepared(original, EC, BY_EC)) {
            assertThat(pdf.documentDigest()).isEqualTo(octets(original).sha256());
            assertThat(pdf.sizeBytes()).isEqualTo(Files.size(original));
            assertThat(pdf.pageCount()).isEqualTo(1);
            assertThat(pdf.source()).isEqualTo(original);
        }
    }

    @Test
    void the_signature_dictionary_holds_name_time_reason_and_place() throws IOException {
        var options =
                new PdfSignatureOptions(Optional.of("Agreed (in full)"), Optional.of("Tokyo"), TIME, Optional.empty());
        var text = Files.readString(signed(original, EC, BY_EC, options), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("/M (D:20261122103000+00'00')", "/Reason (Agreed \\(in full\\))", "/Location (Tokyo)")
                .contains("/SubFilter /ETSI.CAdES.detached")
                .doesNotContain("/Cert ", "/Cert[");
    }

    @Test
    void the_cms_has_exactly_the_three_attributes_of_baseline_b() throws IOException {
        var info = signerInfo(signed(original, RSA, SignAlgorithm.SHA256_WITH_RSA));
        assertThat(Stream.of(info.getAuthenticatedAttributes().toArray())
                        .map(each -> Attribute.getInstance(each).getAttrType().getId()))
                .containsExactlyInAnyOrder(
                        "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47");
        assertThat(info.getUnauthenticatedAttributes()).isNull();
        var reference = Stream.of(info.getAuthenticatedAttributes().toArray())
                .map(Attribute::getInstance)
                .filter(each -> each.getAttrType().getId().endsWith(".47"))
                .map(each ->
                        SigningCertificateV2.getInstance(each.getAttrValues().getObjectAt(0)))
                .findFirst()
                .orElseThrow();
        var der = Bytes.of(reference.getCerts()[0].getEncoded(ASN1Encoding.DER)).toHex();
        assertThat(der).as("SHA-256 is the default and not written").doesNotContain("608648016503040201");
    }

    private static SignerInfo signerInfo(Path output) throws IOException {
        var text = Files.readString(output, StandardCharsets.ISO_8859_1);
        var found = Pattern.compile("/Contents <([0-9A-Fa-f]+)>").matcher(text);
        assertThat(found.find()).isTrue();
        try (var in = new ASN1InputStream(Bytes.hex(found.group(1)).toArray())) {
            var signed = SignedData.getInstance(
                    ContentInfo.getInstance(in.readObject()).getContent());
            assertThat(signed.getSignerInfos().size()).isEqualTo(1);
            assertThat(signed.getCertificates().size()).isEqualTo(2);
            return SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
        }
    }

    @Test
    void an_empty_field_of_the_form_is_signed_where_it_stands() throws IOException {
        var form = form("/Rect[72 72 300 120]").write(desk.resolve("form.pdf"));
        var inField = new PdfSignatureOptions(Optional.empty(), Optional.empty(), TIME, Optional.of("Party B"));
        var output = signed(form, EC, BY_EC, inField);
        assertThat(ForeignJudges.pdfsig(output)).contains("Signature Field Name: Party B", "Signature is Valid");
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1).split("/Rect", -1)[2])
                .as("the field keeps its place")
                .startsWith(" [72 72 300 120]");
        assertThat(ForeignJudges.qpdf(output).exit()).isZero();
    }

    private static HandMadePdf form(String entries) {
        return HandMadePdf.withCatalog("/AcroForm 6 0 R")
                .object("<</Fields[7 0 R]>>")
                .object("<</Type/Annot/Subtype/Widget/FT/Sig/T(Party B)/F 4/P 3 0 R" + entries + ">>");
    }

    @Test
    void unless_asked_the_field_of_the_form_stays_empty() {
        var form = form("/Rect[72 72 300 120]").write(desk.resolve("form.pdf"));
        assertThat(ForeignJudges.pdfsig(signed(form, EC, BY_EC))).contains("Signature Field Name: Signature1");
    }

    @Test
    void shared_lists_of_fields_and_notes_keep_what_they_had() {
        var pdf = HandMadePdf.withCatalog("/AcroForm<</Fields 6 0 R>>")
                .object("[7 0 R]")
                .object("<</FT/Tx/T(name)/V(x)/Type/Annot/Subtype/Widget/Rect[1 1 2 2]/P 3 0 R>>")
                .write(desk.resolve("shared.pdf"));
        var output = signed(signed(pdf, EC, BY_EC), RSA, SignAlgorithm.SHA256_WITH_RSA);
        assertThat(ForeignJudges.pdfsig(output).split("Signature is Valid", -1)).hasSize(3);
        assertThat(ForeignJudges.qpdf(output).exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"契約書 甲.pdf", "a#b.pdf", "x.y.z.pdf", "か\u3099.pdf", "%41 & co;.pdf"})
    void names_and_folders_of_any_kind_work(String name) throws IOException {
        var folder = Files.createDirectory(desk.resolve("dir # 空白 " + name.length()));
        var file = HandMadePdf.onePage("contract").write(folder.resolve(name));
        assertThat(signed(file, EC, BY_EC)).exists();
    }

    @Test
    void the_output_may_be_read_by_whom_the_original_may() throws IOException {
        Files.setPosixFilePermissions(original, PosixFilePermissions.fromString("rwxr-----"));
        var output = signed(original, EC, BY_EC);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
                .isEqualTo("rw-r-----");
    }

    // What is refused, and leaves nothing behind.

    @Test
    void a_wrong_signature_value_leaves_nothing_behind() throws IOException {
        try (var pdf = prepared(original, EC, BY_EC)) {
            var target = desk.resolve("out.pdf");
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            var flipped = value.toArray();
            flipped[flipped.length - 1] ^= 1;
            var another = EC.sign(Bytes.utf8("another").sha256(), BY_EC);
            for (var wrong : List.of(Bytes.of(flipped), another, Bytes.EMPTY, Bytes.utf8("nonsense"))) {
                assertThat(refusal(pdf.embed(wrong, target))).isEqualTo(ProblemCode.SIGNATURE_DID_NOT_VERIFY);
            }
            assertThat(onTheDesk()).containsExactly("契約書 甲.pdf");
            assertThat(pdf.embed(value, target)).isEqualTo(new Embedding.Embedded(target));
        }
    }

    @Test
    void a_signature_that_was_verified_for_another_document_or_certificate_is_not_put_in() throws IOException {
        var other = HandMadePdf.onePage("another text").write(desk.resolve("other.pdf"));
        var twin = CA.signer("Signer", KeyAlgorithm.P_256);
        try (var pdf = prepared(original, EC, BY_EC);
                var another = prepared(other, EC, BY_EC)) {
            var hash = pdf.toBeSigned();
            var signed = List.of(
                    another.signed(EC.sign(another.toBeSigned(), BY_EC)).orElseThrow(),
                    SignedHash.verified(twin.with(BY_EC), hash, twin.sign(hash, BY_EC))
                            .orElseThrow());
            for (var each : signed) {
                assertThat(refusal(pdf.embed(each, Output.to(desk.resolve("out.pdf")))))
                        .isEqualTo(ProblemCode.SIGNATURE_DID_NOT_VERIFY);
            }
            assertThat(SignedHash.verified(EC.with(BY_EC), hash, twin.sign(hash, BY_EC)))
                    .isEmpty();
        }
        assertThat(onTheDesk()).containsExactly("other.pdf", "契約書 甲.pdf");
    }

    @Test
    void an_original_that_changed_meanwhile_is_refused() throws IOException {
        var bytes = Files.readAllBytes(original);
        try (var pdf = prepared(original, EC, BY_EC)) {
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            var target = desk.resolve("out.pdf");
            var same = bytes.clone();
            same[same.length - 2] ^= 1;
            Files.write(original, same);
            assertThat(refusal(pdf.embed(value, target))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
            Files.write(original, Arrays.copyOf(bytes, bytes.length + 1));
            assertThat(refusal(pdf.embed(value, target))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
            Files.delete(original);
            assertThat(refusal(pdf.embed(value, target))).isEqualTo(ProblemCode.FILE_MISSING);
            assertThat(onTheDesk()).isEmpty();
        }
    }

    private PreparedPdf preparedFrom(HashedFile known) {
        var preparation =
                PdfSigning.prepare(original, PdfSignatureOptions.at(TIME), EC.with(BY_EC), Optional.of(known));
        return (PreparedPdf) ((Preparation.Prepared) preparation).document();
    }

    @Test
    void what_was_digested_when_it_was_looked_at_gives_the_same_hash() throws IOException {
        try (var early = preparedFrom(HashedFile.of(original));
                var late = prepared(original, EC, BY_EC)) {
            assertThat(early.toBeSigned()).isEqualTo(late.toBeSigned());
            assertThat(early.documentDigest()).isEqualTo(octets(original).sha256());
        }
    }

    @Test
    void a_change_after_the_look_that_hides_behind_the_old_time_is_seen_at_the_click() throws IOException {
        var seen = HashedFile.of(original);
        var time = Files.getLastModifiedTime(original);
        var changed = Files.readAllBytes(original);
        changed[12] ^= 1;
        Files.write(original, changed);
        Files.setLastModifiedTime(original, time);
        try (var pdf = preparedFrom(seen)) {
            assertThat(pdf.documentDigest())
                    .isEqualTo(octets(original).sha256())
                    .isNotEqualTo(seen.sha256());
        }
    }

    private static HashedFile seenWhole(Path file) throws IOException {
        try (var pdf = ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf()) {
            return HashedFile.of(pdf);
        }
    }

    private static PreparedDocument ready(Preparation preparation) {
        return ((Preparation.Prepared) preparation).document();
    }

    @Test
    void what_was_found_whole_when_it_was_looked_at_gives_the_same_octets() throws IOException {
        var first = signed(original, RSA, SignAlgorithm.SHA256_WITH_RSA);
        for (var file : List.of(original, first, Path.of("..", "testdata", "contract-ja.pdf"))) {
            var seen = seenWhole(file);
            assertThat(seen.wholePages()).isPositive();
            var unseen = PdfSignatureOptions.at(TIME);
            var shown = unseen.seen(new VisibleSignature(
                    Optional.of(new StampPlace(-1, 300, 600, 220, 90)),
                    SignatureLook.Direction.HORIZONTAL,
                    Optional.empty(),
                    Locale.JAPANESE,
                    ZoneId.of("Asia/Tokyo")));
            for (var options : List.of(unseen, shown)) {
                try (var early = ready(PdfSigning.prepare(file, options, EC.with(BY_EC), Optional.of(seen)));
                        var late = ready(PdfSigning.prepare(file, options, EC.with(BY_EC)))) {
                    assertThat(early.kept()).isEqualTo(late.kept());
                }
            }
        }
    }

    @Test
    void what_was_found_whole_and_is_large_is_not_looked_through_again_and_a_change_of_it_is_caught_when_it_is_copied()
            throws IOException {
        HandMadePdf.onePage("large").stream("/Type/Other", "x".repeat(2 << 20)).write(original);
        try (var pdf = preparedFrom(changedBehindTheOldTime())) {
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            assertThat(refusal(pdf.embed(value, desk.resolve("out.pdf")))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
        }
        assertThat(onTheDesk()).containsExactly("契約書 甲.pdf");
    }

    @Test
    void what_was_found_whole_and_is_small_is_looked_through_again_if_its_octets_are_others() throws IOException {
        var known = changedBehindTheOldTime();
        var again = PdfSigning.prepare(original, PdfSignatureOptions.at(TIME), EC.with(BY_EC), Optional.of(known));
        assertThat(refusal(again)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
    }

    /** What the original was found to be before an object got another number, with size and time as they were. */
    private HashedFile changedBehindTheOldTime() throws IOException {
        var seen = seenWhole(original);
        var time = Files.getLastModifiedTime(original);
        var octets = Files.readString(original, StandardCharsets.ISO_8859_1);
        Files.writeString(original, octets.replace("\n5 0 obj", "\n9 0 obj"), StandardCharsets.ISO_8859_1);
        assertThat(refused(original)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
        Files.setLastModifiedTime(original, time);
        return seen;
    }

    @Test
    void what_had_to_be_guessed_or_needs_a_password_was_not_found_whole() throws IOException {
        for (var name : List.of("damaged.pdf", "owner-password.pdf")) {
            assertThat(seenWhole(Path.of("..", "testdata", name)).wholePages()).isZero();
        }
        var damaged = Path.of("..", "testdata", "damaged.pdf");
        var again = PdfSigning.prepare(
                damaged, PdfSignatureOptions.at(TIME), EC.with(BY_EC), Optional.of(seenWhole(damaged)));
        assertThat(refusal(again)).isEqualTo(ProblemCode.DOCUMENT_DAMAGED);
    }

    @Test
    void a_change_at_the_end_of_a_large_original_is_caught_when_it_is_copied() throws IOException {
        var large = HandMadePdf.onePage("large").stream("/Type/Other", "x".repeat(9 << 20))
                .write(desk.resolve("large.pdf"));
        try (var pdf = prepared(large, EC, BY_EC)) {
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            var octets = Files.readAllBytes(large);
            octets[octets.length - 1] = '\r';
            Files.write(large, octets);
            assertThat(refusal(pdf.embed(value, desk.resolve("out.pdf")))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
        }
        assertThat(onTheDesk()).containsExactly("large.pdf", "契約書 甲.pdf");
    }

    @Test
    void a_change_after_the_look_that_shows_is_digested_anew() throws IOException {
        var seen = HashedFile.of(original);
        Files.setLastModifiedTime(original, FileTime.from(TIME));
        var changed = Files.readAllBytes(original);
        changed[12] ^= 1;
        Files.write(original, changed);
        try (var pdf = preparedFrom(seen)) {
            assertThat(pdf.documentDigest()).isNotEqualTo(seen.sha256());
        }
    }

    @Test
    void an_existing_file_is_never_replaced() throws IOException {
        var target = Files.writeString(desk.resolve("out.pdf"), "precious");
        try (var pdf = prepared(original, EC, BY_EC)) {
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            assertThat(refusal(pdf.embed(value, target))).isEqualTo(ProblemCode.TARGET_EXISTS);
            assertThat(refusal(pdf.embed(value, original))).isEqualTo(ProblemCode.TARGET_EXISTS);
        }
        assertThat(target).hasContent("precious");
        assertThat(onTheDesk()).containsExactly("out.pdf", "契約書 甲.pdf");
    }

    @Test
    void a_target_that_cannot_be_written_is_refused() throws IOException {
        try (var pdf = prepared(original, EC, BY_EC)) {
            var value = EC.sign(pdf.toBeSigned(), BY_EC);
            assertThat(refusal(pdf.embed(value, desk.resolve("no such folder/out.pdf"))))
                    .isEqualTo(ProblemCode.TARGET_NOT_WRITABLE);
            assertThat(refusal(pdf.embed(value, original.resolve("out.pdf"))))
                    .isEqualTo(ProblemCode.TARGET_NOT_WRITABLE);
            assertThat(refusal(pdf.embed(value, Path.of("/proc/out.pdf")))).isEqualTo(ProblemCode.TARGET_NOT_WRITABLE);
        }
        assertThat(onTheDesk()).containsExactly("契約書 甲.pdf");
    }

    @Test
    void after_closing_nothing_is_embedded() {
        var pdf = prepared(original, EC, BY_EC);
        pdf.close();
        assertThatThrownBy(() -> pdf.embed(Bytes.EMPTY, desk.resolve("out.pdf")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void algorithms_of_another_key_are_refused() {
        for (var algorithm : List.of(SignAlgorithm.ED25519, SignAlgorithm.SHA256_WITH_RSA)) {
            assertThat(refusal(PdfSigning.prepare(original, PdfSignatureOptions.at(TIME), EC.with(algorithm))))
                    .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        assertThat(refusal(PdfSigning.prepare(original, PdfSignatureOptions.at(TIME), RSA.with(BY_EC))))
                .isEqualTo(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void an_xfa_form_is_refused() {
        assertThat(refused(HandMadePdf.withCatalog("/AcroForm<</Fields[]/XFA 6 0 R>>").stream("", "<xdp/>")))
                .isEqualTo(ProblemCode.DOCUMENT_XFA);
    }

    @Test
    void a_document_certified_against_changes_is_locked() {
        assertThat(refused(certified("/P 1"))).isEqualTo(ProblemCode.DOCUMENT_LOCKED);
    }

    @ParameterizedTest
    @CsvSource({"/P 2", "/P 3", "''"})
    void a_document_certified_for_signatures_is_signed(String permission) {
        var pdf = certified(permission).write(desk.resolve("certified.pdf"));
        assertThat(signed(pdf, EC, BY_EC)).exists();
    }

    private static HandMadePdf certified(String permission) {
        return HandMadePdf.withCatalog("/Perms<</DocMDP 6 0 R>>")
                .object("<</Type/Sig/Filter/Adobe.PPKLite/Reference[<</Type/SigRef/TransformMethod/DocMDP"
                        + "/TransformParams<</Type/TransformParams/V/1.2" + permission + ">>>>]>>");
    }

    @ParameterizedTest
    @CsvSource({
        "/Action/All, true",
        "/Action/Include/Fields[(Signature1)], true",
        "/Action/Include/Fields[(other)], false",
        "/Action/Exclude/Fields[(Signature1)], false",
        "/Action/Exclude/Fields[(other)], true",
        "/Action/Include/Fields[(other)]/P 1, true",
    })
    void what_an_earlier_signer_locked_stays_locked(String lock, boolean locked) {
        var asTransform = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]/SigFlags 3>>")
                .object("<</FT/Sig/T(first)/V 7 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R>>")
                .object("<</Type/Sig/Reference[<</TransformMethod/FieldMDP/TransformParams<<" + lock + ">>>>]>>");
        var inField = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]/SigFlags 3>>")
                .object("<</FT/Sig/T(first)/V 7 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/Lock<<" + lock
                        + ">>>>")
                .object("<</Type/Sig>>");
        for (var pdf : List.of(asTransform, inField)) {
            var file = pdf.write(desk.resolve("locked.pdf"));
            var preparation = PdfSigning.prepare(file, PdfSignatureOptions.at(TIME), EC.with(BY_EC));
            if (locked) {
                assertThat(refusal(preparation)).isEqualTo(ProblemCode.DOCUMENT_LOCKED);
            } else {
                assertThat(preparation).isInstanceOf(Preparation.Prepared.class);
            }
        }
    }

    @Test
    void a_field_that_is_missing_signed_or_of_another_kind_is_not_used() {
        var inField = new PdfSignatureOptions(Optional.empty(), Optional.empty(), TIME, Optional.of("Party B"));
        var used = signed(form("").write(desk.resolve("form.pdf")), EC, BY_EC, inField);
        var text = HandMadePdf.withCatalog("/AcroForm<</Fields[6 0 R]>>")
                .object("<</FT/Tx/T(Party B)>>")
                .write(desk.resolve("text.pdf"));
        for (var file : List.of(original, used, text)) {
            assertThat(refusal(PdfSigning.prepare(file, inField, EC.with(BY_EC))))
                    .isEqualTo(ProblemCode.SIGNATURE_FIELD_UNUSABLE);
        }
    }

    @Test
    void an_added_cross_reference_that_leads_elsewhere_is_found_before_the_file_is_given_out() throws Exception {
        var output = signed(original, EC, BY_EC);
        long before = Files.size(original);
        assertThat(WrittenSignature.read(output, before, HashAlgorithm.SHA_256)).isPresent();
        var text = Files.readString(output, StandardCharsets.ISO_8859_1);
        int added = text.lastIndexOf("\nxref");
        var entries = Pattern.compile("(\\d{10}) 00000 n")
                .matcher(text)
                .region(added, text.length())
                .results()
                .toList();
        assertThat(entries).hasSizeGreaterThan(1);

        for (var entry : entries) {
            for (var place : List.of(15L, Long.parseLong(entry.group(1)) + 2)) {
                var wrong = text.substring(0, entry.start())
                        + String.format(Locale.ROOT, "%010d", place)
                        + text.substring(entry.start() + 10);
                var file = Files.writeString(desk.resolve("wrong.pdf"), wrong, StandardCharsets.ISO_8859_1);
                assertThat(WrittenSignature.read(file, before, HashAlgorithm.SHA_256))
                        .as(entry.group() + " to " + place)
                        .isEmpty();
            }
        }
    }

    @Test
    void with_ed25519_the_digest_of_the_document_leaves_and_the_attributes_over_it_are_signed() throws Exception {
        var signer = CA.signer("Signer", KeyAlgorithm.ED25519);
        try (var pdf = prepared(original, signer, SignAlgorithm.ED25519)) {
            var ordered = pdf.toBeSigned();
            var output = signed(original, signer, SignAlgorithm.ED25519);
            var written = WrittenSignature.read(output, Files.size(original), HashAlgorithm.SHA_512)
                    .orElseThrow();
            assertThat(ordered).isEqualTo(written.messageDigest());
            var attributes = SignedAttributes.under(
                            Bytes.of(signer.certificate().getEncoded()))
                    .over(ordered);
            assertThat(pdf.isSignedBy(signer.sign(ordered, SignAlgorithm.ED25519)))
                    .isTrue();
            assertThat(pdf.isSignedBy(ed25519(signer, ordered))).isFalse();
            assertThat(pdf.isSignedBy(ed25519(
                            signer, Bytes.of(HashAlgorithm.SHA_512.newDigest().digest(attributes.toArray())))))
                    .isFalse();
        }
    }

    @Test
    void with_ml_dsa_the_digest_of_the_document_leaves_and_the_attributes_over_it_are_signed() throws Exception {
        var signer = CA.signer("Signer", KeyAlgorithm.ML_DSA_65);
        var output = signed(original, signer, SignAlgorithm.ML_DSA_65);
        try (var pdf = prepared(original, signer, SignAlgorithm.ML_DSA_65)) {
            var written = WrittenSignature.read(output, Files.size(original), HashAlgorithm.SHA_512)
                    .orElseThrow();
            assertThat(pdf.toBeSigned()).isEqualTo(written.messageDigest());
        }
        // RFC 9882 §3.3: both identifiers without parameters.
        var info = signerInfo(output);
        assertThat(info.getDigestAlgorithm().getAlgorithm().getId()).isEqualTo(HashAlgorithm.SHA_512.oid());
        assertThat(info.getDigestAlgorithm().getParameters()).isNull();
        assertThat(info.getDigestEncryptionAlgorithm().getAlgorithm().getId()).isEqualTo("2.16.840.1.101.3.4.3.18");
        assertThat(info.getDigestEncryptionAlgorithm().getParameters()).isNull();
        var attributes = Bytes.of(info.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER));
        assertThat(MlDsaKey.certifiedBy(Bytes.of(signer.certificate().getEncoded()))
                        .verifies(attributes, Bytes.of(info.getEncryptedDigest().getOctets())))
                .isTrue();
    }

    private static Bytes ed25519(TestSigner signer, Bytes message) throws GeneralSecurityException {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(signer.key());
        signature.update(message.toArray());
        return Bytes.of(signature.sign());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256_WITH_RSA, SHA384_WITH_RSA",
        "RSA_2048, SHA256_WITH_RSA_PSS, SHA256_WITH_RSA",
        "RSA_2048, SHA256_WITH_RSA_PSS, SHA384_WITH_RSA_PSS",
        "P_256, ECDSA_WITH_SHA256, ECDSA_WITH_SHA384",
        "ED25519, ED25519, ",
        "ML_DSA_65, ML_DSA_65, "
    })
    void only_the_signers_own_value_by_the_ordered_algorithm_is_one(
            KeyAlgorithm kind, SignAlgorithm algorithm, @Nullable SignAlgorithm other) {
        var signer = CA.signer("Signer", kind);
        try (var pdf = prepared(original, signer, algorithm)) {
            var value = signer.sign(pdf.toBeSigned(), algorithm);
            assertThat(pdf.isSignedBy(value)).isTrue();
            assertThat(pdf.isSignedBy(Bytes.EMPTY)).isFalse();
            assertThat(pdf.isSignedBy(Bytes.of(new byte[value.size()]))).isFalse();
            assertThat(pdf.isSignedBy(CA.signer("Signer", kind).sign(pdf.toBeSigned(), algorithm)))
                    .isFalse();
            if (other != null) {
                try (var differently = prepared(original, signer, other)) {
                    assertThat(pdf.isSignedBy(signer.sign(differently.toBeSigned(), other)))
                            .isFalse();
                }
            }
        }
    }

    /** Of the very byte range that the next preparation has: the same options and as much room. */
    private Bytes messageDigest() throws IOException {
        var output = signed(original, RSA, SignAlgorithm.SHA256_WITH_RSA_PSS);
        var digest = WrittenSignature.read(output, Files.size(original), HashAlgorithm.SHA_256)
                .orElseThrow()
                .messageDigest();
        Files.delete(output);
        return digest;
    }

    @Test
    void a_pss_signature_with_another_salt_is_none() throws Exception {
        try (var pdf = prepared(original, RSA, SignAlgorithm.SHA256_WITH_RSA_PSS)) {
            var attributes = SignedAttributes.under(Bytes.of(RSA.certificate().getEncoded()))
                    .over(messageDigest());
            for (var salt : List.of(32, 20, 0)) {
                var signature = Signature.getInstance("RSASSA-PSS");
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
                signature.initSign(RSA.key());
                signature.update(attributes.toArray());
                assertThat(pdf.isSignedBy(Bytes.of(signature.sign()))).isEqualTo(salt == 32);
            }
        }
    }

    @Test
    void the_hash_follows_the_algorithm() {
        try (var pdf = prepared(original, RSA, SignAlgorithm.SHA512_WITH_RSA)) {
            assertThat(pdf.toBeSigned().size()).isEqualTo(HashAlgorithm.SHA_512.sizeBytes());
        }
    }
}
