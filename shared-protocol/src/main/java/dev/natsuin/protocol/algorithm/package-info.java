/** The key, hash and signature algorithms that may be used, by the names and OIDs of the wire. */
@NullMarked
package dev.natsuin.protocol.algorithm;

import org.jspecify.annotations.NullMarked;
