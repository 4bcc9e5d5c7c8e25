/** The few structures of CMS that both ends must build alike, in DER: written and compared, never parsed. */
@NullMarked
package dev.natsuin.protocol.cms;

import org.jspecify.annotations.NullMarked;
