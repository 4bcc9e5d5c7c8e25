/**
 * Carries sealed octets to the SGM and believes an answer only after the pinned identity's signature held. Declares
 * what is needed of the link; knows no HTTP and no SQL.
 */
@NullMarked
package dev.natsuin.sap.courier;

import org.jspecify.annotations.NullMarked;
