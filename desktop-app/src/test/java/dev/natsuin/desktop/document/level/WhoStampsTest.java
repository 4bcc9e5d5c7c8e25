package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.revocation.RevocationStates;
import dev.natsuin.desktop.document.verify.Circumstances;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeSignature;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A timestamp keeps a signature when its certificate is revoked later; whoever could make one could sign then. */
final class WhoStampsTest {
    private static final TestCa CA = TestCa.listing("stamped", "http://authority/list");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    @TempDir
    Path desk;

    /** Says that the signer's certificate was revoked when the timestamp was six hours old. */
    private static final class Revoking implements PkiAsking {
        @Override
        public Optional<Bytes> post(String url, String contentType, Bytes body) {
            return Optional.empty();
        }

        @Override
        public Optional<Bytes> get(String url) {
            var then = NOW.minus(Duration.ofHours(6));
            return Optional.of(CA.revocationList(NOW, then, List.of(HANAKO.certificate())));
        }
    }

    private Verification.Judged stamped(ScriptedAuthority by) throws IOException {
        var signed = SigningForTests.signed(
                HandMadePdf.onePage("contract").write(desk.resolve("a.pdf")), HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
        var update = HandMadeUpdate.of(signed);
        int free = update.free();
        var file = update.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R " + free + " 0 R]>>>>")
                .object(free, "<</FT/Sig/T(Later)/V " + (free + 1) + " 0 R>>")
                .object(free + 1, HandMadeSignature.timestamp())
                .bytes();
        var stamped = Files.write(desk.resolve("b.pdf"), HandMadeSignature.filledIn(file, HandMadeSignature.by(by)));
        return (Verification.Judged) PdfVerification.verify(
                stamped,
                new Circumstances(
                        TrustAnchors.of(CA.certificate(), by.believed()),
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RevocationStates(new Revoking(), new SecureRandom())),
                        false));
    }

    @Test
    void a_believed_authority_for_timestamps_keeps_it() throws IOException {
        assertThat(stamped(new ScriptedAuthority()).verdict()).isEqualTo(Verdict.VALID);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("believed, for everything", new ScriptedAuthority().purposes()),
                Arguments.of("for anything", new ScriptedAuthority().purposes(KeyPurposeId.anyExtendedKeyUsage)),
                Arguments.of("for letters", new ScriptedAuthority().purposes(KeyPurposeId.id_kp_emailProtection)),
                Arguments.of("from tomorrow on", new ScriptedAuthority().notYetValid()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void whoever_else_is_believed_keeps_nothing(String who, ScriptedAuthority other) throws IOException {
        var judged = stamped(other);

        assertThat(judged.timestamps().get(0).believed()).as(who).isFalse();
        assertThat(judged.verdict()).isNotEqualTo(Verdict.VALID);
    }
}
