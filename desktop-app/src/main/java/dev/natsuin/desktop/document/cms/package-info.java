/**
 * The CMS of one PAdES baseline signature: its signed attributes, its assembly, and a strict reading of it.
 *
 * <p>For the document packages only. Knows X.509 and ASN.1, nothing of PDF or files.
 */
@NullMarked
package dev.natsuin.desktop.document.cms;

import org.jspecify.annotations.NullMarked;
