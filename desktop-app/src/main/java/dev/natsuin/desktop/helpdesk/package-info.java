/**
 * The helpdesk in the window: people, who they are and how they stand, and the acts that admit and confirm them.
 *
 * <p>Models without a toolkit and their views. It orders nothing without the PIN of whoever sits here, and never holds
 * a secret of anybody else but the moment in which a sheet is written.
 */
@NullMarked
package dev.natsuin.desktop.helpdesk;

import org.jspecify.annotations.NullMarked;
