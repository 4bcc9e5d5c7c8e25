/** Facts about the server's configuration. */
@NullMarked
package dev.natsuin.link.side;

import org.jspecify.annotations.NullMarked;
