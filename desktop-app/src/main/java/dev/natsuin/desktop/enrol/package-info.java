/**
 * The place where a desk becomes somebody's: code, PIN, fingerprint.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.enrol;

import org.jspecify.annotations.NullMarked;
