/** The built server as real processes, and desks that speak with it over real connections. */
@NullMarked
package dev.natsuin.desktop.endtoend;

import org.jspecify.annotations.NullMarked;
