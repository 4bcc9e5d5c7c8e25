/** The CA for everybody: its certificate and revocation list as the SGM last gave them, and its services. */
@NullMarked
package dev.natsuin.sap.pki;

import org.jspecify.annotations.NullMarked;
