/** The only {@code main()} of the server: starts and watches the sides as processes. */
@NullMarked
package dev.natsuin.launcher;

import org.jspecify.annotations.NullMarked;
