/** Levels (DESIGN §4): what a declared level demands, what this server has, and what a device may do. */
@NullMarked
package dev.natsuin.sgm.level;

import org.jspecify.annotations.NullMarked;
