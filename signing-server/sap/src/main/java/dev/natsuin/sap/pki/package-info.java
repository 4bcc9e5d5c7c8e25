/** The CA certificate and its revocation list for everybody, as the SGM last gave them. */
@NullMarked
package dev.natsuin.sap.pki;

import org.jspecify.annotations.NullMarked;
