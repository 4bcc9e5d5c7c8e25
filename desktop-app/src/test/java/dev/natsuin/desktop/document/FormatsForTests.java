package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Both steps of signing a file of any kind, and its verification, for tests that are about something else. */
public final class FormatsForTests {
    private FormatsForTests() {}

    /** Prepares, which must go well. */
    public static PreparedDocument prepared(Path file, SignatureForm form, TestSigner signer, SignAlgorithm algorithm) {
        var preparation = FileSigning.prepare(file, form, SigningForTests.TIME, signer.with(algorithm));
        assertThat(preparation).isInstanceOf(Preparation.Prepared.class);
        return ((Preparation.Prepared) preparation).document();
    }

    /** Signs beside the original. */
    public static Path signed(Path file, SignatureForm form, TestSigner signer, SignAlgorithm algorithm) {
        try (var prepared = prepared(file, form, signer, algorithm)) {
            var target = prepared.targetIn(file.resolveSibling(""), "-signed");
            var embedding = prepared.embed(signer.sign(prepared.toBeSigned(), algorithm), target);
            assertThat(embedding).isEqualTo(new Embedding.Embedded(target));
            return target;
        }
    }

    /** Why it cannot be signed so. */
    public static ProblemCode refused(Path file, SignatureForm form, TestSigner signer, SignAlgorithm algorithm) {
        var preparation = FileSigning.prepare(file, form, SigningForTests.TIME, signer.with(algorithm));
        assertThat(preparation).isInstanceOf(Preparation.Refused.class);
        return ((Preparation.Refused) preparation).why().code();
    }

    /** Verifies, believing this signer's authority. */
    public static Verification verified(Path file, Optional<Path> detached, TestSigner signer) {
        return FileVerification.verify(file, detached, TrustAnchors.of(signer.issuers()), SigningForTests.TIME);
    }

    /** The verdict; a refusal is none. */
    public static Optional<Verdict> verdict(Path file, Optional<Path> detached, TestSigner signer) {
        return verified(file, detached, signer) instanceof Verification.Judged judged
                ? Optional.of(judged.verdict())
                : Optional.empty();
    }

    /** Where the content is for the verifier. */
    public static Optional<Path> content(SignatureForm form, Path file) {
        return form.packaging().equals("detached") && !form.format().startsWith("asic")
                ? Optional.of(file)
                : Optional.empty();
    }

    /** The levels found. */
    public static List<String> levels(Path file, Optional<Path> detached, TestSigner signer) {
        return ((Verification.Judged) verified(file, detached, signer))
                .signatures().stream().map(each -> each.level()).toList();
    }
}
