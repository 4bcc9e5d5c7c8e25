/**
 * The only {@code main()} of the server: its commands, and the processes of the two sides.
 *
 * <p>Knows the sides only as services of {@link dev.natsuin.link.side.Side}. {@code Main} is run twice over: as the
 * launcher, which holds no key and opens no database, and, as {@code side NAME …}, in each process that the launcher
 * starts.
 */
@NullMarked
package dev.natsuin.launcher;

import org.jspecify.annotations.NullMarked;
