/**
 * The place where auditors search the signature log as a whole, write it down, and check its newest word.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.audit;

import org.jspecify.annotations.NullMarked;
