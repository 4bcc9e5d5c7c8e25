package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.level.ListingServices;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.testdata.ArchiveJudge;
import dev.natsuin.desktop.testdata.ArchivePdf;
import dev.natsuin.desktop.testdata.ArchivePdf.Form;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSeals;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document that is PDF/A stays what it is when it is signed and archived: veraPDF judges it before and after. */
final class ArchivePdfTest {
    private static final String LIST = "http://authority/list";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final TestCa CA = TestCa.listing("archive", LIST);
    private static final TestSigner SIGNER =
            CA.signer("𠮷田 髙﨑", KeyAlgorithm.P_256, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(300)));

    @TempDir
    Path desk;

    /** How a signature stands in a document. */
    enum Standing {
        UNSEEN(Form.NONE),
        SEEN(Form.NONE),
        DOWNWARDS(Form.NONE),
        IN_UNSEEN_FIELD(Form.UNSEEN_FIELD),
        IN_FIELD_ON_PAGE(Form.FIELD_ON_PAGE),
        CERTIFYING(Form.NONE);

        private final Form form;

        Standing(Form form) {
            this.form = form;
        }

        PdfSignatureOptions options() {
            var plain = new PdfSignatureOptions(Optional.of("内容を確認しました"), Optional.of("東京"), NOW, Optional.empty());
            var place = Optional.of(new StampPlace(1, 300, 500, 220, 120));
            return switch (this) {
                case UNSEEN -> plain;
                case SEEN -> plain.seen(seen(place, Direction.HORIZONTAL));
                case DOWNWARDS -> plain.seen(seen(place, Direction.VERTICAL));
                case IN_UNSEEN_FIELD -> plain.in(ArchivePdf.FIELD);
                case IN_FIELD_ON_PAGE -> plain.in(ArchivePdf.FIELD).seen(seen(Optional.empty(), Direction.HORIZONTAL));
                case CERTIFYING -> plain.certifying(2).seen(seen(place, Direction.HORIZONTAL));
            };
        }

        private static VisibleSignature seen(Optional<StampPlace> place, Direction direction) {
            return new VisibleSignature(
                    place, direction, SealImage.of(TestSeals.ring(300)), Locale.JAPANESE, ZoneId.of("Asia/Tokyo"));
        }
    }

    private static void conforms(Path file, String profile) {
        assertThat(ArchiveJudge.judge(file)).isEqualTo(new ArchiveJudge.Judgement(profile, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "1, B, UNSEEN",
        "1, B, SEEN",
        "1, B, DOWNWARDS",
        "1, B, IN_UNSEEN_FIELD",
        "1, B, IN_FIELD_ON_PAGE",
        "1, B, CERTIFYING",
        "1, A, SEEN",
        "2, B, UNSEEN",
        "2, B, SEEN",
        "2, B, DOWNWARDS",
        "2, B, IN_UNSEEN_FIELD",
        "2, B, IN_FIELD_ON_PAGE",
        "2, B, CERTIFYING",
        "2, U, DOWNWARDS",
        "2, A, SEEN",
        "3, B, UNSEEN",
        "3, B, SEEN",
        "3, U, DOWNWARDS",
        "3, A, SEEN",
        "4, '', UNSEEN",
        "4, '', SEEN",
    })
    void conformance_is_kept_when_it_is_signed(int part, String conformance, Standing standing) {
        var profile = (part + conformance).toLowerCase(Locale.ROOT);
        var file = ArchivePdf.write(desk.resolve("a.pdf"), part, conformance, standing.form);
        conforms(file, profile);

        var signed = SigningForTests.signed(file, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256, standing.options());

        conforms(signed, profile);
    }

    @ParameterizedTest
    @CsvSource({"1, B, UNSEEN", "1, B, SEEN", "2, B, UNSEEN", "2, B, SEEN", "3, B, UNSEEN", "3, B, SEEN", "4, '', SEEN"
    })
    void conformance_is_kept_when_it_is_archived_and_renewed(int part, String conformance, Standing standing) {
        var profile = (part + conformance).toLowerCase(Locale.ROOT);
        var file = ArchivePdf.write(desk.resolve("a.pdf"), part, conformance, standing.form);
        var signed = SigningForTests.signed(file, SIGNER, SignAlgorithm.ECDSA_WITH_SHA256, standing.options());
        var services = new ListingServices(CA, LIST);
        var raising = new LevelRaising(
                TrustAnchors.of(List.of(CA.certificate(), services.believed())),
                List.of("http://authority/"),
                services,
                new SecureRandom(),
                () -> NOW);

        for (var level : List.of(SignatureLevel.T, SignatureLevel.LT, SignatureLevel.LTA, SignatureLevel.LTA)) {
            assertThat(raising.raise(signed, level).why()).isEmpty();
            conforms(signed, profile);
        }
    }

    @Test
    void judge_tells_a_document_that_only_says_it_is_pdf_a() {
        var file = HandMadePdf.withMetadata("""
                        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                        <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>
                        <pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>""").write(desk.resolve("says.pdf"));

        assertThat(ArchiveJudge.judge(file).conforms()).isFalse();
    }
}
