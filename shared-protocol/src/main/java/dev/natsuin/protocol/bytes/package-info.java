/** Immutable octets and zeroable secrets; every other package speaks in these, never in arrays. */
@NullMarked
package dev.natsuin.protocol.bytes;

import org.jspecify.annotations.NullMarked;
