/**
 * PDFBox behind a wall: opening a file that may be hostile, what forbids signing it, the increment that a signature
 * adds, and the check of what was written.
 *
 * <p>For the document package only. Works on dictionaries rather than on PDFBox's model, whose getters repair and touch
 * objects that a signature must leave alone. Knows no CMS, no certificates and no DSS.
 */
@NullMarked
package dev.natsuin.desktop.document.pdf;

import org.jspecify.annotations.NullMarked;
