/** The signature value generation module. {@code Sgm} wires it. */
@NullMarked
package dev.natsuin.sgm;

import org.jspecify.annotations.NullMarked;
