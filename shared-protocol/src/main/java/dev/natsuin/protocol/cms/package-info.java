/**
 * The few structures of CMS that both ends must build alike, in DER: written and compared; of what others wrote only
 * certificates are read.
 */
@NullMarked
package dev.natsuin.protocol.cms;

import org.jspecify.annotations.NullMarked;
