/**
 * What all places of the window share: shell, look, icons, controls of ours, and
 * {@link dev.natsuin.desktop.ui.Background}.
 *
 * <p>Knows no feature. Only {@link dev.natsuin.desktop.ui.FxBackground} talks to the JavaFX thread.
 */
@NullMarked
package dev.natsuin.desktop.ui;

import org.jspecify.annotations.NullMarked;
