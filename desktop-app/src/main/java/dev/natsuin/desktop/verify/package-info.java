/**
 * The place where the signatures of a file are judged.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.verify;

import org.jspecify.annotations.NullMarked;
