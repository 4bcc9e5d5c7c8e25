package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.MimeType;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.DigestDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;

/**
 * XAdES-B-B (EN 319 132-1 §6) by EU DSS, asked twice with the same parameters: for what has to be signed, and for the
 * signed document.
 */
public final class XmlDraft implements Draft {
    private final SignatureForm form;
    private final String name;
    private final MimeType mediaType;
    private final Bytes contentHash;
    private final SigningCertificate certificate;
    private final Instant time;
    private final Bytes hash;

    private XmlDraft(
            Path file,
            SignatureForm form,
            Bytes contentHash,
            SigningCertificate certificate,
            Instant time,
            Bytes hash) {
        this.form = form;
        this.name = String.valueOf(file.getFileName());
        this.mediaType = MimeType.fromMimeTypeString(MediaTypes.of(file));
        this.contentHash = contentHash;
        this.certificate = certificate;
        this.time = time;
        this.hash = hash;
    }

    /**
     * For a file whose content has this hash.
     *
     * @throws IOException if the file cannot be read, or DSS cannot make such a signature for it
     */
    public static XmlDraft of(
            Path file, SignatureForm form, Bytes contentHash, SigningCertificate certificate, Instant time)
            throws IOException {
        var unhashed = new XmlDraft(file, form, contentHash, certificate, time, Bytes.EMPTY);
        var octets = form == SignatureForm.XADES_DETACHED ? new byte[0] : Files.readAllBytes(file);
        var toBeSigned = HostileInput.read(() -> unhashed.service()
                .getDataToSign(unhashed.document(octets), unhashed.parameters())
                .getBytes());
        var hash = Bytes.of(certificate.algorithm().hash().newDigest().digest(toBeSigned));
        return new XmlDraft(file, form, contentHash, certificate, time, hash);
    }

    private XAdESService service() {
        return new XAdESService(new CommonCertificateVerifier(true));
    }

    private DSSDocument document(byte[] octets) {
        if (form == SignatureForm.XADES_DETACHED) {
            var document = new DigestDocument(digest(), contentHash.toBase64(), name);
            document.setMimeType(mediaType);
            return document;
        }
        return new InMemoryDocument(octets, name, mediaType);
    }

    private DigestAlgorithm digest() {
        return digest(certificate.algorithm().hash());
    }

    private static DigestAlgorithm digest(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> DigestAlgorithm.SHA256;
            case SHA_384 -> DigestAlgorithm.SHA384;
            case SHA_512 -> DigestAlgorithm.SHA512;
        };
    }

    private static EncryptionAlgorithm encryption(SignAlgorithm algorithm) {
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 -> EncryptionAlgorithm.RSA;
            case RSA_PSS -> EncryptionAlgorithm.RSASSA_PSS;
            case ECDSA -> EncryptionAlgorithm.ECDSA;
            case EDDSA -> EncryptionAlgorithm.EDDSA;
            case ML_DSA -> throw new IllegalStateException("refused before");
        };
    }

    private XAdESSignatureParameters parameters() {
        var parameters = new XAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        parameters.setSignaturePackaging(
                switch (form) {
                    case XADES_ENVELOPED -> SignaturePackaging.ENVELOPED;
                    case XADES_ENVELOPING -> SignaturePackaging.ENVELOPING;
                    case XADES_DETACHED -> SignaturePackaging.DETACHED;
                    default -> throw new IllegalStateException("not a form of XAdES: " + form);
                });
        parameters.setDigestAlgorithm(digest());
        parameters.setSigningCertificate(new CertificateToken(certificate.leaf()));
        // Behind the certificate, which would set what its key has in common: RSASSA-PKCS1-v1_5.
        parameters.setEncryptionAlgorithm(encryption(certificate.algorithm()));
        parameters.setCertificateChain(
                certificate.all().stream().map(CertificateToken::new).toList());
        parameters.bLevel().setSigningDate(Date.from(time));
        return parameters;
    }

    @Override
    public Bytes hash() {
        return hash;
    }

    @Override
    public void write(InputStream original, Bytes value, OutputStream signed) throws IOException {
        var octets = form == SignatureForm.XADES_DETACHED ? new byte[0] : original.readAllBytes();
        // In the plain form already: DSS would guess the length of r and s from their values.
        var plain = SignatureValues.plain(certificate, value).toArray();
        var algorithm = SignatureAlgorithm.getAlgorithm(encryption(certificate.algorithm()), digest());
        var document = HostileInput.read(
                () -> service().signDocument(document(octets), parameters(), new SignatureValue(algorithm, plain)));
        document.writeTo(signed);
    }
}
