/**
 * The place where every logged use of the signer's keys is shown.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.activity;

import org.jspecify.annotations.NullMarked;
