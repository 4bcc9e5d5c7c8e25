/**
 * Everything that happens to a PDF at the desk. No window, no network, no server: a hash goes out, a signature value
 * comes in, both carried by someone else.
 *
 * <p>Signing, in two steps with a person and a server between them:
 *
 * <pre>{@code
 * var certificate = new SigningCertificate(leaf, chain, SignAlgorithm.SHA256_WITH_RSA);
 * var preparation = PdfSigning.prepare(file, PdfSignatureOptions.at(clock.instant()), certificate);
 * if (preparation instanceof Preparation.Prepared ready) {
 *     try (var pdf = ready.document()) {
 *         Bytes value = sign(pdf.toBeSigned());                        // elsewhere
 *         var target = OutputNames.targetFor(file, directory, "-signed");
 *         Embedding result = pdf.embed(value, target);                 // Embedded: written, read back, verified
 *     }
 * }
 * }</pre>
 *
 * <p>Refusals are values with a {@code Problem}; no file, however hostile, makes these methods throw. The original is
 * only read. All methods block and are for a background thread; do not interrupt it, for Java closes a file under an
 * interrupted reader.
 *
 * <p>Inside, {@code pdf} and {@code preview} speak to PDFBox, {@code cms} to BouncyCastle and {@code verify} to DSS;
 * signing never loads a class of DSS. {@code preview} has the facts and pictures for people, {@code verify} the
 * judgement.
 */
@NullMarked
package dev.natsuin.desktop.document;

import org.jspecify.annotations.NullMarked;
