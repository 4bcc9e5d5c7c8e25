package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.document.format.FileDigest;
import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Prepared documents as they are kept while a person and a server think: outside of memory, and beyond a crash.
 *
 * <p>For a PDF that is what will be appended to it, octet for octet, because encryption makes every preparation another
 * one. For other files it is what they were, from which their signature's draft comes out the same again. Neither the
 * document nor a password is kept; what is read back is believed only as far as the signature covers it.
 */
public final class KeptDocument {
    private static final int SHA256_BYTES = 32;
    private static final String PDF = "pdf";
    private static final String FILE = "file";

    private KeptDocument() {}

    static JsonObject of(Increment increment, int pageCount, boolean found, boolean encrypted) {
        return JsonObject.with("kind", PDF)
                .and("sha256", increment.originalDigest())
                .and("size", increment.originalBytes())
                .and("pages", pageCount)
                .and("encrypted", encrypted)
                .and("found", found)
                .and("digest", increment.messageDigest())
                .and("room", increment.roomBytes())
                .and("head", increment.head())
                .and("tail", increment.tail())
                .build();
    }

    static JsonObject of(SignatureForm form, FileDigest digest, Bytes toBeSigned) {
        return JsonObject.with("kind", FILE)
                .and("sha256", digest.sha256())
                .and("size", digest.sizeBytes())
                .and("form", form.name())
                .and("hash", digest.hash())
                .and("crc32", digest.crc32())
                .and("signed", toBeSigned)
                .build();
    }

    /**
     * The form of a document's signature.
     *
     * @throws Malformed if this was not kept by this program
     */
    public static SignatureForm form(JsonObject kept) throws Malformed {
        var json = kept.reader();
        return json.text("kind").equals(PDF) ? SignatureForm.PADES : form(json.text("form"));
    }

    /**
     * What the document was.
     *
     * @param sizeBytes its length
     * @param sha256 of its octets
     * @param pages 0 for what has none
     */
    public record Original(long sizeBytes, Bytes sha256, int pages) {}

    /**
     * What the document was.
     *
     * @throws Malformed if this was not kept by this program
     */
    public static Original original(JsonObject kept) throws Malformed {
        var json = kept.reader();
        return new Original(
                json.index("size"), json.bytes("sha256", SHA256_BYTES), json.has("pages") ? json.count("pages") : 0);
    }

    /**
     * A prepared document, made again.
     *
     * @param kept as {@link PreparedDocument#kept} gave it
     * @param source where the original lies
     * @param time the claimed time of the preparation
     * @param password opens an encrypted document; stays the caller's
     * @return refused with {@code document-encrypted} if a password is missing, with {@code document-changed} or as
     *     {@link PreparedDocument#embed} does if the file is not what it was and that is noticed already
     * @throws Malformed if this was not kept by this program
     */
    public static Preparation again(
            JsonObject kept, Path source, SigningCertificate certificate, Instant time, Optional<Secret> password)
            throws Malformed {
        return again(kept, source, certificate, time, password, false);
    }

    /**
     * A document that this process prepared: what was looked at then is not looked at again.
     *
     * @param kept as {@link PreparedDocument#kept} gave it, in this process and by this version
     * @param source where the original lies
     * @param time the claimed time of the preparation
     * @param password the one that it was prepared with; stays the caller's
     * @throws Malformed if this was not kept by this program
     */
    public static Preparation still(
            JsonObject kept, Path source, SigningCertificate certificate, Instant time, Optional<Secret> password)
            throws Malformed {
        return again(kept, source, certificate, time, password, true);
    }

    private static Preparation again(
            JsonObject kept,
            Path source,
            SigningCertificate certificate,
            Instant time,
            Optional<Secret> password,
            boolean still)
            throws Malformed {
        var json = kept.reader();
        var kind = json.text("kind");
        return switch (kind) {
            case PDF -> pdf(json, source, certificate, password, still);
            case FILE -> file(json, source, certificate, time);
            default -> throw new Malformed("a kind of document that is not known");
        };
    }

    private static Preparation pdf(
            JsonObject.Reader json,
            Path source,
            SigningCertificate certificate,
            Optional<Secret> password,
            boolean still)
            throws Malformed {
        var originalDigest = json.bytes("sha256", SHA256_BYTES);
        var size = json.index("size");
        var pages = json.count("pages");
        var encrypted = json.truth("encrypted");
        var digest = json.bytes("digest", certificate.algorithm().hash().sizeBytes());
        var increment =
                new Increment(originalDigest, size, digest, json.bytes("head"), json.count("room"), json.bytes("tail"));
        var found = json.has("found") && json.truth("found"); // Not in books of an earlier version.
        json.end();
        if (encrypted && !still && !opens(source, password)) {
            return new Preparation.Refused(Problem.of(ProblemCode.DOCUMENT_ENCRYPTED));
        }
        return new Preparation.Prepared(
                new PreparedPdf(source, pages, increment, certificate, still && found, encrypted, password));
    }

    /** False if the password is missing or wrong; whatever else is wrong shows when the signed file is written. */
    private static boolean opens(Path source, Optional<Secret> password) {
        var opening = PdfFile.open(source, password);
        if (opening instanceof PdfFile.Opening.Opened opened) {
            opened.pdf().close();
        }
        return !(opening instanceof PdfFile.Opening.Refused refused && refused.why() == ProblemCode.DOCUMENT_ENCRYPTED);
    }

    private static Preparation file(JsonObject.Reader json, Path source, SigningCertificate certificate, Instant time)
            throws Malformed {
        var sha256 = json.bytes("sha256", SHA256_BYTES);
        var hash = json.bytes("hash", certificate.algorithm().hash().sizeBytes());
        var digest = new FileDigest(json.index("size"), sha256, hash, json.number("crc32"));
        var form = form(json.text("form"));
        var toBeSigned = json.bytes("signed", certificate.algorithm().hash().sizeBytes());
        json.end();
        return FileSigning.again(source, form, time, digest, toBeSigned, certificate);
    }

    private static SignatureForm form(String name) throws Malformed {
        try {
            return SignatureForm.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new Malformed("a form that is not known", e);
        }
    }
}
