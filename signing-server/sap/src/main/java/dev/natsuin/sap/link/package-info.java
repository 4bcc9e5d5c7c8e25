/** The courier's gateway over the mTLS link. The only package that calls the link. */
@NullMarked
package dev.natsuin.sap.link;

import org.jspecify.annotations.NullMarked;
