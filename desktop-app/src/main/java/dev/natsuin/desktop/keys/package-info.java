/**
 * The place where the signer's keys and certificates are shown.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.keys;

import org.jspecify.annotations.NullMarked;
