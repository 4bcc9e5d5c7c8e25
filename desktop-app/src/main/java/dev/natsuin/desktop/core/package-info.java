/**
 * What the window and the command line do, once for both: enrol, make and use keys, sign, verify, look at the log,
 * admit people.
 *
 * <p>Joins profile, server and documents; each errand begins with a fresh greeting of the server and ends with what its
 * signed answer says. Knows no JavaFX and prints nothing.
 */
@NullMarked
package dev.natsuin.desktop.core;

import org.jspecify.annotations.NullMarked;
