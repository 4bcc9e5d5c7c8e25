/** Ed25519, HKDF, HPKE and fixed-header tokens over BouncyCastle's lightweight classes. */
@NullMarked
package dev.natsuin.protocol.crypto;

import org.jspecify.annotations.NullMarked;
