package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;

/** The two steps in one, for tests that are about something else. */
public final class SigningForTests {
    /** When everything here is signed. */
    public static final Instant TIME = Instant.parse("2026-11-22T10:30:00Z");

    private SigningForTests() {}

    /** Prepares, which must go well. */
    public static PreparedPdf prepared(Path file, TestSigner signer, SignAlgorithm algorithm) {
        return prepared(file, signer, algorithm, PdfSignatureOptions.at(TIME));
    }

    /** Prepares with options, which must go well. */
    public static PreparedPdf prepared(
            Path file, TestSigner signer, SignAlgorithm algorithm, PdfSignatureOptions options) {
        var preparation = PdfSigning.prepare(file, options, signer.with(algorithm));
        assertThat(preparation).isInstanceOf(Preparation.Prepared.class);
        return (PreparedPdf) ((Preparation.Prepared) preparation).document();
    }

    /** Signs beside the original. */
    public static Path signed(Path file, TestSigner signer, SignAlgorithm algorithm) {
        return signed(file, signer, algorithm, PdfSignatureOptions.at(TIME));
    }

    /** Signs beside the original, with options. */
    public static Path signed(Path file, TestSigner signer, SignAlgorithm algorithm, PdfSignatureOptions options) {
        try (var pdf = prepared(file, signer, algorithm, options)) {
            var target = OutputNames.targetFor(file, file.resolveSibling(""), "-signed");
            var embedding = pdf.embed(signer.sign(pdf.toBeSigned(), algorithm), target);
            assertThat(embedding).isEqualTo(new Embedding.Embedded(target));
            return target;
        }
    }

    /** The refusal that a preparation must be. */
    public static ProblemCode refusal(Preparation preparation) {
        assertThat(preparation).isInstanceOf(Preparation.Refused.class);
        return ((Preparation.Refused) preparation).why().code();
    }

    /** The refusal that an embedding must be. */
    public static ProblemCode refusal(Embedding embedding) {
        assertThat(embedding).isInstanceOf(Embedding.Refused.class);
        return ((Embedding.Refused) embedding).why().code();
    }
}
