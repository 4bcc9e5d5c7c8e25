/**
 * Judges the signatures of a PDF: EU DSS under our own policy, and a rule that every change after a signature must be
 * explained.
 *
 * <p>The only package that loads DSS. {@code PdfVerification.verify(file, anchors, now)} gives a {@code Verification}
 * with one verdict for the file and one report per signature, or a problem; offline, on the calling thread.
 */
@NullMarked
package dev.natsuin.desktop.document.verify;

import org.jspecify.annotations.NullMarked;
