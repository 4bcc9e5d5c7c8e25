/** The server's own TLS key: made once, kept in a file for its owner only, named by the SGM's descriptor. */
@NullMarked
package dev.natsuin.sap.tls;

import org.jspecify.annotations.NullMarked;
