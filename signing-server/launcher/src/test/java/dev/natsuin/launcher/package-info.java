/** Facts about the launcher, with real processes and two small fake sides. */
@NullMarked
package dev.natsuin.launcher;

import org.jspecify.annotations.NullMarked;
