/**
 * What this computer keeps for its owner: who they are, the device secret, the log's last word, an order still
 * unanswered, what was signed here.
 *
 * <p>Plain files that only their owner can read, each replaced whole. Nothing here tells a right PIN from a wrong one.
 */
@NullMarked
package dev.natsuin.desktop.device;

import org.jspecify.annotations.NullMarked;
