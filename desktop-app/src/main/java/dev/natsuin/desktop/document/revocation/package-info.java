/** Asks certification authorities for the states of certificates: OCSP and revocation lists, by addresses in those. */
@NullMarked
package dev.natsuin.desktop.document.revocation;

import org.jspecify.annotations.NullMarked;
