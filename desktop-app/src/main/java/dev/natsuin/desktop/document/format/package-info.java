/**
 * Signatures around and beside files of any kind: CAdES, ASiC, XAdES and JAdES at level B-B, in two steps like PDFs.
 *
 * <p>Drafts know nothing of targets, temporary files and verification, which are the same for all formats and are
 * {@code PreparedFile}'s.
 */
@NullMarked
package dev.natsuin.desktop.document.format;

import org.jspecify.annotations.NullMarked;
