/** Facts about the link, over real sockets on the loopback address. */
@NullMarked
package dev.natsuin.link;

import org.jspecify.annotations.NullMarked;
