package dev.natsuin.desktop.document;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One document, ready for its signature, whatever the format: what will be signed, and the way to put it in.
 *
 * <p>A few kilobytes; keeps neither the document nor an open file. Immutable but for {@link #close()}.
 */
public sealed interface PreparedDocument extends AutoCloseable permits PreparedPdf, PreparedFile {
    /** The original, which is only ever read. */
    Path source();

    /** How many pages it has; 0 for what has none. */
    int pageCount();

    /** Its length. */
    long sizeBytes();

    /** SHA-256 of the original file. */
    Bytes documentDigest();

    /** What leaves the desk: the DTBS/R. */
    Bytes toBeSigned();

    /** True if this is the signer's signature value for this document. */
    default boolean isSignedBy(Bytes signatureValue) {
        return signed(signatureValue).isPresent();
    }

    /** All that {@link KeptDocument#again} needs to make this again, on another day, bit for bit; holds no password. */
    JsonObject kept();

    /**
     * The first free name for the signed file; see {@link OutputNames}.
     *
     * @param suffix comes before the extension where the signed file keeps the original's
     */
    default Path targetIn(Path folder, String suffix) {
        return choice(folder, suffix, Set.of()).target();
    }

    /**
     * The same for one of many.
     *
     * @param reserved names that others will have, each {@link OutputNames#folded}
     */
    OutputNames.Choice choice(Path folder, String suffix, Set<Path> reserved);

    /**
     * Verifies the signature value, writes the signed file, reads back what was added, compares it with what must stand
     * there, and only then gives the file its name.
     *
     * <p>Written beside {@code target} under a temporary name that only the user may read. Whatever goes wrong, nothing
     * is left behind; an existing file is never replaced. Refused with {@code signature-did-not-verify},
     * {@code document-changed}, {@code file-missing}, {@code file-unreadable}, {@code target-exists} or
     * {@code target-not-writable}. May be called again after a refusal.
     *
     * @param signatureValue RSA as the octets of RFC 8017, ECDSA as DER, Ed25519 as the octets of RFC 8032, ML-DSA as
     *     those of FIPS 204
     * @throws IllegalStateException if closed
     */
    default Embedding embed(Bytes signatureValue, Path target) {
        return embed(signatureValue, Output.to(target));
    }

    /** As {@link #embed(Bytes, Path)}, for an output that may be there already. */
    default Embedding embed(Bytes signatureValue, Output output) {
        return signed(signatureValue)
                .map(signed -> embed(signed, output))
                .orElseGet(() -> new Embedding.Refused(Problem.of(ProblemCode.SIGNATURE_DID_NOT_VERIFY)));
    }

    /**
     * The value with the proof that it is the signer's for this document; nothing if it is not.
     *
     * @throws IllegalStateException if closed
     */
    Optional<SignedHash> signed(Bytes signatureValue);

    /**
     * As {@link #embed(Bytes, Output)}, for a value that was verified before: it is not verified again.
     *
     * @param signed refused with {@code signature-did-not-verify} if it is another document's or another certificate's
     * @throws IllegalStateException if closed
     */
    Embedding embed(SignedHash signed, Output output);

    @Override
    void close();
}
