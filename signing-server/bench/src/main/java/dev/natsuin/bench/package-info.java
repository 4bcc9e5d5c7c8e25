/**
 * Loads a private server as many desktops would, and measures it: {@code natsuin-server bench}.
 *
 * <p>Knows the wire formats and nothing of either side's code. Its keys and PINs are throwaways; nothing here guards
 * anything.
 */
@NullMarked
package dev.natsuin.bench;

import org.jspecify.annotations.NullMarked;
