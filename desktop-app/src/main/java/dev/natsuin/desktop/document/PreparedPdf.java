package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.desktop.document.pdf.WrittenSignature;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One document, ready for its signature: what will be signed, and the way to put it in.
 *
 * <p>A few kilobytes; keeps neither the document nor an open file, but the password of an encrypted document until
 * {@link #close()}. Immutable but for that.
 */
public final class PreparedPdf implements PreparedDocument {
    private final Path source;
    private final int pageCount;
    private final Increment increment;
    private final SigningCertificate certificate;
    private final SignedAttributes attributes;
    private final boolean known;
    private final boolean encrypted;
    private final Optional<Secret> password;
    private boolean closed;

    /**
     * With all that is needed.
     *
     * @param known true if another reader has read what will be written, all but the CMS, and found the signature
     */
    PreparedPdf(
            Path source,
            int pageCount,
            Increment increment,
            SigningCertificate certificate,
            boolean known,
            boolean encrypted,
            Optional<Secret> password) {
        this.known = known;
        this.encrypted = encrypted;
        this.password = password.map(Secret::copy);
        this.source = source;
        this.pageCount = pageCount;
        this.increment = increment;
        this.certificate = certificate;
        this.attributes = SignedAttributes.of(increment.messageDigest(), certificate.leaf());
    }

    @Override
    public Path source() {
        return source;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public long sizeBytes() {
        return increment.originalBytes();
    }

    @Override
    public Bytes documentDigest() {
        return increment.originalDigest();
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is the hash, by the signature algorithm's own hash, of the DER signed attributes; for Ed25519 and ML-DSA
     * the message digest, from which the SGM builds those attributes itself.
     */
    @Override
    public Bytes toBeSigned() {
        return attributes.toBeOrdered(certificate.algorithm());
    }

    @Override
    public Optional<SignedHash> signed(Bytes signatureValue) {
        requireOpen();
        return SignedHash.verified(certificate, toBeSigned(), signatureValue);
    }

    @Override
    public Embedding embed(SignedHash signed, Output to) {
        requireOpen();
        if (!signed.isOf(certificate, toBeSigned())) {
            return new Embedding.Refused(Problem.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY));
        }
        var cms = CadesSignature.assemble(attributes, certificate.algorithm(), certificate.all(), signed.value());
        return OutputFile.embed(
                source,
                to,
                output -> output.write(increment, cms, certificate.algorithm().hash()),
                output -> holds(output, cms, signed.value())
                        ? Optional.empty()
                        : Optional.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY));
    }

    @Override
    public OutputNames.Choice choice(Path folder, String suffix, Set<Path> reserved) {
        return OutputNames.choose(source, folder, suffix, SignatureForm.PADES, reserved);
    }

    @Override
    public JsonObject kept() {
        return KeptDocument.of(increment, pageCount, known, encrypted);
    }

    /** True if a file just written has the signature where it must stand, over all the rest of the file. */
    private boolean holds(OutputFile written, Bytes cms, Bytes value) {
        try {
            var found = known
                    ? WrittenSignature.at(written.behind(increment.originalBytes()), increment, cms, written.copied())
                    : WrittenSignature.read(
                                    written.temporary(),
                                    increment.originalBytes(),
                                    written.copied(),
                                    password,
                                    pageCount)
                            .filter(other -> other.pageCount() == pageCount);
            return found.isPresent()
                    && found.get().originalDigest().equals(increment.originalDigest())
                    && found.get().messageDigest().equals(increment.messageDigest())
                    && CadesSignature.isSignatureOf(
                            found.get().contents(),
                            found.get().messageDigest(),
                            certificate.algorithm(),
                            certificate.leaf(),
                            value);
        } catch (IOException e) {
            return false;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the prepared document was closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        password.ifPresent(Secret::close);
    }
}
