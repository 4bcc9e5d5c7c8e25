/**
 * The place for language and look.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.settings;

import org.jspecify.annotations.NullMarked;
