/** What a device derives from its secret and the PIN. */
@NullMarked
package dev.natsuin.protocol.device;

import org.jspecify.annotations.NullMarked;
