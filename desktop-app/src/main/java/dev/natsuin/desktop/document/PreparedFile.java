package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.format.Draft;
import dev.natsuin.desktop.document.format.FileDigest;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A file of any kind, ready for a signature around it, beside it or, in XML, inside it. */
public final class PreparedFile implements PreparedDocument {
    private final Path source;
    private final SignatureForm form;
    private final Instant time;
    private final FileDigest digest;
    private final SigningCertificate certificate;
    private final Draft draft;
    private boolean closed;

    PreparedFile(
            Path source,
            SignatureForm form,
            Instant time,
            FileDigest digest,
            SigningCertificate certificate,
            Draft draft) {
        this.source = source;
        this.form = form;
        this.time = time;
        this.digest = digest;
        this.certificate = certificate;
        this.draft = draft;
    }

    @Override
    public Path source() {
        return source;
    }

    @Override
    public int pageCount() {
        return 0;
    }

    @Override
    public long sizeBytes() {
        return digest.sizeBytes();
    }

    @Override
    public Bytes documentDigest() {
        return digest.sha256();
    }

    @Override
    public Bytes toBeSigned() {
        return draft.hash();
    }

    @Override
    public Optional<SignedHash> signed(Bytes signatureValue) {
        requireOpen();
        return SignedHash.verified(certificate, draft.hash(), signatureValue);
    }

    @Override
    public OutputNames.Choice choice(Path folder, String suffix, Set<Path> reserved) {
        return OutputNames.choose(source, folder, suffix, form, reserved);
    }

    @Override
    public JsonObject kept() {
        return KeptDocument.of(form, digest, draft.hash());
    }

    @Override
    public Embedding embed(SignedHash signed, Output to) {
        requireOpen();
        if (!signed.isOf(certificate, draft.hash())) {
            return new Embedding.Refused(Problem.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY));
        }
        return OutputFile.embed(
                source,
                to,
                output -> output.compose(
                        digest.sha256(), (original, file) -> draft.write(original, signed.value(), file)),
                output -> wrongWith(output.temporary()));
    }

    /** By EU DSS and our own rules, as anybody would verify it, but believing the signer's certificate alone. */
    private Optional<ProblemCode> wrongWith(Path written) {
        return FileVerification.isSignatureOf(written, source, form, certificate.leaf(), time)
                ? Optional.empty()
                : Optional.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the prepared document was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
