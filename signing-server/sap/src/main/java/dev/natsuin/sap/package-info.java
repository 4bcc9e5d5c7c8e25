/** The signature application. {@code Sap} wires it. */
@NullMarked
package dev.natsuin.sap;

import org.jspecify.annotations.NullMarked;
