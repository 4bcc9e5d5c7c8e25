package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.cms.SignedAttributes;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** CAdES-B-B (EN 319 122-1 §6): beside the file, or around it. */
public final class CmsDraft implements Draft {
    private final SigningCertificate certificate;
    private final SignedAttributes attributes;
    private final boolean enveloping;

    private CmsDraft(SigningCertificate certificate, SignedAttributes attributes, boolean enveloping) {
        this.certificate = certificate;
        this.attributes = attributes;
        this.enveloping = enveloping;
    }

    /** For a file whose content has this hash. */
    public static CmsDraft of(
            Path file, Bytes contentHash, SigningCertificate certificate, Instant time, boolean enveloping) {
        return of(MediaTypes.of(file), contentHash, certificate, time, enveloping);
    }

    static CmsDraft of(
            String mediaType, Bytes contentHash, SigningCertificate certificate, Instant time, boolean enveloping) {
        var attributes = SignedAttributes.cades(contentHash, certificate.leaf(), time, mediaType);
        return new CmsDraft(certificate, attributes, enveloping);
    }

    @Override
    public Bytes hash() {
        return attributes.toBeOrdered(certificate.algorithm());
    }

    @Override
    public void write(InputStream original, Bytes value, OutputStream signed) throws IOException {
        var content = enveloping ? Optional.of(Bytes.of(original.readAllBytes())) : Optional.<Bytes>empty();
        signed.write(cms(value, content).toArray());
    }

    Bytes cms(Bytes value, Optional<Bytes> content) {
        return CadesSignature.assemble(attributes, certificate.algorithm(), certificate.all(), value, content);
    }
}
