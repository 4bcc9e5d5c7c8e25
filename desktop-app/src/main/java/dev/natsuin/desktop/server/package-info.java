/**
 * The place where administrators see the server from afar, as signed answers tell it.
 *
 * <p>{@code …Model} runs without a toolkit; {@code …View} holds nodes only. Knows no other feature.
 */
@NullMarked
package dev.natsuin.desktop.server;

import org.jspecify.annotations.NullMarked;
