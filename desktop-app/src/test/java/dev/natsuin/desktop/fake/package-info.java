/** A small honest double of SGM and SAP, with knobs that make it lie. */
@NullMarked
package dev.natsuin.desktop.fake;

import org.jspecify.annotations.NullMarked;
