/** Certificate requests, the built-in CA and its revocation list. */
@NullMarked
package dev.natsuin.sgm.certificate;

import org.jspecify.annotations.NullMarked;
