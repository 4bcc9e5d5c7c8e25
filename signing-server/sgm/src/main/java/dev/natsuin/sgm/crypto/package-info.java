/** Authenticated encryption, as every package here uses it. */
@NullMarked
package dev.natsuin.sgm.crypto;

import org.jspecify.annotations.NullMarked;
