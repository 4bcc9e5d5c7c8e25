/**
 * Signing keys: how they are made, sealed to a person's devices, used once per order, destroyed. {@code KeyStore} is
 * what guards them.
 */
@NullMarked
package dev.natsuin.sgm.key;

import org.jspecify.annotations.NullMarked;
