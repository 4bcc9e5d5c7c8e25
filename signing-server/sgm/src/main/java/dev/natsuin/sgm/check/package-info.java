/**
 * What {@code self-check} finds in the SGM: its folder, its rows, its level, and which rows of the trust table hold.
 */
@NullMarked
package dev.natsuin.sgm.check;

import org.jspecify.annotations.NullMarked;
