/**
 * What the window and the command line ask of the desk: one small interface for each errand, with its records.
 *
 * <p>Every method here blocks and may be slow; the window calls them through {@code Background} only. Refusals come
 * back as {@link dev.natsuin.desktop.desk.Answer}; a broken machine is an unchecked exception. Nothing here knows
 * JavaFX, PDF libraries or HTTP, and nothing here keeps a {@link dev.natsuin.protocol.bytes.Secret} it is lent.
 */
@NullMarked
package dev.natsuin.desktop.desk;

import org.jspecify.annotations.NullMarked;
