package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.SignatureReport;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeSignature;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LevelRaisingTest {
    @TempDir
    Path folder = Path.of("");

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String LIST = "http://authority/list";

    private final TestSigner signer = new TestCa("authority").signer("Taro", KeyAlgorithm.RSA_2048);

    private Path signed() {
        return SigningForTests.signed(
                HandMadePdf.onePage("contract").write(folder.resolve("a.pdf")), signer, SignAlgorithm.SHA256_WITH_RSA);
    }

    private LevelRaising raising(PkiAsking asking, X509Certificate... believed) {
        return new LevelRaising(
                TrustAnchors.of(List.of(believed)),
                List.of("http://authority/"),
                asking,
                new SecureRandom(),
                () -> NOW);
    }

    @Test
    void a_timestamp_of_an_authority_that_nobody_believes_raises_nothing() throws Exception {
        var file = signed();
        var before = Files.readAllBytes(file);

        var raised = raising(new ScriptedAuthority(), signer.issuers().get(0)).raise(file, SignatureLevel.T);

        assertThat(raised.level()).isEqualTo(SignatureLevel.B);
        assertThat(raised.why()).contains(ProblemCode.TIMESTAMP_NOT_TRUSTED);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    /** While the authority was asked, it was moved into an archive, say, and a link put where it was. */
    @Test
    void a_link_that_takes_the_files_place_meanwhile_is_not_replaced() throws Exception {
        var file = signed();
        var before = Files.readAllBytes(file);
        var moved = folder.resolve("archive.pdf");
        var authority = new ScriptedAuthority();
        var meanwhile = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                try {
                    Files.createSymbolicLink(file, Files.move(file, moved));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return authority.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return authority.get(url);
            }
        };

        var raised = raising(meanwhile, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.T);

        assertThat(raised.level()).isEqualTo(SignatureLevel.B);
        assertThat(raised.why()).contains(ProblemCode.TARGET_NOT_WRITABLE);
        assertThat(file).isSymbolicLink();
        assertThat(moved).hasBinaryContent(before);
    }

    @Test
    void the_same_timestamp_is_taken_from_an_authority_that_is_believed() throws Exception {
        var file = signed();
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.T);

        assertThat(raised.why()).isEmpty();
        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
    }

    /** As Acrobat signs by default, or some years ago: the other party of a contract, say. */
    @ParameterizedTest
    @ValueSource(strings = {"adbe.pkcs7.detached", "ETSI.CAdES.detached"})
    void an_earlier_signature_whose_certificate_has_ended_keeps_nobody_from_a_timestamp(String kind) throws Exception {
        var ca = new TestCa("authority");
        var earlier = ca.signer(
                "Hanako",
                KeyAlgorithm.P_256,
                SigningForTests.TIME.minus(Duration.ofDays(900)),
                SigningForTests.TIME.minus(Duration.ofDays(30)));
        var page = HandMadePdf.onePage("contract").write(folder.resolve("page.pdf"));
        var first = HandMadeUpdate.of(page)
                .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>")
                .object(6, "<</FT/Sig/T(S)/V 7 0 R>>")
                .object(7, HandMadeSignature.dictionary("/Type/Sig/M(D:20261001103000Z)/SubFilter/" + kind))
                .bytes();
        Files.write(page, HandMadeSignature.filledIn(first, HandMadeSignature.by(earlier)));
        var later = ca.signer("Taro", KeyAlgorithm.P_256);
        var file = SigningForTests.signed(page, later, SignAlgorithm.ECDSA_WITH_SHA256);
        var authority = new ScriptedAuthority();

        var alone = raising(authority, ca.certificate(), authority.believed()).raise(page, SignatureLevel.T);
        var raised = raising(authority, ca.certificate(), authority.believed()).raise(file, SignatureLevel.T);

        assertThat(alone.why()).isPresent();
        assertThat(raised.why()).isEmpty();
        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        var judged = (Verification.Judged)
                PdfVerification.verify(file, TrustAnchors.of(List.of(ca.certificate(), authority.believed())), NOW);
        assertThat(judged.signatures())
                .extracting(SignatureReport::verdict)
                .containsExactly(Verdict.INDETERMINATE, Verdict.VALID);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CADES_ENVELOPING", "XADES_ENVELOPED", "XADES_ENVELOPING", "JADES_ENVELOPING", "ASIC_S", "ASIC_E"})
    void signatures_of_every_kind_get_their_timestamp(SignatureForm form) throws Exception {
        var invoice = Files.writeString(folder.resolve("invoice.xml"), "<invoice/>");
        var file = FormatsForTests.signed(invoice, form, signer, SignAlgorithm.SHA256_WITH_RSA);
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.T);

        assertThat(raised.why()).isEmpty();
        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        assertThat(FormatsForTests.levels(file, Optional.empty(), signer))
                .allMatch(level -> level.endsWith("-BASELINE-T"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CADES_DETACHED", "XADES_DETACHED", "JADES_DETACHED"})
    void a_signature_beside_its_file_is_raised_with_that_file_and_says_so(SignatureForm form) throws Exception {
        var invoice = Files.writeString(folder.resolve("invoice.xml"), "<invoice/>");
        var file = FormatsForTests.signed(invoice, form, signer, SignAlgorithm.SHA256_WITH_RSA);
        var before = Files.readAllBytes(file);
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.T);

        assertThat(raised.why()).contains(ProblemCode.DETACHED_NEEDED);
        assertThat(authority.asked).isZero();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void without_the_state_of_the_certificates_level_t_is_kept() throws Exception {
        var file = signed();
        var authority = new ScriptedAuthority();

        var raised = raising(authority, signer.issuers().get(0), authority.believed())
                .raise(file, SignatureLevel.LTA);

        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        assertThat(raised.steps()).isEqualTo(1);
        assertThat(raised.why()).isPresent();
    }

    @Test
    void what_a_password_opens_is_archived_with_it_and_stays_encrypted() throws Exception {
        var authority = TestCa.listing("lists", LIST);
        var services = new ListingServices(authority, LIST);
        var plain = HandMadePdf.onePage("contract").write(folder.resolve("plain.pdf"));
        var locked = ForeignJudges.rewritten(
                plain, folder.resolve("locked.pdf"), "--encrypt", "ひらけごま", "owner", "256", "--");
        try (var password = Secret.taking("ひらけごま".getBytes(StandardCharsets.UTF_8))) {
            var at = PdfSignatureOptions.at(SigningForTests.TIME);
            var options = new PdfSignatureOptions(
                    at.reason(),
                    at.location(),
                    at.time(),
                    at.field(),
                    at.certify(),
                    Optional.of(password),
                    at.visible());
            var taro = authority.signer("Taro", KeyAlgorithm.RSA_2048);
            var file = SigningForTests.signed(locked, taro, SignAlgorithm.SHA256_WITH_RSA, options);
            var raising = raising(services, authority.certificate(), services.believed());

            assertThat(raising.raise(file, SignatureLevel.T).why()).contains(ProblemCode.DOCUMENT_ENCRYPTED);
            var target = new LevelRaising.Target(file, Optional.empty(), Optional.of(password));
            for (int steps : new int[] {3, 1}) {
                var raised = raising.raise(target, SignatureLevel.LTA);
                assertThat(raised.why()).isEmpty();
                assertThat(raised.steps()).isEqualTo(steps);
            }

            // Poppler takes the timestamps for encrypted, too.
            assertThat(ForeignJudges.pdfsig(file, "owner")).contains("Signature is Valid");
            var read = PdfFile.open(file, Optional.of(password));
            try (var pdf = ((PdfFile.Opening.Opened) read).pdf()) {
                assertThat(SignedRevision.of(pdf))
                        .hasSize(4)
                        .allMatch(each -> each.sound() && CadesSignature.isPaddedWithZeros(each.contents()));
            }
            assertThat(ForeignJudges.qpdf(file, "ひらけごま").exit()).isZero();
        }
    }

    @Test
    void a_password_that_was_given_for_others_hinders_nothing() throws Exception {
        var file = signed();
        var authority = new ScriptedAuthority();
        try (var password = Secret.taking(new byte[] {'a'})) {
            var raised = raising(authority, signer.issuers().get(0), authority.believed())
                    .raise(new LevelRaising.Target(file, Optional.empty(), Optional.of(password)), SignatureLevel.T);

            assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        }
    }

    @ParameterizedTest
    @CsvSource({"23, LT", "25, T", "9000, T"})
    void a_list_whose_time_is_over_is_nobodys_word_any_more(int hours, SignatureLevel level) {
        var authority = TestCa.listing("lists", LIST);
        var stamping = new ScriptedAuthority();
        PkiAsking asking = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return stamping.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.of(
                        authority.revocationList(NOW.minus(Duration.ofHours(hours)), Instant.EPOCH, List.of()));
            }
        };
        var file = SigningForTests.signed(
                HandMadePdf.onePage("contract").write(folder.resolve("a.pdf")),
                authority.signer("Hanako", KeyAlgorithm.P_256),
                SignAlgorithm.ECDSA_WITH_SHA256);

        var raised =
                raising(asking, authority.certificate(), stamping.believed()).raise(file, SignatureLevel.LT);

        assertThat(raised.level()).isEqualTo(level);
        assertThat(raised.why())
                .isEqualTo(
                        level == SignatureLevel.LT
                                ? Optional.empty()
                                : Optional.of(ProblemCode.REVOCATION_UNAVAILABLE));
    }

    private static List<LevelRaising.Target> targets(List<Path> files) {
        return files.stream().map(LevelRaising.Target::of).toList();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PADES")
    void signatures_of_every_kind_are_archived_and_renewed(SignatureForm form) throws Exception {
        var authority = TestCa.listing("lists", LIST);
        var services = new ListingServices(authority, LIST);
        var invoice = Files.writeString(folder.resolve("invoice.xml"), "<invoice/>");
        var file = FormatsForTests.signed(
                invoice, form, authority.signer("Hanako", KeyAlgorithm.P_256), SignAlgorithm.ECDSA_WITH_SHA256);
        var raising = raising(services, authority.certificate(), services.believed());
        var target = new LevelRaising.Target(file, FormatsForTests.content(form, invoice));

        for (var level : List.of(SignatureLevel.T, SignatureLevel.LT, SignatureLevel.LTA, SignatureLevel.LTA)) {
            var raised = raising.raise(target, level);
            assertThat(raised.why()).as("%s", level).isEmpty();
            assertThat(raised.level()).isEqualTo(level);
            assertThat(raised.steps()).isEqualTo(1);
        }
        assertThat(raising.raise(target, SignatureLevel.B).lasting()).isEqualTo(lasting(services));
        var judged = (Verification.Judged) FileVerification.verify(
                file,
                FormatsForTests.content(form, invoice),
                TrustAnchors.of(List.of(authority.certificate(), services.believed())),
                NOW.plusSeconds(60));
        assertThat(judged.verdict()).as("%s", judged).isEqualTo(Verdict.VALID);
    }

    private List<Path> signed(TestSigner by, int files) {
        return IntStream.range(0, files)
                .mapToObj(i -> SigningForTests.signed(
                        HandMadePdf.onePage("contract " + i).write(folder.resolve("a" + i + ".pdf")),
                        by,
                        SignAlgorithm.SHA256_WITH_RSA))
                .toList();
    }

    @Test
    void an_authority_with_nothing_but_a_list_is_enough_for_the_highest_level_and_is_asked_once_a_step() {
        var authority = TestCa.listing("lists", LIST);
        var services = new ListingServices(authority, LIST);
        var files = signed(authority.signer("Hanako", KeyAlgorithm.RSA_2048), 3);
        var told = new ArrayList<Integer>();

        var raised = raising(services, authority.certificate(), services.stamping.believed())
                .raise(targets(files), SignatureLevel.LTA, told::add);

        assertThat(raised)
                .containsOnly(new LevelRaising.Raised(SignatureLevel.LTA, 3, lasting(services), Optional.empty()));
        assertThat(services.lists).isLessThanOrEqualTo(2);
        assertThat(services.stamping.asked).isEqualTo(6);
        assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void many_files_that_are_there_already_are_not_renewed_and_one_is_if_somebody_wishes_it() {
        var authority = TestCa.listing("lists", LIST);
        var services = new ListingServices(authority, LIST);
        var files = signed(authority.signer("Hanako", KeyAlgorithm.RSA_2048), 1);
        var raising = raising(services, authority.certificate(), services.stamping.believed());
        raising.raise(targets(files), SignatureLevel.LTA, done -> {});

        assertThat(raising.raise(targets(files), SignatureLevel.LTA, done -> {}))
                .containsExactly(new LevelRaising.Raised(SignatureLevel.LTA, 0, lasting(services), Optional.empty()));
        assertThat(raising.raise(files.get(0), SignatureLevel.LTA))
                .isEqualTo(new LevelRaising.Raised(SignatureLevel.LTA, 1, lasting(services), Optional.empty()));
    }

    private static Optional<Lasting> lasting(ListingServices services) {
        return Optional.of(new Lasting(services.believed().getNotAfter().toInstant(), Lasting.Why.CERTIFICATE));
    }

    private LevelRaising.Raised raisedOf(TestCa authority, TestSigner by, Instant revokedAt) {
        var services = new ListingServices(authority, LIST).revokes(by.certificate(), revokedAt);
        return raising(services, authority.certificate(), services.stamping.believed())
                .raise(signed(by, 1).get(0), SignatureLevel.LTA);
    }

    @Test
    void a_signer_whose_certificate_was_revoked_before_the_timestamp_gets_nothing_above_it() {
        var authority = TestCa.listing("lists", LIST);

        var raised = raisedOf(authority, authority.signer("Hanako", KeyAlgorithm.RSA_2048), NOW.minusSeconds(1));

        assertThat(raised.level()).isEqualTo(SignatureLevel.T);
        assertThat(raised.why()).contains(ProblemCode.REVOCATION_UNAVAILABLE);
    }

    @Test
    void a_revocation_after_the_timestamp_takes_nothing_from_what_was_signed_before() {
        var authority = TestCa.listing("lists", LIST);

        var raised = raisedOf(authority, authority.signer("Hanako", KeyAlgorithm.RSA_2048), NOW.plusSeconds(1));

        assertThat(raised.level()).isEqualTo(SignatureLevel.LTA);
        assertThat(raised.why()).isEmpty();
    }

    /** Answers as the authority does until so many were asked for; then somebody does not want it any more. */
    private static PkiAsking stoppedAfter(ScriptedAuthority authority, int timestamps) {
        return new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                return stopped() ? Optional.empty() : authority.post(url, contentType, body);
            }

            @Override
            public Optional<Bytes> get(String url) {
                return authority.get(url);
            }

            @Override
            public boolean stopped() {
                return authority.asked >= timestamps;
            }
        };
    }

    @Test
    void what_was_raised_before_it_was_stopped_stays_raised_and_the_rest_stays_as_it_was() throws Exception {
        var files = signed(signer, 4);
        var before = Files.readAllBytes(files.get(2));
        var authority = new ScriptedAuthority();
        var told = new ArrayList<Integer>();

        var raised = raising(stoppedAfter(authority, 2), signer.issuers().get(0), authority.believed())
                .raise(targets(files), SignatureLevel.LTA, told::add);

        assertThat(raised)
                .extracting(LevelRaising.Raised::level)
                .containsExactly(SignatureLevel.T, SignatureLevel.T, SignatureLevel.B, SignatureLevel.B);
        assertThat(raised).extracting(LevelRaising.Raised::why).containsOnly(Optional.of(ProblemCode.LEVEL_LATER));
        assertThat(told).as("what is left for later is not told to be done").containsExactly(1);
        assertThat(authority.asked).isEqualTo(2);
        assertThat(files.get(2)).hasBinaryContent(before);
        try (var left = Files.list(files.get(0).getParent())) {
            assertThat(left)
                    .as("nothing half-written")
                    .noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void what_a_killed_process_left_half_written_goes_and_what_another_is_writing_stays() throws Exception {
        var file = signed();
        var killed = new ProcessBuilder("true").start();
        killed.waitFor();
        var living = ProcessHandle.current().pid();
        var mine = HalfWritten.of(file);
        var left = Path.of(mine.toString().replace("-" + living + "-", "-" + killed.pid() + "-"));
        Files.writeString(left, "half");
        var authority = new ScriptedAuthority();

        raising(authority, signer.issuers().get(0), authority.believed()).raise(file, SignatureLevel.T);

        assertThat(left).doesNotExist();
        assertThat(mine).exists();
    }

    @Test
    void a_question_that_nobody_waits_for_any_more_is_no_silence_of_the_authority() throws Exception {
        var file = signed();
        var before = Files.readAllBytes(file);
        var leaving = new PkiAsking() {
            private boolean left;

            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                left = true;
                return Optional.empty();
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.empty();
            }

            @Override
            public boolean stopped() {
                return left;
            }
        };

        var raised = raising(leaving, signer.issuers().get(0))
                .raise(List.of(LevelRaising.Target.of(file)), SignatureLevel.T, done -> {});

        assertThat(raised.get(0).why()).contains(ProblemCode.LEVEL_LATER);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void an_authority_that_keeps_silent_keeps_many_files_waiting_no_more_than_twice() {
        var asked = new AtomicInteger();
        var silent = new PkiAsking() {
            @Override
            public Optional<Bytes> post(String url, String contentType, Bytes body) {
                asked.incrementAndGet();
                return Optional.empty();
            }

            @Override
            public Optional<Bytes> get(String url) {
                return Optional.empty();
            }
        };

        var raised = raising(silent, signer.issuers().get(0))
                .raise(targets(signed(signer, 4)), SignatureLevel.T, done -> {});

        assertThat(raised)
                .containsOnly(new LevelRaising.Raised(
                        SignatureLevel.B, 0, Optional.empty(), Optional.of(ProblemCode.TIMESTAMP_UNAVAILABLE)));
        assertThat(asked).hasValue(2);
    }
}
