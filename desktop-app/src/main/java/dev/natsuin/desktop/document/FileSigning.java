package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.format.AsicDraft;
import dev.natsuin.desktop.document.format.CmsDraft;
import dev.natsuin.desktop.document.format.Draft;
import dev.natsuin.desktop.document.format.FileDigest;
import dev.natsuin.desktop.document.format.JwsDraft;
import dev.natsuin.desktop.document.format.XmlDraft;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.verify.XmlOutline;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Makes signatures of level B-B for files of any kind, for a key that is elsewhere: first the hash, later the file. */
public final class FileSigning {
    /** What is written as one piece, and read back so, must fit into memory several times. */
    private static final long MOST_BYTES_AROUND = 64L << 20;

    /** As base64 still a text that our reader of JSON takes. */
    private static final long MOST_BYTES_IN_JSON = 11L << 20;

    private FileSigning() {}

    /**
     * Reads a file once and works out what has to be signed; nothing is written.
     *
     * <p>Signatures beside a file and in ASiC containers take files of any size; the others at most 64 MiB (JSON: 11).
     * Refused are: what is missing, unreadable, empty, too large for the form; Ed25519 and ML-DSA keys, as only the
     * attributes of PDFs' signatures are built in the SGM; an algorithm the certificate's key does not have.
     *
     * @param form any but PAdES
     * @param time the claimed time
     */
    public static Preparation prepare(Path file, SignatureForm form, Instant time, SigningCertificate certificate) {
        if (certificate.algorithm().isPure()) {
            return refused(ProblemCode.FORMAT_NOT_FOR_KEY);
        }
        if (!certificate.usable()) {
            return refused(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        try {
            var digest = FileDigest.of(file, certificate.algorithm().hash());
            if (digest.sizeBytes() == 0) {
                return refused(ProblemCode.FILE_EMPTY);
            }
            return digest.sizeBytes() > mostBytes(form)
                    ? refused(ProblemCode.FILE_TOO_LARGE_FOR_FORMAT)
                    : prepared(file, form, time, digest, certificate);
        } catch (IOException e) {
            return refused(NamedFile.why(e));
        }
    }

    private static long mostBytes(SignatureForm form) {
        return switch (form) {
            case CADES_ENVELOPING, XADES_ENVELOPED, XADES_ENVELOPING -> MOST_BYTES_AROUND;
            case JADES_ENVELOPING -> MOST_BYTES_IN_JSON;
            case PADES, CADES_DETACHED, XADES_DETACHED, JADES_DETACHED, ASIC_S, ASIC_E -> Long.MAX_VALUE;
        };
    }

    private static Preparation prepared(
            Path file, SignatureForm form, Instant time, FileDigest digest, SigningCertificate certificate)
            throws IOException {
        var obstacle = obstacle(file, form, certificate);
        if (obstacle.isPresent()) {
            return refused(obstacle.get());
        }
        Draft draft = switch (form) {
            case CADES_DETACHED -> CmsDraft.of(file, digest.hash(), certificate, time, false);
            case CADES_ENVELOPING -> CmsDraft.of(file, digest.hash(), certificate, time, true);
            case ASIC_S -> AsicDraft.simple(file, digest, certificate, time);
            case ASIC_E -> AsicDraft.extended(file, digest, certificate, time);
            case XADES_ENVELOPED, XADES_ENVELOPING, XADES_DETACHED ->
                XmlDraft.of(file, form, digest.hash(), certificate, time);
            case JADES_ENVELOPING -> JwsDraft.enveloping(file, certificate, time);
            case JADES_DETACHED -> JwsDraft.detached(file, certificate, time);
            case PADES -> throw new IllegalArgumentException("PDFs are signed elsewhere");
        };
        return new Preparation.Prepared(new PreparedFile(file, form, time, digest, certificate, draft));
    }

    /**
     * As {@link #prepare} did before, without a look at what may be in the way; refused if something else comes of it.
     */
    static Preparation again(
            Path file,
            SignatureForm form,
            Instant time,
            FileDigest digest,
            Bytes hash,
            SigningCertificate certificate) {
        try {
            if (NamedFile.requireRegular(file).size() != digest.sizeBytes()) {
                return refused(ProblemCode.DOCUMENT_CHANGED);
            }
            var preparation = prepared(file, form, time, digest, certificate);
            return preparation instanceof Preparation.Prepared again
                            && !again.document().toBeSigned().equals(hash)
                    ? refused(ProblemCode.DOCUMENT_CHANGED)
                    : preparation;
        } catch (IOException e) {
            return refused(NamedFile.why(e));
        }
    }

    private static Optional<ProblemCode> obstacle(Path file, SignatureForm form, SigningCertificate certificate) {
        return switch (form) {
            case ASIC_S, ASIC_E ->
                AsicDraft.takes(file) ? Optional.empty() : Optional.of(ProblemCode.FORMAT_NOT_FOR_FILE);
            case JADES_ENVELOPING, JADES_DETACHED ->
                JwsDraft.takes(certificate) ? Optional.empty() : Optional.of(ProblemCode.ALGORITHM_NOT_ALLOWED);
            case XADES_ENVELOPED -> obstacleInXml(file);
            case XADES_ENVELOPING, XADES_DETACHED, PADES, CADES_DETACHED, CADES_ENVELOPING -> Optional.empty();
        };
    }

    /**
     * True unless a file is of another kind than this form is for; what else is wrong with it shows when it is
     * prepared.
     */
    public static boolean fits(Path file, SignatureForm form) {
        try {
            NamedFile.requireRegular(file);
        } catch (IOException e) {
            return false;
        }
        return form != SignatureForm.XADES_ENVELOPED
                || obstacleInXml(file)
                        .filter(ProblemCode.FORMAT_NOT_FOR_FILE::equals)
                        .isEmpty();
    }

    private static Optional<ProblemCode> obstacleInXml(Path file) {
        try {
            var outline = HostileInput.read(() -> XmlOutline.of(file));
            if (outline.isSigned()) {
                return Optional.of(ProblemCode.DOCUMENT_LOCKED); // Another signature inside would break the first.
            }
            return outline.takesSignature() ? Optional.empty() : Optional.of(ProblemCode.FORMAT_NOT_FOR_FILE);
        } catch (IOException e) {
            return Optional.of(ProblemCode.FORMAT_NOT_FOR_FILE);
        }
    }

    private static Preparation refused(ProblemCode why) {
        return new Preparation.Refused(Problem.of(why));
    }
}
