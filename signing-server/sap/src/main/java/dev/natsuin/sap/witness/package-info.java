/**
 * Cosigns the SGM's checkpoints before they are handed on: one log, that only grows, for everybody. Declares what it
 * keeps; knows no HTTP and no SQL.
 */
@NullMarked
package dev.natsuin.sap.witness;

import org.jspecify.annotations.NullMarked;
