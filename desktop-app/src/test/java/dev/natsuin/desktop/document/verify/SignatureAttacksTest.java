package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.testdata.SignatureAttacks;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attack of {@link SignatureAttacks}: none is valid, none throws, none takes long. */
final class SignatureAttacksTest {
    private static final TestCa CA = new TestCa("attacks");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final TrustAnchors TRUST = TrustAnchors.of(CA.certificate());

    @TempDir
    Path desk;

    private Path signed;

    @BeforeEach
    void sign() {
        signed = signed(
                SignatureAttacks.original().write(desk.resolve("a.pdf")), HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private static Verification verify(Path file) {
        return PdfVerification.verify(file, TRUST, TIME);
    }

    @Test
    void the_document_is_valid_before_any_attack() {
        assertThat(verify(signed))
                .isInstanceOfSatisfying(
                        Verification.Judged.class,
                        judged -> assertThat(judged.verdict()).isEqualTo(Verdict.VALID));
    }

    @Test
    void no_attack_is_valid_and_each_ends_soon() throws IOException {
        var attacks = SignatureAttacks.on(signed);
        assertThat(attacks).hasSizeGreaterThan(170);
        var wrong = new ArrayList<String>();
        for (var attack : attacks.entrySet()) {
            var file = Files.write(desk.resolve("attack.pdf"), attack.getValue());
            long from = System.nanoTime();
            var verification = verify(file);
            var took = Duration.ofNanos(System.nanoTime() - from);
            if (took.toSeconds() >= 10
                    || (verification instanceof Verification.Judged judged && judged.verdict() == Verdict.VALID)) {
                wrong.add(attack.getKey() + " " + took + " " + verification);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void no_second_signature_makes_the_first_valid_again() throws IOException {
        var wrong = new ArrayList<String>();
        for (var attack : SignatureAttacks.on(signed).entrySet()) {
            if (!attack.getKey().startsWith("page") && !attack.getKey().startsWith("shadow")) {
                continue;
            }
            var file = Files.write(desk.resolve("under.pdf"), attack.getValue());
            if (!(PdfSigning.prepare(file, PdfSignatureOptions.at(TIME), HANAKO.with(SignAlgorithm.ECDSA_WITH_SHA256))
                    instanceof Preparation.Prepared prepared)) {
                continue;
            }
            prepared.document().close();
            var twice = signed(file, HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
            // Where the attacker took the first signature away, the second stands alone for what it signed.
            if (verify(twice) instanceof Verification.Judged judged
                    && judged.verdict() == Verdict.VALID
                    && judged.signatures().size() > 1) {
                wrong.add(attack.getKey());
            }
            Files.delete(twice);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_change_says_on_which_page_it_is() throws IOException {
        var attacks = SignatureAttacks.on(signed);
        var file = Files.write(desk.resolve("attack.pdf"), attacks.get("page: an annotation FreeText"));
        var judged = (Verification.Judged) verify(file);
        assertThat(judged.signatures().get(0).changes())
                .contains(new FoundChange(DocumentChange.ANNOTATIONS, List.of(1), ""));
        file = Files.write(desk.resolve("attack.pdf"), attacks.get("shadow: replace the font"));
        judged = (Verification.Judged) verify(file);
        assertThat(judged.signatures().get(0).changes())
                .contains(new FoundChange(DocumentChange.FONTS, List.of(1), "5 0"));
    }
}
